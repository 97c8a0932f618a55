"""A bad settings file is one line with a place or a key; nothing else is raised."""

import tomllib
from pathlib import Path

import pytest

from quizapp.errors import QuizError, UsageError
from quizapp.settings.config import Flags, defaults, load_config
from quizapp.settings.settings_file import TomlSettings
from support.fuzz import chance_of, damaged, in_time, noise, pasted, rounds

GOOD = """\
# settings
new_per_day = 20
interview = 2027-03-01
retention = 0.9
decks = ["~/decks", 'other']
theme = "light"

[keys]
study.undo = "u,ctrl+z"
"browse.search" = "slash"
"""
VALUES = ("1", "-1", "1e400", "nan", "[]", "{}", "true", "1979-05-27", "'x'", "[[1]]")


def load(file: Path, text: str) -> str:
    """Load a settings file and change it; return the error, empty if there is none."""
    file.write_text(text, encoding="utf-8", errors="replace")
    message = ""
    with in_time(text):
        try:
            load_config({}, Flags(home=file.parent))
        except UsageError as error:
            message = str(error)
            assert str(file) in message
    with in_time(text):
        try:
            TomlSettings(file).set("new_per_day", 7)
            assert TomlSettings(file).values()["new_per_day"] == 7
        except QuizError as error:
            message = message or str(error)
    return message


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config.toml"


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "0x" + "f" * 5000])
@pytest.mark.parametrize("key", [*defaults(), "unknown", "keys.study.undo"])
def test_a_number_of_thousands_of_digits_has_a_place(file, key, number):
    """Python itself refuses to read or print it."""
    assert f"{file}:2:{len(key) + 4}: " in load(file, f"# one\n{key} = {number}\n")


@pytest.mark.parametrize("depth", [65, 450, 5_000])
@pytest.mark.parametrize("unit", ["[#]", "{a = #}"])
def test_deep_nesting_has_a_place(file, unit, depth):
    """No depth raises RecursionError."""
    before, after = unit.split("#")
    text = f"keys = {before * depth}1{after * depth}"
    assert f"{file}:1:" in load(file, text)
    assert f"{file}:1:" in load(file, "keys." + ".".join("a" * depth) + " = 'u'")


@pytest.mark.parametrize("text", pasted(), ids=lambda text: repr(text[:5]))
def test_a_megabyte_of_anything_is_loaded_in_time(file, text):
    """As a file, and as a text in one."""
    load(file, text)
    load(file, f'theme = """\n{text}"""')


@pytest.mark.parametrize("seeds", rounds(60, 4000), ids=str)
def test_damaged_settings_are_loaded_or_reported(file, seeds):
    """Settings with pieces moved, lost and put in; and values nobody meant."""
    for seed in seeds:
        with chance_of(seed) as chance:
            load(file, damaged(chance, GOOD))
            key = chance.choice([*defaults(), noise(chance, 4)])
            load(file, f"{key} = {chance.choice(VALUES)}\n")


def test_the_undamaged_settings_are_good(file):
    """The fuzzing starts from a file that loads."""
    assert tomllib.loads(GOOD)
    assert load(file, GOOD) == ""
