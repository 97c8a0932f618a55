"""The options of each command: what the parser reads is what its struct holds."""

from argparse import Namespace
from pathlib import Path

import pytest
from msgspec import NODEFAULT
from msgspec.structs import fields

from quizapp.grammar.commands import COMMANDS, build_parser
from quizapp.grammar.options import (
    OPTIONS,
    HomeOptions,
    PracticeOptions,
    TryOptions,
    read_options,
)
from quizapp.wiring.assembly import Flags

WORDS = {
    "try": ["card"],
    "run": ["file.py"],
    "new": ["deck"],
    "approve": ["deck.toml"],
    "resume": ["card"],
    "import": ["cards.apkg"],
    "export": ["cards.apkg"],
}
"""The words that a command cannot do without."""


def parsed(*words: str) -> Namespace:
    return build_parser(words[0]).parse_args(words)


def test_every_command_has_options():
    """By the module that the parser names."""
    modules = [parsed(name, *WORDS.get(name, [])).module for name in COMMANDS]
    assert modules == list(OPTIONS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_parser_and_its_struct_have_the_same_fields(name):
    """And the same defaults: an option that only one of them has would be lost."""
    namespace = parsed(name, *WORDS.get(name, []))
    options = read_options(namespace)
    parsed_names = vars(namespace).keys() - {"module"}
    assert parsed_names == {field.name for field in fields(options)}
    for field in fields(options):
        if field.default is not NODEFAULT and name not in WORDS:
            assert getattr(options, field.name) == field.default


def test_options_have_types(tmp_path):
    """Paths, numbers and tuples, whatever argparse makes of them."""
    options = read_options(
        parsed("practice", "tag:q18", "--decks", str(tmp_path), "--minutes", "2.5")
    )
    assert options == PracticeOptions(what=("tag:q18",), decks=(tmp_path,), minutes=2.5)


def test_the_flags_of_a_command_are_those_that_it_takes():
    """Those of a session come from home and practice alone."""
    home = HomeOptions(home=Path("h"), new=3, limit=4, grades=2, seed=5, until="+3d")
    assert home.flags == Flags(
        home=Path("h"), new_per_day=3, limit=4, grades=2, seed=5, until="+3d"
    )
    assert TryOptions(card="card", seed=5).flags == Flags()


def test_words_may_come_after_an_option():
    """Argparse alone ends a list of words at the first option."""
    words = ("all.apkg", "--history", "dropout", "tag:q18")
    assert parsed("export", *words).what == ["dropout", "tag:q18"]
    assert parsed("export", "all.apkg", "--history").what == []
