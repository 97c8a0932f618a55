"""`quizapp sheet` in a process: which cards, in which order, and where they go."""

import os
from pathlib import Path

import pytest

from support.program import DECK, quizapp
from support.shipped import warm


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a deck of two cards that need no run."""
    file = tmp_path_factory.mktemp("decks") / "small.toml"
    file.write_text(DECK)
    return file


@pytest.fixture(scope="module")
def missed(tmp_path_factory: pytest.TempPathFactory, deck: Path) -> Path:
    """Return a home in which the second card of the deck was answered wrong."""
    home = tmp_path_factory.mktemp("missed")
    warm(home / "quizapp")
    keys = ["", "4", "", "3", "0.7", "4", "", ":q"]
    quizapp(home, "practice", "--plain", deck, typed="".join(f"{k}\n" for k in keys))
    return home


def test_new_cards_are_printed_in_the_order_of_the_deck(no_home, deck):
    """With prompt and answer; no log is created."""
    ended = quizapp(no_home, "sheet", deck)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.index("## 1. small/recall") < ended.out.index("## 2. small/rate")
    assert "\nWhat is kept?\n\n**Answer**\n\nEverything.\n" in ended.out
    assert not no_home.exists()


def test_the_weakest_card_comes_first_and_only_missed_ones_if_asked(missed, deck):
    """The words choose cards as for practice."""
    out = quizapp(missed, "sheet", deck).out
    assert out.index("## 1. small/rate") < out.index("## 2. small/recall")
    out = quizapp(missed, "sheet", deck, "--missed", "--days", "1").out
    assert out.startswith("# A small deck: missed today\n")
    assert "small/rate" in out
    assert "Again on " in out
    assert "small/recall" not in out
    ended = quizapp(missed, "sheet", "small/recall", "--decks", deck, "--missed")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "quizapp: none of these cards was missed in the last 7 days;"
        " look further back with --days\n"
    )


def test_a_file_is_replaced_whole_and_its_name_may_ask_for_html(home, deck, tmp_path):
    """A link stays a link, and the file keeps its permissions."""
    file, link = tmp_path / "sheet.txt", tmp_path / "link.HTML"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    ended = quizapp(home, "sheet", deck, "-o", link)
    assert (ended.code, ended.out) == (0, f"wrote 2 cards to {link}\n")
    assert link.is_symlink()
    assert file.read_text("utf-8").startswith("<!doctype html>")
    assert file.stat().st_mode & 0o777 == 0o640
    names = {path.name for path in tmp_path.iterdir() if path != home}
    assert names == {"link.HTML", "sheet.txt"}
    assert quizapp(home, "sheet", deck, "--html").out == file.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_named_with_what_to_do(home, deck, tmp_path):
    """In one line; a deck is not replaced by a sheet of it."""
    missing = tmp_path / "missing" / "x.html"
    long = tmp_path / ("x" * 300)
    pipe = tmp_path / "pipe"
    other = tmp_path / "other.toml"
    os.mkfifo(pipe)
    choose = "choose a folder you can write to"
    for file, code, reason in (
        (missing, 3, f"No such file or directory; {choose}"),
        (long, 3, f"File name too long; {choose}"),
        (tmp_path, 2, "it is a folder; name a file in it"),
        (
            pipe,
            2,
            "it is no regular file; without -o the sheet goes to standard output",
        ),
        (deck, 2, "it is a deck; choose another name"),
        (other, 2, "that is the name of a deck; choose a name such as sheet.html"),
        (home / "quizapp" / "weights.json", 2, "quizapp needs it; choose another name"),
        (home / "quizapp" / "sync.json", 2, "quizapp needs it; choose another name"),
    ):
        ended = quizapp(home, "sheet", deck, "-o", file)
        assert (ended.code, ended.out) == (code, "")
        assert ended.err == f"quizapp: cannot write {file}: {reason}\n"
    assert deck.read_text() == DECK


def test_days_without_missed_are_refused(home):
    """They would do nothing."""
    ended = quizapp(home, "sheet", "--days", "3")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "quizapp: --days counts the days of --missed;"
        " add --missed, or leave out --days\n"
    )
