"""`quizapp decks` and `quizapp due` in a process; reading leaves no files."""

import re

import pytest

from support.paths import CONTENT
from support.program import (
    quizapp,
)

pytestmark = pytest.mark.torch

SHIPPED = len(list(CONTENT.glob("*/*.toml")))


def test_decks_lists_decks_and_their_problems(home, good, broken):
    """Decks that load are counted; exit 1 if one does not."""
    ended = quizapp(home, "decks", "--decks", good, "--decks", broken)
    assert ended.code == 1
    line = re.search("^small .*$", ended.out, re.MULTILINE)
    assert line
    assert line[0].split()[1:7] == ["3", "cards", "0", "due", "3", "new"]
    assert f"{broken}:13:1: unknown key `anwser`" in ended.out


def test_decks_in_json_has_one_object_per_deck(home, good):
    """And one for each problem."""
    rows = quizapp(home, "decks", "--json", "--decks", good, "--decks", "no.toml").rows
    assert rows[-1] == {"problem": "no.toml:1:1: does not exist; check the path"}
    assert {
        "deck": "small",
        "title": "A small deck",
        "topic": "Testing",
        "cards": 3,
        "due": 0,
        "new": 3,
        "file": str(good),
    } in rows


def test_due_counts_what_is_due(home, good):
    """By deck; and how many new cards are left for today."""
    ended = quizapp(home, "due", "--decks", good)
    assert ended.code == 0
    assert re.search(
        r"^small +0 due now +0 later today +0 tomorrow +3 new$", ended.out, re.M
    )
    assert re.search(r"\n20 new cards for today, about \d\d min\n$", ended.out)


@pytest.mark.slow
def test_common_options_may_come_before_the_command(home, good, tmp_path):
    """As in `quizapp --decks FILE --home=DIR due`."""
    other = tmp_path / "other"
    ended = quizapp(home, "--decks", good, f"--home={other}", "doctor")
    assert f"{other}/config.toml" in ended.out
    assert f"{1 + SHIPPED} decks" in ended.out


def test_reading_commands_create_no_log(home, good):
    """`due`, `decks` and `stats` work on a folder that cannot be written."""
    before = sorted(home.rglob("*"))
    for name in ("due", "decks", "stats"):
        quizapp(home, name, "--decks", good)
    assert sorted(home.rglob("*")) == before


@pytest.mark.slow
def test_a_reading_command_creates_no_home(no_home, good):
    """Not even the folder."""
    assert quizapp(no_home, "due", "--decks", good).code == 0
    assert not no_home.exists()


def test_a_deck_that_was_studied_is_cached_until_it_changes(no_home, good, tmp_path):
    """The cache is in one folder, can be deleted, and hides no problem."""
    deck = tmp_path / "deck.toml"
    deck.write_text(good.read_text())
    cache = no_home / "quizapp" / "cache"
    quizapp(no_home, "due", "--decks", deck)
    assert not cache.exists()  # commands that only read leave no files
    quizapp(no_home, "practice", "--plain", deck)
    assert len(list(cache.glob("*.msgpack"))) == 1 + SHIPPED
    deck.write_text(good.read_text().replace("prompt", "promt"))
    ended = quizapp(no_home, "practice", "--plain", deck)
    assert "`promt`" in ended.err
