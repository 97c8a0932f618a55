"""The plan screen: what is shown, what a key or the mouse changes, what is saved."""

from collections.abc import Set
from datetime import date
from pathlib import Path
from threading import Event

import pytest
import tomli
from msgspec.structs import replace

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.basics.study_time import StudyTime, week_of
from quizapp.core.scheduling.plan import Plan
from quizapp.errors import LogError
from quizapp.flow.workspace import Planner
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.base import BaseApp
from quizapp.tui.screens.home import HomeScreen
from quizapp.tui.screens.plan import PlanScreen
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.day_bars import DayBars
from support.cards import card, library_of
from support.fakes import MORNING
from support.screens import SMALL, WIDE, seen, wait_for
from support.workspaces import FakeSessions, workspace_of

TODAY = StudyDay(MORNING.toordinal())
CARDS = tuple(card(f"card-{n}") for n in range(40))
NARROW = (60, 20)


class PlanApp(BaseApp):
    """An app that shows the plan and stores the result."""

    saved: Set[str] | None = None

    def __init__(self, planner: Planner, file: Path) -> None:
        super().__init__()
        self._screen = PlanScreen(planner, TomlSettings(file))

    def on_mount(self) -> None:
        """Show the plan."""

        def keep(saved: frozenset[str] | None) -> None:
            self.saved = saved

        self.push_screen(self._screen, keep)


def planner_of(days: int | None = 21, time: StudyTime = StudyTime()) -> Planner:
    """Return a planner of forty cards, with an interview so many days ahead."""
    sessions = FakeSessions()
    sessions.interview = None if days is None else days_after(TODAY, days)
    sessions.time = time
    return sessions.planner(library_of(*CARDS).every)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def lines(app: BaseApp) -> list[str]:
    return seen(app).splitlines()


def bar(app: BaseApp, day: str) -> str:
    """Return what is painted for a day."""
    (line,) = [line for line in lines(app) if day in line]
    return line.split(day)[1].strip(" ▁▂▃▄▅▆▇")  # without the scrollbar


@pytest.mark.slow
async def test_a_log_that_cannot_be_read_is_reported(file):
    """The screen stays open, and plans again after the next change."""
    planned = planner_of()
    logs = iter([LogError("the log cannot be read")])

    def make(interview: StudyDay, time: StudyTime) -> Plan:
        for error in logs:
            raise error
        return planned.make(interview, time)

    app = PlanApp(replace(planned, make=make), file)
    async with app.run_test(size=WIDE) as pilot:
        await wait_for(pilot, lambda: "✗ the log cannot be read" in seen(app))
        await pilot.press("right")
        await wait_for(pilot, lambda: "cards fit; predicted recall" in seen(app))


@pytest.mark.parametrize("size", [NARROW, SMALL, (120, 36), WIDE])
async def test_the_days_up_to_the_interview_are_drawn_with_the_result(size, file):
    """Reviews and new cards have signs of their own; today is named."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: "40 cards fit; predicted recall" in seen(app))
        assert "Mon, Mar 23, 2026  (in 21 days)" in seen(app)
        assert "░" in bar(app, "Today Mar  2")
        assert "█" in bar(app, "Wed Mar  4")
        assert "Esc back" in lines(app)[-1]


async def test_arrows_change_the_minutes_and_enter_saves_them(file):
    """The days follow; the file has nothing before Enter."""
    file.write_text("# mine\n")
    app = PlanApp(planner_of(time=StudyTime(week_of(5))), file)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "✗ Does not fit" in seen(app))
        before = bar(app, "Today Mar  2")
        await pilot.press("right", "right", "right")
        await wait_for(pilot, lambda: "✓ 40 cards fit" in seen(app))
        assert bar(app, "Today Mar  2") != before
        assert file.read_text() == "# mine\n"
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.saved == {"minutes_per_day"})
    assert file.read_text() == "# mine\nminutes_per_day = 20\n"


async def test_escape_discards_and_says_so(file):
    """Without a question."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("right", "escape")
        await wait_for(pilot, lambda: app.saved == frozenset())
        (notice,) = app._notifications
        assert notice.message == "Plan not saved: nothing changed."
    assert not file.exists()


async def test_x_makes_a_day_off_and_takes_it_back(file):
    """Saved as ranges; a day off is shown at once."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Wed Mar  4" in seen(app))
        await pilot.press("down", "down", "x", "down", "x", "down", "x", "x")
        await wait_for(pilot, lambda: bar(app, "Thu Mar  5") != "day off")
        assert bar(app, "Wed Mar  4") == "day off"
        await pilot.press("up", "x", "enter")
        await wait_for(pilot, lambda: app.saved == {"away"})
    assert tomli.loads(file.read_text())["away"] == ["2026-03-03"]


@pytest.mark.slow
async def test_arrows_at_a_day_change_that_weekday(file):
    """Every Tuesday has more; down to nothing, it is a day off."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Tue Mar  3" in seen(app))
        await pilot.press("down", "down", "right")
        await wait_for(pilot, lambda: "‹ 20, tue 25 ›" in seen(app))
        assert "Every Tuesday: 25 minutes." in seen(app)
        await pilot.press(*["left"] * 6, "x")
        await wait_for(pilot, lambda: bar(app, "Tue Mar 10") == "day off")
        assert "Every Tuesday is off" in seen(app)
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.saved == {"minutes_per_day"})
    assert tomli.loads(file.read_text())["minutes_per_day"] == {"tue": 0}


@pytest.mark.slow
async def test_a_date_is_typed_in_any_way_and_a_wrong_one_is_reported(file):
    """From a digit or `+` on, or after `d`."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("d", *"soon", "enter")
        await wait_for(pilot, lambda: "✗ 'soon' is not a date" in seen(app))
        await pilot.press("escape", "plus", *"30d", "enter")
        await wait_for(pilot, lambda: "Wed, Apr 1, 2026  (in 30 days)" in seen(app))
        await pilot.press("d", *"Mar 20", "enter", "right", "enter")
        await wait_for(pilot, lambda: app.saved == {"interview"})
    assert tomli.loads(file.read_text())["interview"] == date(2026, 3, 21)


@pytest.mark.slow
async def test_minutes_are_typed_by_weekday_too(file):
    """And refused if no one can have them."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"9999", "enter")
        await wait_for(pilot, lambda: "✗ Type minutes from 1 to 1440" in seen(app))
        await pilot.press("escape", *"30, sat 60", "enter", "enter")
        await wait_for(pilot, lambda: app.saved == {"minutes_per_day"})
    saved = tomli.loads(file.read_text())["minutes_per_day"]
    assert week_of(saved) == (30, 30, 30, 30, 30, 60, 30)


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_without_an_interview_the_screen_invites_to_set_one(size, file):
    """The right arrow offers a day in three weeks."""
    app = PlanApp(planner_of(None), file)
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: "No interview date yet" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Nothing to save" in seen(app))
        await pilot.press("right")
        await wait_for(pilot, lambda: "in 21 days" in seen(app))
        await wait_for(pilot, lambda: "Today Mar  2" in seen(app))


async def test_keys_work_while_a_plan_is_made_and_the_latest_draft_wins(file):
    """Of five drafts the first and the last are planned."""
    planned, go_on = [], Event()
    planner = planner_of()

    def slow(interview: StudyDay, time: StudyTime):
        planned.append(time.week[0])
        assert go_on.wait(10)
        return planner.make(interview, time)

    app = PlanApp(replace(planner, make=slow), file)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*["right"] * 4)
        await wait_for(pilot, lambda: "‹ 40 ›" in seen(app))
        assert planned == [20]
        go_on.set()
        await wait_for(pilot, lambda: planned == [20, 40])
        await wait_for(pilot, lambda: "█" in seen(app))


@pytest.mark.slow
async def test_the_mouse_alone_changes_and_saves_a_plan(file):
    """An arrow of the minutes, a day off, and the footer's save."""
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Wed Mar  4" in seen(app))
        row = next(line for line in lines(app) if "Minutes per day" in line)
        await pilot.click("#minutes", offset=(row.index("›", 20) - 2, 0))
        await wait_for(pilot, lambda: "‹ 25 ›" in seen(app))
        for _ in range(2):
            await pilot.click(DayBars, offset=(4, 3))
            await pilot.pause(0.6)  # two clicks, not a double click
        await wait_for(pilot, lambda: bar(app, "Wed Mar  4") == "day off")
        await pilot.click(Footer, offset=(lines(app)[-1].index("Enter") - 2, 0))
        await wait_for(pilot, lambda: app.saved == {"minutes_per_day", "away"})


async def test_an_unwritable_file_is_reported_and_the_draft_stays(file):
    """It is a folder."""
    file.mkdir()
    app = PlanApp(planner_of(), file)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("right", "enter")
        await wait_for(pilot, lambda: "✗ cannot read" in seen(app))
        assert "‹ 25 ›" in seen(app)


async def test_p_opens_the_plan_and_what_it_saves_is_used(tmp_path):
    """From home, and back there."""
    sessions = FakeSessions()
    sessions.interview = days_after(TODAY, 21)
    settings = TomlSettings(tmp_path / "config.toml")
    workspace = workspace_of(*CARDS, sessions=sessions)
    app = QuizApp(workspace, None, AppOptions(settings=settings))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("p")
        await wait_for(pilot, lambda: "40 cards fit" in seen(app))
        await pilot.press("right", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        await wait_for(pilot, lambda: sessions.renewed == 1)


async def test_a_session_on_a_day_off_is_said_to_be_extra(tmp_path):
    """It starts all the same."""
    sessions = FakeSessions()
    sessions.is_day_off = True
    app = QuizApp(workspace_of(*CARDS, sessions=sessions))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("space")
        await wait_for(pilot, lambda: "Today is a day off" in seen(app))
