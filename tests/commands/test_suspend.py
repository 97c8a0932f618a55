"""suspend, resume and undo from the shell: what is written, and what is not."""

import os
import pty
import subprocess
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.review import Marked, Reviewed, event_id
from quizapp.store.log import open_log
from support.program import HEAD, RATE, Ended, command, environment, log_of, quizapp

CARD = "dropout/inverted-scaling"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    file = tmp_path / "small.toml"
    file.write_text(HEAD + RATE)
    return file


def state(home: Path) -> list[tuple[str, str]]:
    """Return the listed cards, with their states."""
    return [
        (row["card"], row["state"]) for row in quizapp(home, "suspend", "--json").rows
    ]


def review(home: Path, deck: Path, grade: str) -> Ended:
    """Answer the small deck's card once."""
    words = ("practice", "--plain", "--no-confidence", deck)
    return quizapp(home, *words, typed=f".8\n{grade}\n:q\n")


def test_a_card_that_gets_another_id_stays_suspended(home, deck):
    """And its old id, in full or alone, still means it."""
    quizapp(home, "suspend", "small/rate", "--decks", deck)
    text = deck.read_text().replace('id = "rate"', 'id = "keep"\nformerly = ["rate"]')
    deck.write_text(text.replace('id = "small"', 'id = "tiny"\nformerly = ["small"]'))
    listed = quizapp(home, "suspend", "--json", "--decks", deck)
    assert [row["card"] for row in listed.rows] == ["tiny/keep"]
    tried = quizapp(home, "try", "rate", "0.8", "--json", "--decks", deck)
    assert tried.rows[0]["card"] == "tiny/keep"
    resumed = quizapp(home, "resume", "small/rate", "--decks", deck)
    assert resumed.out == "tiny/keep resumed\n"
    asked = quizapp(home, "practice", "--plain", "small/rate", "--decks", deck)
    assert "What is `1 - p`" in asked.out


def test_a_suspended_card_is_not_asked_until_it_is_resumed(home, deck):
    """The message says how to resume it; the card's own id is enough."""
    suspended = quizapp(home, "suspend", "rate", "--decks", deck)
    assert suspended.code == 0
    assert "quizapp resume small/rate asks it again" in suspended.out
    assert state(home) == [("small/rate", "suspended")]
    assert "=== Nothing is due." in review(home, deck, "4").out
    assert quizapp(home, "resume", "rate").out == "small/rate resumed\n"
    assert state(home) == []
    assert "1 review" in review(home, deck, "4").out


def test_a_buried_card_can_be_resumed_on_the_same_day(home, deck):
    """It is listed with the suspended ones."""
    quizapp(home, "practice", "--plain", deck, typed=":-\n")
    assert state(home) == [("small/rate", "buried")]
    listed = quizapp(home, "suspend").out
    assert listed.startswith("buried until tomorrow:\n  small/rate\n")
    assert "quizapp resume CARD" in listed
    quizapp(home, "resume", "small/rate")
    assert state(home) == []


def test_a_card_that_is_often_forgotten_is_listed(home, deck):
    """With its count; it is still asked."""
    review(home, deck, "4")
    _forget(home, times=8)
    listed = quizapp(home, "suspend").out
    assert "leeches, forgotten 8 times or more and still asked:\n  small/rate" in listed
    assert "   forgotten 8 times\n" in listed


def test_suspending_twice_is_one_fact(home, deck):
    """A script may suspend and resume without checking first."""
    for words in (("suspend", "rate"), ("resume", "rate"), ("resume", "rate")):
        for _ in range(2):
            assert quizapp(home, *words, "--decks", deck).code == 0
    assert [mark for _, mark in _marks(home)] == ["suspended", "resumed"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["suspend", "resume"])
def test_nothing_is_marked_if_one_word_names_no_card(no_home, deck, name):
    """Exit 2, with a suggestion; no log is created."""
    ended = quizapp(no_home, name, "small/rate", "small/rat", "--decks", deck)
    assert (ended.code, ended.out) == (2, "")
    assert "no card is called 'small/rat'; did you mean small/rate?" in ended.err
    assert not no_home.exists()


@pytest.mark.slow
@pytest.mark.parametrize("words", [("suspend",), ("resume", CARD), ("undo",)])
def test_listing_creates_no_log(no_home, words):
    """Nor does a command that changes nothing."""
    quizapp(no_home, *words)
    assert not no_home.exists()


def test_undo_retracts_the_last_fact(home, deck):
    """One at a time, whatever it was; exit 1 if none is left."""
    review(home, deck, "4")
    quizapp(home, "suspend", "rate", "--decks", deck)
    undos = [quizapp(home, "undo", "--yes") for _ in range(3)]
    assert [ended.out for ended in undos] == [
        "Undone: small/rate suspended.\n",
        "Undone: Easy on small/rate.\n",
        "Nothing to undo.\n",
    ]
    assert [ended.code for ended in undos] == [0, 0, 1]
    assert len(log_of(home)) == 1
    assert "1 review" in review(home, deck, "4").out


@pytest.mark.slow
def test_undo_asks_first(home, deck):
    """On a terminal; elsewhere it does nothing without --yes."""
    review(home, deck, "3")
    piped = quizapp(home, "undo", typed="yes\n")
    assert (piped.code, piped.out) == (2, "")
    assert piped.err.endswith("undo needs confirmation; use --yes in scripts\n")
    code, said = at_a_terminal(home, "n\n")
    assert code == 1
    assert "Good on small/rate.\r\nUndo this? [y/N] " in said
    assert "Nothing was undone." in said
    code, said = at_a_terminal(home, "y\n")
    assert code == 0
    assert "Undone: Good on small/rate." in said


def at_a_terminal(home: Path, typed: str) -> tuple[int, str]:
    """Run `quizapp undo` on a pty; return its exit code and what it said."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("undo"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,  # where Python asks
        env=environment(home),
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    said = b""
    with suppress(OSError):  # EIO: the program has left
        while piece := os.read(ours, 4096):
            said += piece
    os.close(ours)
    return process.wait(30), said.decode()


def _marks(home: Path) -> list[tuple[str, str]]:
    log = open_log(home / "quizapp" / "reviews.db", lambda _: 0)
    marked = [
        (str(event.card), event.mark.value)
        for event in log.events()
        if isinstance(event, Marked)
    ]
    log.close()
    return marked


def _forget(home: Path, times: int) -> None:
    """Write that the card in the log was forgotten, a month apart each time."""
    log = open_log(home / "quizapp" / "reviews.db", lambda _: 0)
    earliest = next(iter(log.events()))
    assert isinstance(earliest, Reviewed)
    (first,) = log.history(earliest.card)
    at = first.moment.at - timedelta(days=30 * (2 * times + 1))
    for number in range(2 * times + 1):
        at += timedelta(days=30)
        grade = Grade.AGAIN if number % 2 else Grade.EASY
        moment = Moment(at, first.moment.offset)
        id_ = event_id(int(at.timestamp() * 1000), number)
        log.append(replace(first, id=id_, grade=grade, moment=moment))
    log.close()
