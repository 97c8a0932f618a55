"""What is remembered of decks that were checked is true, or is not used."""

import pytest

from quizapp.decks.checked import Checked
from quizapp.decks.loader import load
from quizapp.wiring.assembly import shipped_content

VARIED_DECK = """\
format = 1
[deck]
id = "a"
title = "A"
topic = "T"
[[card]]
id = "one"
kind = "numeric"
level = "screen"
prompt = "How much is {{p}}?"
ask = "p"
snippet = "x = p"
[card.vary]
p = [1, 2.5, true, "word", [1, 2]]
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "deck.toml"
    path.write_text(VARIED_DECK)
    return path


def remembered(folder, path):
    """Load a file, and return what the next start knows of it."""
    checked = Checked(folder)
    load([path], checked)
    checked.save()
    return Checked(folder)


class Deaf(Checked):
    """Knows everything that it is asked, or fails the test."""

    def remember(self, path, data, document):
        pytest.fail(f"{path} was checked again")


def test_a_deck_that_is_remembered_is_the_one_that_was_checked(folder):
    """Every field of every card of every shipped deck."""
    content = shipped_content()
    remembered(folder, content)
    library = load([content], Deaf(folder))
    assert library == load([content])
    assert len(library.cards) > 100


def test_the_values_that_are_drawn_from_keep_their_types(folder, deck):
    """1, 2.5, true, text and lists."""
    remembered(folder, deck)
    (card,) = load([deck], Deaf(folder)).cards.values()
    assert card.vary == next(iter(load([deck]).cards.values())).vary
    assert [type(each) for each in card.vary[0].values] == [
        *(int, float, bool, str, tuple)
    ]


def test_an_edit_is_read_though_size_and_time_are_the_same(folder, deck):
    """What counts are the bytes."""
    checked = remembered(folder, deck)
    deck.write_text(VARIED_DECK.replace("How much", "How many"))
    (card,) = load([deck], checked).cards.values()
    assert card.prompt.startswith("How many")


def test_a_deck_with_a_problem_is_never_remembered(folder, deck):
    """Its problems are told at every start."""
    deck.write_text(VARIED_DECK.replace("level", "levle"))
    checked = remembered(folder, deck)
    assert checked.recall(deck, deck.read_bytes()) is None
    assert len(load([deck], checked).problems) == 2


def test_other_code_checks_anew(folder, deck, monkeypatch):
    """A deck may have a problem that an older quizapp did not know."""
    checked = remembered(folder, deck)
    assert checked.recall(deck, deck.read_bytes())
    monkeypatch.setattr("quizapp.cache._code", lambda: b"newer")
    assert checked.recall(deck, deck.read_bytes()) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: b"",
        lambda kept: kept[:20],
        lambda kept: kept[:-1],
        lambda kept: kept.replace(b"How much", b"How muck"),
        lambda kept: kept + b"\0",
        lambda kept: b"\0" * len(kept),
    ],
)
def test_what_is_damaged_is_made_anew(folder, deck, damage):
    """A power cut or a full disk may leave anything."""
    checked = remembered(folder, deck)
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert checked.recall(deck, deck.read_bytes()) is None
    assert load([deck], remembered(folder, deck)) == load([deck], Deaf(folder))


def test_where_nothing_can_be_written_nothing_is_lost(folder, deck):
    """The folder is a file, say."""
    folder.write_text("not a folder")
    checked = remembered(folder, deck)
    assert len(load([deck], checked).cards) == 1
    assert folder.read_text() == "not a folder"


def test_an_integer_that_no_message_can_hold_is_no_fault(folder, deck):
    """It is checked at every start."""
    deck.write_text(VARIED_DECK.replace("2.5", str(2**70)))
    checked = remembered(folder, deck)
    assert checked.recall(deck, deck.read_bytes()) is None
    assert not folder.exists()
    assert len(load([deck], checked).cards) == 1
