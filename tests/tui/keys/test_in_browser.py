"""Keys of served screens: those that a browser leaves to its pages come first."""

import pytest

from quizapp.tui.keys.keymap import key_text, keys_in_order, read_keys, readable_key
from quizapp.tui.keys.keys import ALL_KEYS
from quizapp.tui.keys.presets import IN_BROWSER, PRESETS

TAKEN = {f"ctrl+{letter}" for letter in "tnwlpsrog"} | {"f1", "f3", "f5", "f6", "f7"}
"""Browsers take the first three from any page, the others where it has no focus."""


def test_no_footer_shows_a_key_that_browsers_take():
    """The first key of an action is what footers show."""
    mapped = read_keys({}, served=True)
    first = {id_: keys_in_order(id_, mapped)[:1] for id_ in ALL_KEYS}
    assert [id_ for id_, keys in first.items() if TAKEN.intersection(keys)] == []


def test_the_usual_keys_work_too():
    """Where the browser lets them through."""
    mapped = read_keys({}, served=True)
    for id_ in IN_BROWSER.keys() - {"app.shell"}:
        usual = set(ALL_KEYS[id_].keys.split(","))
        assert usual <= set(keys_in_order(id_, mapped)), id_


def test_there_is_no_shell_behind_a_browser():
    """Ctrl+Z undoes instead."""
    mapped = read_keys({}, served=True)
    assert keys_in_order("app.shell", mapped) == ()
    assert key_text("editor.undo-typing", mapped) == readable_key("ctrl+z")


@pytest.mark.parametrize("preset", PRESETS)
def test_the_user_s_own_keys_come_before_these(preset):
    """And presets fit."""
    mapped = read_keys({"preset": preset, "hint-typing": "f6"}, served=True)
    assert keys_in_order("study.hint-typing", mapped) == ("f6",)


def test_in_a_terminal_nothing_differs():
    """Its keys are those of the tables."""
    assert read_keys({}) == {}
