"""Remapped keys: they work, and they are shown."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getattr_static
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Input

import quizapp.tui
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.review import Marked
from quizapp.core.session.phases import Asking, Finished, Revealed
from quizapp.errors import UsageError
from quizapp.tui.keys import footers, keys
from quizapp.tui.keys.keymap import key_text, pressable, read_keys, readable_key
from quizapp.tui.keys.layouts import latin_at
from quizapp.tui.keys.presets import PRESETS
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.widgets.answers.responders import RESPONDERS, WIDGETS
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    match_card,
    order_card,
)
from support.fakes import FakeLog
from support.screens import (
    SMALL,
    WIDE,
    on_screen,
    seen,
    sizes,
    type_,
    wait_for,
)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"study.hint": "f1"}, {"study.hint": "f1"}),
        ({"study.hint": "Ctrl+H, F1"}, {"study.hint": "ctrl+h,f1"}),
        ({"study.hint": "+"}, {"study.hint": "plus"}),
        ({"study.hint": "J"}, {"study.hint": "J"}),
        ({"explore.back": "Esc"}, {"explore.back": "escape"}),
        ({"study.suspend": ""}, {"study.suspend": ""}),
    ],
)
def test_keys_are_read_by_id(given, read):
    """In any case; a character by its name."""
    assert read_keys(given) == read


def test_an_id_without_a_screen_applies_to_all_that_have_it():
    """An id with its screen applies only there, as in the README."""
    screens = [screen for screen, table in keys.TABLES.items() if "undo" in table]
    assert len(screens) > 1
    read = read_keys(
        {"undo": "u,ctrl+underscore", "summary.undo": "y", "study.suspend": ""}
    )
    every = {f"{screen}.undo": "u,ctrl+underscore" for screen in screens}
    assert read == every | {"summary.undo": "y", "study.suspend": ""}


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ({"study.hnt": "x"}, "there is no action 'study.hnt' (did you mean 'study.h"),
        ({"hnt": "x"}, "there is no action 'hnt' (did you mean 'hint'?)"),
        ({"study.hint": "crtl+x"}, "'study.hint': there is no key 'crtl+x'"),
        ({"study.hint": "spce"}, "there is no key 'spce' (did you mean 'space'?)"),
        ({"study.hint": "u"}, "'u' is both 'study.undo' and 'study.hint'"),
        ({"study.hint": "x", "study.info": "x"}, "'x' is both"),
        ({"study.hint-typing": "x"}, "'study.hint-typing': 'x' is needed for typing"),
        ({"code.try": "-"}, "'code.try': '-' is needed for typing"),
    ],
)
def test_all_invalid_keys_are_reported_in_one_message(given, reported):
    """Unknown ids and keys, keys for two actions, letters needed for typing."""
    with pytest.raises(UsageError) as caught:
        read_keys(given)
    assert reported in str(caught.value)


def test_a_key_can_move_to_an_action_that_lost_its_own():
    """Two keys are swapped; one action can have a key by two ids."""
    assert read_keys({"study.hint": "u", "study.undo": "h"})
    assert read_keys({"study.undo": "ctrl+z"})


@pytest.mark.parametrize(
    ("key", "read"),
    [
        ("u", "u"),
        ("S", "S"),
        ("ctrl+z", "Ctrl+Z"),
        ("space", "Space"),
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("up", "↑"),
        ("f1", "F1"),
        ("question_mark", "?"),
        ("at", "@"),
        ("minus", "-"),
        ("comma", ","),
    ],
)
def test_keys_are_shown_in_readable_form(key, read):
    """Not by Textual's names."""
    assert readable_key(key) == read


@pytest.mark.parametrize("table", keys.TABLES.values(), ids=keys.TABLES)
def test_the_keys_of_a_table_are_keys_that_users_can_set(table):
    """A typo in the table would be a key that does nothing."""
    given = {key.id: key.keys for key in table.values()}
    assert read_keys(given) == given


def classes_with_keys(base: type = DOMNode) -> Iterator[type]:
    """Yield our screens, widgets and apps that declare keys."""
    for module in walk_packages(quizapp.tui.__path__, "quizapp.tui."):
        import_module(module.name)
    below: list[type] = base.__subclasses__()
    for each in below:
        yield from classes_with_keys(each)
        if each.__module__.startswith("quizapp.") and "BINDINGS" in vars(each):
            yield each


def test_every_key_has_an_id_so_that_users_can_change_it():
    """Of all screens and widgets."""
    found = {each.__name__: vars(each)["BINDINGS"] for each in classes_with_keys()}
    assert {"Shelves", "Options", "Pairing", "StudyScreen", "CodeArea"} <= found.keys()
    without = {
        (name, str(binding))
        for name, bindings in found.items()
        for binding in bindings
        if not isinstance(binding, Binding) or binding.id not in keys.ALL_KEYS
    }
    assert without == set()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_fits_the_keys_it_changes(preset):
    """It only adds keys."""
    read = read_keys({"preset": preset})
    assert read.keys() == PRESETS[preset].keys()
    for id_, mapped in read.items():
        assert mapped.startswith(keys.ALL_KEYS[id_].keys.split(",")[0]), id_


def test_own_keys_come_before_those_of_the_preset():
    """And its name is checked."""
    read = read_keys({"preset": "vim", "page.up": "b"})
    assert (read["page.up"], read["page.down"]) == ("b", "down,j")
    with pytest.raises(UsageError, match="did you mean 'vim'"):
        read_keys({"preset": "vmi"})


@pytest.mark.slow
async def test_the_vim_preset_scrolls_the_verdict():
    """On a page that is too long."""
    long = card("long", prompt="\n\n".join(map(str, range(60))))
    with on_screen(long) as (session, app):
        app.use_keys({"preset": "vim"})
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await pilot.press("g")
            await wait_for(pilot, lambda: page_top(app) == 0)
            await pilot.press("j", "j")
            await wait_for(pilot, lambda: page_top(app) == 2)
            await pilot.press("G")
            await wait_for(pilot, lambda: page_top(app) > 30)


def page_top(app) -> int:
    """Return how far the card is scrolled."""
    return int(app.screen.query_one("#body").scroll_offset.y)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shown", "mapped", "pressed"),
    [
        (choice_card(), {"choice.1": "f2", "choice.answer": "f3"}, ["f2", "f3"]),
        (choice_card(), {"preset": "azerty"}, ["ampersand", "enter"]),
        (match_card(), {"match.a": "f2"}, ["f2", "f2", "f2", "enter"]),
        (order_card(), {"order.carry-down": "z"}, ["z", "enter"]),
        (card("flash"), {"flashcard.reveal": "f2"}, ["f2"]),
        (cloze_card(), {"blanks.next": "f2"}, ["a", "f2", "b", "enter"]),
    ],
)
async def test_the_keys_of_each_kind_can_be_changed(shown, mapped, pressed):
    """One of each, to an answer."""
    with on_screen(shown) as (session, app):
        app.use_keys(mapped)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press(*pressed)
            await wait_for(pilot, lambda: not isinstance(session.phase, Asking))


async def test_letters_of_another_layout_are_taken_for_their_keys():
    """Cyrillic, at the same places; `ш` is i, and `я` is z."""
    with on_screen(card("flash"), card("two")) as (session, app):
        app.use_keys({"study.easy": "z"})
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ш")
            await wait_for(pilot, lambda: "Card details" in seen(app))
            await pilot.press("й")
            await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
            await pilot.press("space")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await pilot.press("я")
            await wait_for(pilot, lambda: isinstance(session.phase, Asking))
            await pilot.press("й")
            await wait_for(pilot, lambda: isinstance(session.phase, Finished))


async def test_letters_of_another_layout_are_typed_as_they_are():
    """In an answer field."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("й", "ш")
            assert app.screen.query_one(Input).value == "йш"
            assert isinstance(session.phase, Asking)


@pytest.mark.parametrize(
    ("letter", "latin"),
    [("П", "G"), ("і", "s"), ("η", "h"), ("ש", "a"), ("é", None), ("q", None)],
)
def test_each_layout_has_its_places(letter, latin):
    """Other letters stay."""
    assert latin_at(letter) == latin


def test_the_footer_measures_keys_as_they_are_shown():
    """A remapped key can be a longer word."""
    every = footers.in_list(160, lambda _: "x")
    assert len(every) > len(footers.in_list(160, lambda _: "Ctrl+Home"))


def test_every_name_in_a_footer_is_an_id_or_a_key():
    """A misspelled id would be shown as it is."""
    every = [
        footers.SHORTCUTS,
        footers.TYPING,
        footers.PICKING,
        footers.WEIGHING,
        footers.RUNNING,
        footers.RUNNING_IN_BROWSE,
        footers.SEARCHING,
        footers.IN_PREVIEW,
    ]
    declared = [
        getattr_static(responder, "footer")
        for responder in map(RESPONDERS.__getitem__, WIDGETS)
    ]
    every += [footer for footer in declared if isinstance(footer, tuple)]
    for name in (name for footer in every for name, _ in footer):
        assert "." not in key_text(name, {}), name


def test_four_grades_in_a_row_are_shown_as_a_range():
    """Other keys are named one by one."""
    assert key_text(footers.GRADES, {}) == "1-4"
    assert key_text(footers.GRADES, {"study.again": "f1"}) == "F1 2 3 4"


@pytest.mark.parametrize(
    ("mapped", "parts"),
    [
        ({}, (("1", "1"), ("-", ""), ("4", "4"))),
        (
            {"study.again": "f1", "study.hard": ""},
            (("F1", "f1"), ("3", "3"), ("4", "4")),
        ),
    ],
)
def test_the_parts_of_a_name_in_the_footer_have_their_keys(mapped, parts):
    """Both ends of a range; joined, the parts are what is shown."""
    pressed = pressable(footers.GRADES, mapped)
    assert tuple(part for part in pressed if part[0] != " ") == parts
    assert "".join(text for text, _ in pressed) == key_text(footers.GRADES, mapped)


@pytest.mark.slow
@pytest.mark.parametrize("size", sizes(SMALL, WIDE))
async def test_a_remapped_key_works_and_is_shown_and_the_old_one_is_gone(size):
    """In the footer, on the buttons, in the help."""
    with on_screen(dropout_card(), card("two")) as (session, app):
        app.use_keys({"study.easy": "z", "study.quit": "f10", "help": "f1"})
        async with app.run_test(size=size) as pilot:
            await type_(pilot, "[1.25, 0, 3.75]")
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            assert "F10 end" in seen(app)
            assert "z Easy" in seen(app)
            await pilot.press("4", "q")
            assert isinstance(session.phase, Revealed)
            await pilot.press("f1")
            await wait_for(pilot, lambda: "Easy: knew it" in seen(app))
            assert re.search(r" z +Easy: knew it", seen(app))
            await pilot.press("escape", "z")
            await wait_for(pilot, lambda: isinstance(session.phase, Asking))
            await pilot.press("f10")
            assert isinstance(session.phase, Finished)


async def test_a_remapped_letter_is_inert_while_typing():
    """Like every letter."""
    with on_screen(dropout_card()) as (session, app):
        app.use_keys({"accept": "z", "study.run": "x", "undo": "u,ctrl+underscore"})
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("z", "x", "u")
            assert app.screen.query_one(Input).value == "zxu"
            await pilot.press("ctrl+underscore")
            assert isinstance(session.phase, Asking)
            (reported,) = app._notifications
            assert reported.message.startswith("Clear the answer first")


async def test_an_action_without_a_key_cannot_be_reached():
    """The footer does not show it; its neighbors work."""
    log = FakeLog()
    with on_screen(choice_card(), card("two"), log=log) as (_, app):
        app.use_keys({"study.suspend": "", "study.info": ""})
        async with app.run_test(size=SMALL) as pilot:
            assert "info" not in seen(app)
            await pilot.press("@", "i")
            assert not log.rows
            await pilot.press("-")
            assert [row.mark for row in log.rows if isinstance(row, Marked)] == [
                Mark.BURIED
            ]
