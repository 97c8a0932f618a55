"""The settings screen, driven by keys: what is shown, what is written."""

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import WEEKDAYS
from quizapp.settings.config import defaults
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.base import BaseApp
from quizapp.tui.screens.settings import SettingsScreen
from quizapp.tui.setting_forms import (
    DaysOff,
    FutureDate,
    HourOfDay,
    OneOf,
    Percentage,
    WeekMinutes,
    WholeNumber,
)
from quizapp.tui.settings_table import GROUPS
from support.screens import SMALL, WIDE, click_on, seen, sizes, wait_for

TODAY = StudyDay(date(2026, 11, 26).toordinal())
FEW = OneOf((("a", "A"), ("b", "B"), ("c", "C")))
EVERY = dict.fromkeys(WEEKDAYS, 20)
LATE = "2027-01-05"
EACH_MORE = dict.fromkeys(WEEKDAYS[:5], 25) | {"sat": 65, "sun": 0}
SOME = WholeNumber(5, low=1, none="all")


class SettingsApp(BaseApp):
    """An app that shows the settings and stores the result."""

    changed: frozenset[str] | None = None

    def __init__(self, file: TomlSettings) -> None:
        super().__init__()
        self._file = file

    def on_mount(self) -> None:
        """Show the settings."""

        def keep(changed: frozenset[str] | None) -> None:
            self.changed = changed

        self.push_screen(SettingsScreen(self._file, TODAY), keep)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


async def go(pilot: "Pilot[None]", label: str) -> None:
    """Move the cursor to a row."""
    for _ in range(30):
        if f"› {label}" in seen(pilot.app):
            return
        await pilot.press("down")
    raise AssertionError(label)


def row(app: BaseApp, label: str) -> str:
    """Return the text painted after a label."""
    (line,) = [line for line in seen(app).splitlines() if label in line]
    return line.split(label)[1].strip()


@pytest.mark.slow
@pytest.mark.parametrize("size", sizes(SMALL, WIDE))
async def test_every_setting_is_shown_with_where_the_file_is(size, file):
    """As the file has them, with a sign at the cursor."""
    file.write_text('theme = "light"\nretention = 0.85\n')
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: row(app, "› New cards per day") == "‹ 20 ›")
        await wait_for(pilot, lambda: row(app, "Session limit") == "none")
        await wait_for(pilot, lambda: row(app, "Target retention") == "85%")
        await go(pilot, "Theme")
        await wait_for(pilot, lambda: row(app, "› Theme") == "‹ light ›   2 of 22")
        assert str(file) in seen(app).replace("\n  ", "")


@pytest.mark.slow
async def test_arrows_move_and_change_and_it_is_saved_at_once(file):
    """And the rest of the file stays."""
    file.write_text("# mine\n")
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("right", "right", "left")
        await wait_for(pilot, lambda: row(app, "› New cards per day") == "‹ 25 ›")
        await go(pilot, "Target retention")
        await pilot.press("left")
        await wait_for(pilot, lambda: row(app, "New cards per day") == "25")
        await wait_for(pilot, lambda: row(app, "› Target retention") == "‹ 89% ›")
        await pilot.press("escape")
        assert app.changed == frozenset({"new_per_day", "retention"})
    assert file.read_text() == "# mine\nnew_per_day = 25\nretention = 0.89\n"


@pytest.mark.slow
async def test_an_unchanged_value_is_no_change(file):
    """No date has no day before, and a default has itself as its default."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await go(pilot, "Interview")
        await pilot.press("left", "r", "escape")
        assert app.changed == frozenset()
    assert not file.exists()


@pytest.mark.slow
async def test_space_chooses_the_next_option(file):
    """Enter too."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await go(pilot, "Ask how sure")
        await pilot.press("space", "down", "enter")
    assert file.read_text().endswith("confidence = false\ngrades = 2\n")


@pytest.mark.slow
async def test_the_theme_changes_at_once(file):
    """The user sees it before deciding."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await go(pilot, "Theme")
        await pilot.press("left")
        await wait_for(
            pilot, lambda: row(app, "› Theme") == "‹ tokyo-night ›   22 of 22"
        )
        assert app.current_theme.name in ("quizapp-tokyo-night", "quizapp-dark-16")
        await pilot.press("left", *["right"] * 4)
        await wait_for(pilot, lambda: row(app, "› Theme") == "‹ contrast ›   3 of 22")
        assert app.current_theme.name in ("quizapp-contrast", "quizapp-dark-16")
        assert app.current_theme.background == "#000000"


@pytest.mark.slow
async def test_a_number_is_typed_in_its_place(file):
    """From its first digit on, or after Enter; Enter saves it."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("1", "2", "enter")
        await go(pilot, "Target retention")
        await pilot.press("enter", "8", "8", "enter")
        await wait_for(pilot, lambda: row(app, "New cards per day") == "12")
        await wait_for(pilot, lambda: row(app, "› Target retention") == "‹ 88% ›")
    assert file.read_text().endswith("new_per_day = 12\nretention = 0.88\n")


@pytest.mark.slow
async def test_an_invalid_value_is_reported_and_can_be_fixed(file):
    """In the words of the loader; nothing is written until it is valid.

    On a screen so small that the rows scroll: arrows move the cursor all the same.
    """
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=(80, 16)) as pilot:
        await go(pilot, "Target retention")
        await pilot.press("5", "0", "enter")
        await wait_for(
            pilot,
            lambda: "✗ Target retention must be a number from 0.7 to 0.99" in seen(app),
        )
        assert not file.exists()
        await pilot.press("down")
        await wait_for(pilot, lambda: row(app, "› Target retention") == "50")
        await pilot.press("backspace", "backspace")
        assert "✗" not in seen(app)
        await pilot.press("7", "5", "down")
        await wait_for(pilot, lambda: row(app, "Target retention") == "75%")


@pytest.mark.slow
async def test_escape_cancels_a_field_then_leaves_the_screen(file):
    """Letters and keys of the screen are text while a value is typed."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("7", "q", "r", "escape")
        await wait_for(pilot, lambda: row(app, "› New cards per day") == "‹ 20 ›")
        assert app.changed is None
        await pilot.press("q")
        assert app.changed == frozenset()
    assert not file.exists()


async def test_r_restores_the_default(file):
    """It is shown if the value differs."""
    file.write_text("new_per_day = 3\nlimit = 4\n")
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Default: 20" in seen(app))
        await pilot.press("r")
        await wait_for(pilot, lambda: row(app, "› New cards per day") == "‹ 20 ›")
        assert "Default" not in seen(app)
    assert file.read_text() == "limit = 4\n"


@pytest.mark.slow
async def test_no_limit_is_one_step_below_the_lowest_limit(file):
    """Or nothing typed."""
    file.write_text("limit = 5\n")
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await go(pilot, "Session limit")
        await pilot.press("left", "left")
        await wait_for(pilot, lambda: row(app, "› Session limit") == "‹ none ›")
        await pilot.press("9", "enter", "enter", "backspace", "enter")
        await wait_for(pilot, lambda: row(app, "› Session limit") == "‹ none ›")
        await pilot.press("enter", "8", "enter")
        await wait_for(pilot, lambda: row(app, "› Session limit") == "‹ 8 ›")
    assert file.read_text().endswith("\nlimit = 8\n")


@pytest.mark.slow
async def test_a_date_is_typed_moved_by_days_and_removed(file):
    """It is written as a TOML date."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await go(pilot, "Interview")
        await wait_for(pilot, lambda: row(app, "› Interview date") == "‹ no date ›")
        await pilot.press("right")
        await wait_for(pilot, lambda: row(app, "› Interview date") == "‹ 2026-12-17 ›")
        await pilot.press(*"2026-13-01", "enter")
        await wait_for(
            pilot,
            lambda: "✗ Interview date: '2026-13-01' is not a date" in seen(app),
        )
        await pilot.press("escape", *"31.12.", "enter", "right")
        await wait_for(pilot, lambda: row(app, "› Interview date") == "‹ 2027-01-01 ›")
        assert file.read_text().endswith("interview = 2027-01-01\n")
        await pilot.press("enter", "backspace", "enter")
        await wait_for(pilot, lambda: row(app, "› Interview date") == "‹ no date ›")
    assert "interview" not in file.read_text()


async def test_an_unreadable_file_is_reported_and_not_changed(file):
    """It was broken in an editor in the meantime."""
    file.write_text("theme = ")
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=WIDE) as pilot:
        assert f"✗ {file}:1:9" in seen(app)
        await pilot.press("right")
        assert f"✗ {file}:1:9" in seen(app)
    assert file.read_text() == "theme = "


def test_every_setting_of_the_config_has_a_row():
    """Except those that are no single value."""
    no_rows = {"decks", "keys", "second_opinion", "sync"}
    rows = [each.key for group in GROUPS for each in group.settings]
    assert sorted(rows) == sorted(set(defaults()) - no_rows)


@pytest.mark.parametrize(
    ("form", "value", "step", "then"),
    [
        (FEW, "a", 1, "b"),
        (FEW, "c", 1, "a"),
        (FEW, "a", -1, "c"),
        (FEW, "?", 1, "a"),
        (WholeNumber(5), 20, 1, 25),
        (WholeNumber(5), 7, 1, 10),
        (WholeNumber(5), 7, -1, 5),
        (WholeNumber(5), 5, -1, 0),
        (WholeNumber(5), 0, -1, 0),
        (SOME, 7.5, 1, 10),
        (FutureDate("none"), None, 1, date(2026, 12, 17)),
        (FutureDate("none"), None, -1, None),
        (FutureDate("none"), date(2026, 11, 27), -1, None),
        (FutureDate("none"), date(2020, 1, 1), 1, date(2026, 11, 27)),
        (WeekMinutes(5), 20.0, 1, 25),
        (WeekMinutes(5), 22.0, -1, 20),
        (WeekMinutes(5), 1.0, -1, 1),
        (WeekMinutes(5), {"sat": 60.0, "sun": 0.0}, 1, EACH_MORE),
        (DaysOff("none"), ("2026-12-24",), 1, ["2026-12-24"]),
        (DaysOff("none"), (), 1, None),
        (HourOfDay(), 4, -1, 3),
        (HourOfDay(), 23, 1, 23),
        (FutureDate("none"), date(2026, 12, 31), 1, date(2027, 1, 1)),
        (SOME, None, 1, 5),
        (SOME, None, -1, None),
        (SOME, 5, -1, None),
        (SOME, 3, -1, None),
        (Percentage(70, 99), 0.9, 1, 0.91),
        (Percentage(70, 99), 0.99, 1, 0.99),
        (Percentage(70, 99), 0.7, -1, 0.7),
    ],
)
def test_a_step_leads_to_the_next_value(form, value, step, then):
    """Numbers become multiples, ends hold, options wrap around."""
    assert form.stepped(value, step, TODAY) == then


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (WholeNumber(5), " 12 ", 12),
        (WholeNumber(5), "-1", -1),
        (WholeNumber(5), "many", "many"),
        (WholeNumber(5), "", ""),
        (WholeNumber(5), "１２", "１２"),
        (WholeNumber(5), "7.5", 7.5),
        (FutureDate("none"), "2026-12-15", date(2026, 12, 15)),
        (FutureDate("none"), "Dec 15", date(2026, 12, 15)),
        (WeekMinutes(5), "30", 30),
        (WeekMinutes(5), "", ""),
        (WeekMinutes(5), "mon 30, Saturday=60", {"mon": 30, "sat": 60}),
        (WeekMinutes(5), "20, sat 60, sun off", EVERY | {"sat": 60, "sun": 0}),
        (WeekMinutes(5), "sat many", {"sat": "many"}),
        (DaysOff("none"), "Dec 24, 2026-12-25, +40d", ["2026-12-24..2026-12-25", LATE]),
        (DaysOff("none"), "24.12...27.12.", ["24.12...27.12."]),
        (DaysOff("none"), "2026-12-27 .. 2026-12-30", ["2026-12-27..2026-12-30"]),
        (DaysOff("none"), "soon", ["soon"]),
        (DaysOff("none"), "", None),
        (HourOfDay(), "5:00", 5),
        (HourOfDay(), "half 5", "half 5"),
        (FutureDate("none"), " ", None),
        (SOME, "", None),
        (SOME, "all", None),
        (Percentage(70, 99), "92", 0.92),
        (Percentage(70, 99), "92.5 %", 0.925),
        (Percentage(70, 99), "0.92", 0.92),
        (Percentage(70, 99), "nan", pytest.approx(float("nan"), nan_ok=True)),
        (FEW, "B", "b"),
    ],
)
def test_typed_text_is_read_as_a_value_if_possible(form, text, value):
    """Text that is no number goes to the file, which reports it."""
    assert form.parsed(text, TODAY) == value


def test_values_are_shown_as_text():
    """A fraction in percent, None by its label."""
    assert Percentage(70, 99).text(0.925) == "92.5%"
    assert SOME.text(None) == "all"
    assert FEW.text("b") == "B"
    assert WholeNumber(5).text(20.0) == "20"
    assert WeekMinutes(5).text({"sat": 60.0}) == "20, sat 60"
    assert DaysOff("none").text(("2026-12-24", "2026-12-26")).count(",") == 1
    assert HourOfDay().text(4) == "4:00"


@pytest.mark.slow
async def test_the_mouse_alone_changes_settings(file):
    """Arrows step, options are chosen where they are shown; a value can be typed."""
    app = SettingsApp(TomlSettings(file))
    async with app.run_test(size=SMALL) as pilot:
        await click_on(pilot, "›", "New cards per day")
        await wait_for(pilot, lambda: row(app, "› New cards per day") == "‹ 25 ›")
        await click_on(pilot, "mixed in", "New card order")
        await wait_for(pilot, lambda: "● mixed in" in seen(app))
        await click_on(pilot, "Session limit")
        await click_on(pilot, "none", "› Session limit")
        await wait_for(pilot, lambda: "Enter save" in seen(app))
        await pilot.press(*"30")
        await click_on(pilot, "New cards per day")
        await wait_for(pilot, lambda: row(app, "Session limit") == "30")
    assert "new_per_day = 25" in file.read_text()
