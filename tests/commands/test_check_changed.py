"""`check --changed` and `check --watch`, and a deck that begins with another's card."""

import subprocess
import sys
import time

import pytest

from quizapp.core.cards.library import Problem
from quizapp.decks.loader import load_decks
from support.program import DECK, quizapp

WRONG = DECK.replace("answer = 0.8", 'answer = 0.8\nlevle = "x"')


def test_a_deck_that_passed_is_skipped_until_it_changes(home, tmp_path):
    """One with a problem is checked every time."""
    file = tmp_path / "small.toml"
    file.write_text(DECK)
    first = quizapp(home, "check", "--changed", file)
    assert "1 deck, 2 cards, 0 problems" in first.out
    again = quizapp(home, "check", "--changed", file)
    assert "0 decks, 0 cards, 0 problems" in again.out
    assert "1 deck passed before" in again.err
    file.write_text(DECK.replace("Everything.", "Every unit."))
    assert "1 deck, 2 cards" in quizapp(home, "check", "--changed", file).out
    file.write_text(WRONG)
    for _ in range(2):
        ended = quizapp(home, "check", "--changed", file)
        assert ended.code == 1
        assert "levle" in ended.out


@pytest.mark.slow
def test_a_watched_deck_is_checked_whenever_it_is_saved(home, tmp_path):
    """Also one that did not load before."""
    file = tmp_path / "small.toml"
    file.write_text(WRONG)
    words = ["-m", "quizapp", "--home", str(home), "check", "--watch", str(file)]
    with subprocess.Popen(
        [sys.executable, "-u", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "levle" in process.stdout.readline()
        while "problem" not in process.stdout.readline():
            pass
        time.sleep(1)
        file.write_text(DECK)
        assert process.stdout.readline() == "1 deck, 2 cards, 0 problems\n"
        process.terminate()


def test_a_new_deck_begins_with_the_card_of_another(home, tmp_path):
    """As its author wrote it; it loads, and only its id is taken."""
    file = tmp_path / "mine.toml"
    ended = quizapp(home, "new", file, "--from", "dropout/inverted-scaling")
    assert ended.code == 0, ended.err
    library = load_decks([file])
    assert [str(card) for card in library.cards] == ["mine/inverted-scaling"]
    assert not any(isinstance(problem, Problem) for problem in library.problems)
    wrong = quizapp(home, "new", tmp_path / "b", "--from", "dropout/inverted-scalin")
    assert wrong.code == 2
    assert "did you mean" in wrong.err
