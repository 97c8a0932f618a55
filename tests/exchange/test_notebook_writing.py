"""A notebook is written the same each time, and its questions are read again."""

import json
from pathlib import Path
from typing import Any

import pytest

from quizapp.core.cards.deck import Deck
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.predict import Predict
from quizapp.exchange.formats import Reading, Writing
from quizapp.exchange.notebook import read_notebook
from quizapp.exchange.notebook_writing import write_notebook
from support.anki import deck_of
from support.cards import card as card_of
from support.reviews import NOW
from support.shipped import shipped_library

DECKS = shipped_library().decks


def drawn(deck: Deck) -> Deck:
    return Deck(
        id=deck.id,
        title=deck.title,
        topic=deck.topic,
        about=deck.about,
        cards=tuple(card.draw(0) for card in deck.cards),
        file=deck.file,
    )


def written(*decks: Deck) -> bytes:
    return write_notebook(Writing("All", tuple(map(drawn, decks)), NOW)).data


def cells(data: bytes) -> list[dict[str, Any]]:
    return list(json.loads(data)["cells"])


def test_the_same_cards_give_the_same_bytes():
    """No time, no chance, no order of a dict."""
    assert written(*DECKS[:3]) == written(*DECKS[:3])


def test_each_cell_has_an_id_of_its_own_and_no_output():
    """As format 4.5 wants it; results are for the reader to see."""
    found = cells(written(*DECKS))
    assert len({cell["id"] for cell in found}) == len(found)
    assert all(not cell.get("outputs") for cell in found)


@pytest.mark.slow
@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.id)
def test_predict_cards_are_read_again_as_they_were(tmp_path: Path, deck: Deck):
    """Prompt, code and what is asked; whatever is left out has a reason."""
    path = tmp_path / "book.ipynb"
    path.write_bytes(written(deck))
    found = read_notebook(Reading(path, NOW))
    expected = {}
    for card in drawn(deck).cards:
        if isinstance(card.kind, Predict) and card.kind.expect in ("value", "printed"):
            expected[card.prompt.strip()] = card.snippet.strip("\n")
    read = {c.fields["prompt"]: c.fields["snippet"].strip("\n") for c in found.cards}
    for prompt, snippet in read.items():
        if prompt in expected:
            assert " ".join(snippet.split()) == " ".join(expected[prompt].split())
    missing = expected.keys() - read.keys()
    reasons = {item.reason for item in found.left_out}
    assert not missing or any("clock" in reason for reason in reasons)
    tagged = {reason for reason in reasons if not reason.startswith("tagged")}
    assert len(tagged) <= len(missing)


def test_code_with_a_fence_in_it_stays_in_its_fence():
    """As in the docstring of a solution."""
    solution = 'def f():\n    """\n    ```\n    f()\n    ```\n    """\n'
    kind = Implement("", "assert f() is None\n", solution)
    deck = deck_of(card_of("one", kind))
    texts = ["".join(cell["source"]) for cell in cells(written(deck))]
    assert any("````python\ndef f" in text for text in texts)
