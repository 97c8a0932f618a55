"""Own edits of a deck: the author's updates and the reader's words both live."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.cards.reload import with_stale_cards
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loader import load_decks

HEAD = 'format = 1\n[deck]\nid = "d"\ntitle = "T"\ntopic = "X"\n'
CARD = (
    '[[card]]\nid = "{}"\nkind = "flashcard"\nlevel = "screen"\nprompt = "{}?"\n'
    'answer = "the author"\nexplain = "first"\n'
)
BASE = HEAD + CARD.format("one", "One") + CARD.format("two", "Two")
OVER = 'format = 1\n[deck]\nextends = "d"\n'
EDIT = OVER + '[[card]]\nid = "one"\nanswer = "mine"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a deck."""
    (tmp_path / "base.toml").write_text(BASE)
    return tmp_path


def load(folder: Path, text: str, name: str = "over.toml") -> Library:
    (folder / name).write_text(text)
    return load_decks([folder])


def problems_of(folder: Path, text: str) -> list[str]:
    """Return the problems of an overlay as `file:line:col: message`."""
    found = load(folder, text).problems
    return [str(problem).removeprefix(f"{folder}/") for problem in found]


def card_of(library: Library, name: str) -> Card:
    return library.cards[CardId("d", name)]


def answer_of(library: Library, name: str) -> str | None:
    return card_of(library, name).kind.truth(None)


def test_a_card_is_changed_in_the_keys_that_are_given(folder):
    """It keeps its identity; the other keys are the author's."""
    library = load(folder, EDIT)
    assert library.problems == ()
    assert answer_of(library, "one") == "mine"
    assert card_of(library, "one").prompt == "One?"
    assert answer_of(library, "two") == "the author"
    (deck,) = library.decks
    assert [card.id.card for card in deck.cards] == ["one", "two"]
    assert (deck.title, Path(deck.file).name) == ("T", "base.toml")
    assert [Path(file).name for file in deck.overlays] == ["over.toml"]


def test_an_update_of_the_author_arrives_in_the_other_keys(folder):
    """And leaves the reader's words alone."""
    load(folder, EDIT)
    changed = BASE.replace("first", "second").replace("the author", "a new author")
    (folder / "base.toml").write_text(changed)
    library = load_decks([folder])
    assert card_of(library, "one").explain == "second"
    assert answer_of(library, "one") == "mine"
    assert answer_of(library, "two") == "a new author"


def test_a_card_with_another_id_is_added(folder):
    """It comes after those of the author."""
    library = load(folder, OVER + CARD.format("three", "Three"))
    assert [card.id.card for card in library.decks[0].cards] == ["one", "two", "three"]
    assert Path(card_of(library, "three").position.file).name == "over.toml"


def test_a_card_with_a_kind_replaces_the_other_whole(folder):
    """Nothing of the author's keys is left, which another kind could not use."""
    own = (
        '[[card]]\nid = "one"\nkind = "numeric"\nlevel = "onsite"\n'
        'prompt = "Mine?"\nanswer = 2\n'
    )
    library = load(folder, OVER + own)
    card = card_of(library, "one")
    assert (card.kind.name, card.prompt, card.explain) == ("numeric", "Mine?", "")


def test_a_card_is_where_it_was_edited(folder):
    """That place is opened in the editor; other cards are in the author's file."""
    library = load(folder, EDIT)
    one, two = card_of(library, "one").position, card_of(library, "two").position
    assert (Path(one.file).name, one.line) == ("over.toml", 4)
    assert (Path(two.file).name, two.line) == ("base.toml", 13)


def test_the_last_of_two_edits_wins(folder):
    """In the order of the files' names."""
    load(folder, EDIT, "a.toml")
    library = load(folder, EDIT.replace("mine", "mine too"), "c.toml")
    assert answer_of(library, "one") == "mine too"
    assert len(library.decks[0].overlays) == 2


def test_a_deck_and_a_card_are_known_by_former_ids(folder):
    """The author renamed them; the edit still arrives."""
    renamed = BASE.replace('"d"\n', '"new"\nformerly = ["d"]\n')
    renamed = renamed.replace('id = "one"', 'id = "first"\nformerly = ["one"]')
    (folder / "base.toml").write_text(renamed)
    library = load(folder, EDIT)
    assert library.problems == ()
    assert library.cards[CardId("new", "first")].kind.truth(None) == "mine"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            OVER.replace('"d"', '"e"') + '[[card]]\nid = "one"\nanswer = "x"\n',
            "over.toml:3:1: `extends` names the deck `e`, which is not loaded;"
            " `quizapp decks` lists those that are",
        ),
        (
            OVER + '[[card]]\nid = "onne"\nanswer = "x"\n',
            "over.toml:4:1: `d` has no card `onne` to change; did you mean `one`? A"
            " new card needs a `kind`",
        ),
        (
            OVER + '[[card]]\nid = "one"\nanswre = "x"\n',
            "over.toml:6:1: unknown key `answre`; did you mean `answer`?",
        ),
        (
            OVER + '[[card]]\nanswer = "x"\n',
            "over.toml:4:1: needs `id`: text in quotes, the id of the card to change"
            " or add",
        ),
        (
            EDIT + '[[card]]\nid = "one"\nanswer = "x"\n',
            "over.toml:8:1: card id `one` is already used in line 4; rename one",
        ),
        (
            OVER + 'id = "f"\n[[card]]\nid = "one"\nanswer = "x"\n',
            "over.toml:4:1: [deck] unknown key `id`: a file with `extends` has that"
            " of its deck; remove it",
        ),
        (
            EDIT.replace("format = 1\n", ""),
            "over.toml:1:1: has no format; write `format = 1` as the first line",
        ),
        (OVER, "over.toml:1:1: has no cards; add one with [[card]]"),
        (
            EDIT.replace('"mine"', "7"),
            "over.toml:6:1: `answer` must be text in quotes, not a whole number",
        ),
    ],
)
def test_a_mistake_is_at_its_place_and_takes_no_card_away(folder, text, problem):
    """The author's card is asked instead."""
    assert problems_of(folder, text) == [problem]
    library = load_decks([folder])
    assert answer_of(library, "two") == "the author"
    assert CardId("d", "one") in library.cards


def test_an_edit_alone_brings_only_its_cards(folder):
    """Its deck is found among those that are there."""
    over = folder / "own" / "over.toml"
    over.parent.mkdir()
    over.write_text(EDIT)
    library = load_decks([over], None, [folder / "base.toml"])
    assert library.problems == ()
    assert [str(id_) for id_ in library.cards] == ["d/one"]
    assert answer_of(library, "one") == "mine"


class FullCache(DeckCache):
    """Has every deck that is loaded, or fails the test."""

    def add(self, paths, contents, document):
        pytest.fail(f"{paths} were checked again")


def test_a_deck_with_edits_is_cached_until_a_file_changes(folder):
    """Whichever file it is."""
    expected = load(folder, EDIT)
    for name, old, new in (
        ("base.toml", "first", "second"),
        ("over.toml", "mine", "ours"),
    ):
        cache = DeckCache(folder / "cache")
        assert load_decks([folder], cache) == expected
        cache.save()
        assert load_decks([folder], FullCache(folder / "cache")) == expected
        file = folder / name
        file.write_text(file.read_text().replace(old, new))
        expected = load_decks([folder])
        assert load_decks([folder], DeckCache(folder / "cache")) == expected


def test_a_mistake_while_editing_keeps_the_edit_that_was_there(folder):
    """Nobody's card flips back to the author's words because a quote is missing."""
    old = load(folder, EDIT + CARD.format("three", "Three"))
    new = load(folder, EDIT + '[[card]\nid = "three"\n')
    assert new.problems
    whole = with_stale_cards(old, new)
    assert answer_of(whole, "one") == "mine"
    assert {id_.card for id_ in whole.stale} == {"one", "three"}
    assert with_stale_cards(whole, load(folder, EDIT)) == load(folder, EDIT)


NAMES = st.sampled_from(["a", "b", "c", "d"])
TEXTS = st.text("xyz", min_size=1, max_size=4)
KEYS = ("prompt", "answer", "explain", "level")
LEVELS = st.sampled_from(["screen", "onsite", "expert"])
VALUES = {"prompt": TEXTS, "answer": TEXTS, "explain": TEXTS, "level": LEVELS}
Cards = Mapping[str, Mapping[str, Any]]
CARDS = st.dictionaries(NAMES, st.fixed_dictionaries(VALUES), min_size=1)
EDITS = st.dictionaries(NAMES, st.fixed_dictionaries({}, optional=VALUES), min_size=1)


def written(path: Path, head: Mapping[str, Any], cards: Cards, **keys: str) -> Path:
    rows = [{"id": id_, **keys, **values} for id_, values in cards.items()]
    path.write_text(tomli_w.dumps({"format": 1, "deck": head, "card": rows}))
    return path


def read(library: Library) -> dict[str, dict[str, Any]]:
    """Return the keys of each card, in order."""
    return {
        id_.card: {
            "prompt": card.prompt,
            "answer": card.kind.truth(None),
            "explain": card.explain,
            "level": card.level.value,
        }
        for id_, card in library.cards.items()
    }


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(CARDS, CARDS, EDITS)
def test_a_deck_is_its_author_s_keys_with_the_reader_s(
    tmp_path_factory, first, second, edits
):
    """Before and after an update; edits of cards that are gone are named."""
    folder = tmp_path_factory.mktemp("decks")
    head = {"id": "deck", "title": "T", "topic": "X"}
    over = written(folder / "over.toml", {"extends": "deck"}, edits)
    for cards in (first, second):
        base = written(folder / "base.toml", head, cards, kind="flashcard")
        library = load_decks([base, over])
        expected = {id_: {**card, **edits.get(id_, {})} for id_, card in cards.items()}
        assert read(library) == expected
        gone = [problem.card.card for problem in library.problems if problem.card]
        assert set(gone) == edits.keys() - cards.keys()
