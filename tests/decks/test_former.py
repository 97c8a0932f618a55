"""Former ids in deck files: read, and clashes reported with their places."""

from pathlib import Path

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loader import load_decks

CARD = 'kind = "flashcard"\nlevel = "screen"\nprompt = "?"\nanswer = "a"\n'


def deck(id_: str, formerly: str = "", *cards: tuple[str, str]) -> str:
    """Return the text of a deck of flashcards with their former ids."""
    head = f'format = 1\n[deck]\nid = "{id_}"\ntitle = "T"\ntopic = "X"\n{formerly}\n'
    tables = (f'[[card]]\nid = "{name}"\n{former}\n{CARD}' for name, former in cards)
    return head + "".join(tables)


def problems(folder: Path, **texts: str) -> list[str]:
    """Return the problems of deck files, as `name:line:col: message`."""
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text)
    found = [str(problem) for problem in load_decks([folder]).problems]
    return [line.replace(f"{folder}/", "").replace(".toml", "") for line in found]


def test_a_library_knows_what_its_cards_were_called(tmp_path):
    """In this deck or in full; from the cache, too."""
    card = ("b", 'formerly = ["a", "old/b"]')
    (tmp_path / "d.toml").write_text(deck("d", 'formerly = ["was"]', card))
    cache = DeckCache(tmp_path / "cache")
    first = load_decks([tmp_path / "d.toml"], cache)
    cache.save()
    again = load_decks([tmp_path / "d.toml"], DeckCache(tmp_path / "cache"))
    for library in (first, again):
        assert library.problems == ()
        assert library.former.current(CardId("was", "a")) == CardId("d", "b")
        assert library.former.current(CardId("old", "b")) == CardId("d", "b")


@pytest.mark.parametrize(
    ("formerly", "message"),
    [
        ("[1]", "9:13: `formerly[0]` must be text in quotes, not a whole number"),
        (
            '["a", "A b"]',
            "9:18: `formerly[1]` is not an id; write `card` or `deck/card`",
        ),
        ('["a/b/c"]', "9:13: `formerly[0]` is not an id; write `card` or `deck/card`"),
        ('["x"]', ""),
        ('["e/x"]', ""),
    ],
)
def test_a_former_id_is_an_id(tmp_path, formerly, message):
    """With line and column."""
    text = deck("d", "", ("b", f"formerly = {formerly}"))
    expected = [f"d:{message}"] if message else []
    assert problems(tmp_path, d=text) == expected


def test_a_former_id_of_a_deck_is_that_of_a_deck(tmp_path):
    """Without a card."""
    text = deck("d", 'formerly = ["was", "was/b"]', ("b", ""))
    assert problems(tmp_path, d=text) == [
        "d:6:20: `formerly[1]` is not an id; write the id of a deck"
    ]


def test_a_clash_is_reported_at_the_former_id(tmp_path):
    """Within a file and between files; the cards stay."""
    one = deck("d", "", ("a", 'formerly = ["x", "b"]'), ("b", ""))
    two = deck("e", 'formerly = ["d"]', ("c", 'formerly = ["d/x"]'))
    assert problems(tmp_path, d=one, e=two) == [
        "e:6:13: `formerly` names `d`, which is the id of a deck; remove it",
        "d:9:18: `formerly` names `d/b`, which is the id of a card; remove it",
        "e:9:13: `formerly` names `d/x`, which `d/a` was called as well; remove one",
    ]
    assert len(load_decks([tmp_path]).cards) == 3
