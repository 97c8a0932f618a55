"""`quizapp stats` in a process, after a session of four grades."""

import re

import pytest

from support.program import (
    quizapp,
)

pytestmark = pytest.mark.torch


def test_stats_show_what_was_done(studied, good):
    """In sections, as text; of three cards there is no percentage yet."""
    home, _ = studied
    ended = quizapp(home, "stats", good)
    assert (ended.code, ended.err) == (0, "")
    assert "\n4 reviews, 3 cards, 1 of 1 day, " in ended.out
    assert re.search("^Retention +target 90%$", ended.out, re.M)
    assert re.search("^Testing .* 3 of 3 cards seen$", ended.out, re.M)
    assert "not enough data" in ended.out
    assert all(len(line) <= 80 for line in ended.out.splitlines())


def test_stats_in_json_have_the_keys_that_their_help_lists(studied, good):
    """`help stats` lists every section with its keys."""
    home, _ = studied
    rows = quizapp(home, "stats", good, "--json").rows
    page = quizapp(home, "help", "stats").out.partition("with its keys:\n")[2]
    documented: dict[str, list[str]] = {}
    section = ""
    for name, keys in re.findall(r"^  ([a-z-]*) +(.+)$", page, re.M):
        section = name or section  # a row without a name goes on
        documented.setdefault(section, []).extend(
            re.findall(r"\w+", keys.split(";")[0])
        )
    documented |= dict.fromkeys(("topic", "level", "tag"), documented["deck"])
    for row in rows:
        assert [key for key in row if key != "section"] == documented[row["section"]]
    (reviews,) = [row for row in rows if row["section"] == "reviews"]
    assert (reviews["reviews"], reviews["cards"], reviews["days"]) == (4, 3, 1)
    (deck,) = [row for row in rows if row["section"] == "deck"]
    assert (deck["name"], deck["seen"], deck["reviews"]) == ("small", 3, 4)
    assert sum(row["due"] for row in rows if row["section"] == "due") == 3


def test_words_choose_the_cards_of_stats(studied, good):
    """As for practice; a word that names nothing gets a suggestion."""
    home, _ = studied
    words = ("stats", "--decks", good, "--json")
    (reviews, *_) = quizapp(home, *words, "small/scaling").rows
    assert (reviews["reviews"], reviews["cards"]) == (2, 1)
    (reviews, *_) = quizapp(home, *words, "regularization").rows
    assert (reviews["reviews"], reviews["unloaded"]) == (0, 0)
    ended = quizapp(home, *words, "smal")
    assert ended.code == 2
    assert "did you mean small?" in ended.err


def test_reviews_of_cards_that_are_not_loaded_are_counted(studied):
    """They count, but belong to no deck."""
    home, _ = studied
    (reviews, *_) = quizapp(home, "stats", "--json").rows
    assert (reviews["reviews"], reviews["unloaded"]) == (4, 4)


@pytest.mark.slow
def test_without_reviews_stats_say_how_to_begin(no_home, good):
    """Exit 0; this is not an error, and no log is created."""
    ended = quizapp(no_home, "stats", good)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "no reviews of these cards in the last 365 days;"
        f" begin with `quizapp practice {good}`\n"
    )
    out = quizapp(no_home, "stats", "--days", "7").out
    assert out.startswith("no reviews in the last 7 days; begin with `qui")
    assert not no_home.exists()
