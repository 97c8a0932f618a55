"""A key that a card needs, misspelled: the message names the slip."""

from pathlib import Path

import pytest

from quizapp.decks.loader import load_decks
from support.program import DECK


@pytest.mark.parametrize(
    ("key", "slip"),
    [("kind", "knid"), ("kind", "kin"), ("level", "levle"), ("prompt", "promt")],
)
def test_a_needed_key_that_was_misspelled_is_named(tmp_path: Path, key, slip):
    """Even where the kind is unknown, and with it every other key."""
    file = tmp_path / "deck.toml"
    file.write_text(DECK.replace(f"\n{key} = ", f"\n{slip} = "))
    messages = [problem.message for problem in load_decks([file]).problems]
    named = [text for text in messages if f"misspell it as `{slip}`?" in text]
    assert len(named) == 2


def test_a_key_that_is_only_missing_blames_no_other(tmp_path: Path):
    """The keys of the card are right, and far from it."""
    file = tmp_path / "deck.toml"
    file.write_text(DECK.replace('level = "screen"\n', ""))
    messages = [problem.message for problem in load_decks([file]).problems]
    assert messages == ['needs `level`: "screen", "onsite" or "expert"'] * 2
