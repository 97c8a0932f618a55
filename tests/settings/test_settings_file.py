"""One setting is changed in the file, and nothing else is."""

import os
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from quizapp.errors import QuizError, UsageError
from quizapp.settings.config import Flags, load_config
from quizapp.settings.settings_file import (
    HEADER,
    TomlSettings,
    _with_setting,
    _without_setting,
)

TYPED = """\
# my settings

theme   =  "dark"   # at night
decks = [
  "a",  # the first
  "b",
]
limit = 9 # enough

# keys I like
[keys]   # mine
undo = "u,ctrl+underscore"
study.hint = "f1"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_value_changes_in_place_and_the_rest_stays_as_typed(file):
    """Comments, spacing, order."""
    file.write_text(TYPED)
    TomlSettings(file).set("theme", "light")
    assert file.read_text() == TYPED.replace('"dark" ', '"light" ')


def test_a_new_setting_joins_the_others_above_the_tables(file):
    """The comment over a table stays with the table."""
    file.write_text(TYPED)
    TomlSettings(file).set("grades", 2)
    assert file.read_text() == TYPED.replace("enough\n", "enough\ngrades = 2\n")


def test_a_table_of_minutes_is_written_in_a_line_above_the_tables(file):
    """Also where it was a table of its own below; comments of others stay."""
    file.write_text(TYPED + "[minutes_per_day]\nmon = 5\n")
    settings_file = TomlSettings(file)
    settings_file.set("minutes_per_day", {"mon": 20.0, "sat": 60.0})
    line = "minutes_per_day = {mon = 20.0, sat = 60.0}\n"
    assert file.read_text() == TYPED.replace("enough\n", f"enough\n{line}")
    settings_file.set("minutes_per_day", 25)
    settings_file.set("away", ["2026-12-24", "2026-12-27..2026-12-30"])
    assert "minutes_per_day = 25\n" in file.read_text()
    assert settings_file.values()["away"] == ("2026-12-24", "2026-12-27..2026-12-30")
    settings_file.reset("away")
    assert file.read_text() == TYPED.replace(
        "enough\n", "enough\nminutes_per_day = 25\n"
    )


def test_a_missing_file_is_created_with_a_comment_about_itself(file):
    """Its folder too."""
    file = file.parent / "new" / "config.toml"
    TomlSettings(file).set("retention", 0.92)
    assert file.read_text() == f"{HEADER}retention = 0.92\n"


def test_a_setting_that_is_reset_has_its_default_again(file):
    """And is gone from the file; resetting a missing setting writes no file."""
    settings = TomlSettings(file)
    settings.reset("limit")
    assert not file.exists()
    file.write_text(TYPED)
    settings.reset("limit")
    assert file.read_text() == TYPED.replace("limit = 9 # enough\n", "")
    assert settings.values()["limit"] is None


def test_values_are_those_of_the_next_start(file):
    """Of the file, else the defaults."""
    file.write_text("limit = 3")
    values = TomlSettings(file).values()
    assert (values["limit"], values["new_per_day"], values["theme"]) == (3, 20, "dark")


def test_the_written_settings_are_loaded(tmp_path):
    """By the same readers."""
    settings = TomlSettings(tmp_path / "config.toml")
    settings.set("limit", 7)
    settings.set("confidence", False)
    settings.set("limit", 8)
    config = load_config({}, Flags(home=tmp_path))
    assert (config.limit, config.confidence) == (8, False)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("limit", -1, "'limit' must be a whole number from 0"),
        (
            "theme",
            "pink",
            '\'theme\' must be "dark" or "light" or "contrast" or a theme of Textual,'
            ' such as "nord"',
        ),
        ("retention", 2, "'retention' must be a number from 0.7 to 0.99"),
        ("limt", 1, "unknown key 'limt' (did you mean 'limit'?)"),
    ],
)
def test_a_wrong_value_is_reported_and_nothing_is_written(file, key, value, message):
    """In the words of the loader."""
    with pytest.raises(UsageError) as caught:
        TomlSettings(file).set(key, value)
    assert str(caught.value) == message
    assert not file.exists()


@pytest.mark.parametrize("text", ["limit = ", "lmit = 3", 'grades = "four"', "\xff"])
def test_a_file_that_would_not_load_is_left_alone(file, text):
    """Its mistake is reported first."""
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(QuizError):
        TomlSettings(file).set("theme", "light")
    assert file.read_bytes() == text.encode("latin-1")


def test_a_failed_write_is_reported_and_leaves_no_file(file, monkeypatch):
    """A full disk, say: the old file stays, no other one comes."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    file.write_text(TYPED)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(QuizError, match=r"cannot write .*No space left.*nothing was"):
        TomlSettings(file).set("theme", "light")
    assert file.read_text() == TYPED
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_cannot_be_created_is_reported(file):
    """A file is in its place."""
    file.write_text("")
    with pytest.raises(QuizError, match="cannot write"):
        TomlSettings(file / "config.toml").set("theme", "light")


def test_a_link_stays_a_link_and_permissions_stay(file):
    """Settings are often kept in a folder of dot files."""
    real = file.parent / "dot.toml"
    real.write_text("limit = 1\n")
    real.chmod(0o600)
    file.symlink_to(real)
    TomlSettings(file).set("limit", 2)
    assert file.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("limit = 2\n", 0o600)


LINES = st.lists(
    st.sampled_from(
        [
            "# a comment",
            "",
            'theme = "dark" # c',
            "limit=3",
            'decks = [\n["x"][0]\n]'.replace('["x"][0]', '"x",'),
            "more = [\n[1],\n]",
            "[keys]",
            '[ "other" ]',
            '  undo = "u"',
            'hint.study = """\n[x]\n"""',
            "grades = 2\r",
        ]
    ),
    max_size=8,
)


@given(LINES, st.sampled_from(["limit", "theme", "confidence"]))
def test_however_a_file_is_typed_only_the_setting_changes(lines, key):
    """Whatever TOML it is: the same comments, the same other values."""
    text = "\n".join(lines)
    try:
        old = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    new = _with_setting(text, key, 5)
    assert tomli.loads(new) == {**old, key: 5}
    assert new.count("# ") == text.count("# ")
    assert tomli.loads(_without_setting(new, key)) == {
        name: value for name, value in old.items() if name != key
    }
