"""The plan screen: the days up to the interview, as they follow from date and minutes.

Changes are a draft until they are saved. Each is planned in a thread, one after the
other; what is skipped while a plan is being made is not planned at all.
"""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.basics.study_time import (
    WEEKDAYS,
    StudyTime,
    days_as_text,
    minutes_of,
    week_of,
)
from quizapp.core.scheduling.deadline import Misdated, read_date
from quizapp.core.scheduling.plan import Plan
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.flow.workspace import Planner
from quizapp.tui.base import by_key
from quizapp.tui.keys import footers, keys
from quizapp.tui.setting_forms import FutureDate, WeekMinutes
from quizapp.tui.settings_table import SettingsFile
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.day_bars import DayBars
from quizapp.tui.widgets.plan_field import PlanField
from quizapp.wording.plan import days_left, headline, named

_TITLE = Content.assemble(("quizapp", "$primary bold"), ("  Plan", "$quiet"))
_DATE, _MINUTES, _DAYS = 0, 1, 2
"""The row of the date, that of the minutes, and the first one of the days."""
_STEP = WeekMinutes(5)
_INVITATION = (
    "No interview date yet. Set one, and every day up to it gets its share of reviews"
    " and new cards."
)


class Draft(Struct, frozen=True):
    """What the user has chosen so far."""

    interview: StudyDay | None
    time: StudyTime


class PlanScreen(Screen[frozenset[str]]):
    """Returns the names of the settings that were saved."""

    CSS_PATH = "plan.tcss"
    BINDINGS = keys.bindings(keys.PLAN_KEYS)
    TABLES = (keys.PLAN_KEYS,)
    AUTO_FOCUS = ""

    class Planned(Message):
        """A draft has been planned."""

        def __init__(self, draft: Draft, plan: Plan) -> None:
            super().__init__()
            self.draft = draft
            self.plan = plan

    def __init__(self, planner: Planner, file: SettingsFile) -> None:
        super().__init__()
        self._planner, self._file = planner, file
        self._saved = self._draft = Draft(planner.interview, planner.time)
        self._plan: Plan | None = None
        self._planning: Draft | None = None
        self._cursor = _DATE if planner.interview is None else _MINUTES

    def compose(self) -> ComposeResult:
        """Lay out the two fields, the result, the days and the keys."""
        yield Static(_TITLE, id="title", markup=False)
        with Vertical(id="top"):
            yield PlanField("Interview", id="date")
            yield PlanField("Minutes per day", id="minutes")
            yield Static(id="result", markup=False)
        with VerticalScroll(id="days", can_focus=False):
            yield DayBars()
        with Vertical(id="bottom"):
            yield Input(id="typed", compact=True, select_on_focus=False, max_length=80)
            yield Static(id="news", markup=False)
            yield Footer(id="footer", markup=False)

    def on_mount(self) -> None:
        """Show the settings in use, and plan by them."""
        self._typed.display = False
        self._change(self._draft)

    def on_resize(self) -> None:
        """Fit the keys."""
        self._show_footer()

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        last = _MINUTES + self.query_one(DayBars).count
        self._cursor = max(_DATE, min(self._cursor + step, last))
        self._show()

    def action_step(self, step: int) -> None:
        """Change what is at the cursor: the date, the minutes, or a weekday's."""
        draft, today = self._draft, self._planner.today
        if self._cursor == _DATE:
            day = None if draft.interview is None else date.fromordinal(draft.interview)
            then = FutureDate("").stepped(day, step, today)
            if isinstance(then, date):
                draft = replace(draft, interview=StudyDay(then.toordinal()))
            self._change(draft)
        elif self._cursor == _MINUTES:
            minutes = _STEP.stepped(minutes_of(draft.time.week), step, today)
            self._use_minutes(minutes)
        else:
            self._step_weekday(self._day_at(self._cursor), step)

    def action_away(self) -> None:
        """Make the day at the cursor a day off, or a study day again."""
        if self._cursor < _DAYS:
            self._say("Move down to a day first; then this key makes it a day off.")
            return
        time, day = self._draft.time, self._day_at(self._cursor)
        if not time.week[date.fromordinal(day).weekday()]:
            self._say(f"Every {_weekday(day)} is off; → gives it minutes.")
            return
        self._change(replace(self._draft, time=time.toggled(day)))

    def action_date(self) -> None:
        """Type the date of the interview."""
        self._begin_typing(_DATE, "")

    def action_save(self) -> None:
        """Write what changed to the settings, and leave."""
        changed: dict[str, object] = self._changes()
        if not changed:
            self._say(f"Nothing to save.{by_key(self, 'plan.back', 'goes back')}")
            return
        try:
            for key, value in changed.items():
                self._file.set(key, value)
        except QuizError as error:
            self._say(f"✗ {error}", "$error")
            return
        self.notify("Plan saved.", markup=False)
        self.dismiss(frozenset(changed))

    def action_back(self) -> None:
        """Stop typing, or leave; what is not saved is discarded."""
        if self._typed.display:
            self._end_typing()
            return
        if self._changes():
            self.notify("Plan not saved: nothing changed.", markup=False)
        self.dismiss(frozenset())

    def on_key(self, event: object) -> None:
        """Start typing at the first digit, or the `+` of a date."""
        typed = getattr(event, "character", None) or ""
        if self._typed.display or not (typed.isdigit() or typed == "+"):
            return
        row = _MINUTES if self._cursor == _MINUTES and typed != "+" else _DATE
        self._begin_typing(row, typed)
        getattr(event, "stop", lambda: None)()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Use what was typed; if it is wrong, it stays, to be fixed."""
        event.stop()
        if self._cursor == _MINUTES:
            self._use_minutes(_STEP.parsed(event.value, self._planner.today))
            return
        day = read_date(event.value.strip(), self._planner.today)
        if isinstance(day, Misdated):
            self._say(f"✗ {day.message}", "$error")
        else:
            self._end_typing()
            self._change(replace(self._draft, interview=day))

    def on_plan_field_clicked(self, event: PlanField.Clicked) -> None:
        """Move the cursor to a field, or change it by its arrows."""
        event.stop()
        self._cursor = _DATE if event.field.id == "date" else _MINUTES
        if event.step:
            self.action_step(event.step)
        else:
            self._show()

    def on_day_bars_clicked(self, event: DayBars.Clicked) -> None:
        """Move the cursor to a day; a click on it there makes it a day off, or not."""
        row = _DAYS + event.number
        if row == self._cursor:
            self.action_away()
        else:
            self._cursor = row
            self._show()

    def on_plan_screen_planned(self, event: Planned) -> None:
        """Show a plan; if the draft has changed since, plan again."""
        self._plan, self._planning = event.plan, None
        if event.draft != self._draft:
            self._start_planning()
        self._show_plan()

    @property
    def _typed(self) -> Input:
        return self.query_one(Input)

    def _changes(self) -> dict[str, object]:
        """Return the settings that the draft changes."""
        draft, saved = self._draft, self._saved
        changed: dict[str, object] = {}
        if draft.interview != saved.interview and draft.interview is not None:
            changed["interview"] = date.fromordinal(draft.interview)
        if draft.time.week != saved.time.week:
            changed["minutes_per_day"] = minutes_of(draft.time.week)
        if draft.time.away != saved.time.away:
            changed["away"] = days_as_text(draft.time.away)
        return changed

    def _day_at(self, row: int) -> StudyDay:
        return days_after(self._planner.today, row - _DAYS)

    def _step_weekday(self, day: StudyDay, step: int) -> None:
        """Give every such weekday more minutes, or fewer; none is a day off."""
        time, number = self._draft.time, date.fromordinal(day).weekday()
        week = list(time.week)
        week[number] = max(0.0, min(week[number] + step * _STEP.step, 1440.0))
        if any(week):
            self._change(replace(self._draft, time=replace(time, week=tuple(week))))
            self._say(f"Every {_weekday(day)}: {week[number]:g} minutes.")

    def _use_minutes(self, minutes: object) -> None:
        """Use minutes, or a table of them, if they are possible."""
        table = minutes if isinstance(minutes, dict) else {"mon": minutes}
        named = all(day in WEEKDAYS for day in table)
        if not named or not all(map(_is_possible, table.values())):
            self._say("✗ Type minutes from 1 to 1440, or: 20, sat 60, sun 0", "$error")
            return
        week = week_of(minutes)  # type: ignore[arg-type]
        if any(week):
            self._end_typing()
            time = replace(self._draft.time, week=week)
            self._change(replace(self._draft, time=time))

    def _begin_typing(self, row: int, text: str) -> None:
        self._cursor, field = row, self._typed
        field.placeholder = (
            "20, or 20, sat 60, sun 0"
            if row == _MINUTES
            else "2026-12-17, Dec 17, 17.12. or +21d"
        )
        field.value, field.cursor_position = text, len(text)
        field.display = True
        self.set_focus(field)
        self._show()

    def _end_typing(self) -> None:
        self._typed.display = False
        self.set_focus(None)
        self._show()

    def _change(self, draft: Draft) -> None:
        """Use another draft, and plan it as soon as the plan before is made."""
        self._draft = draft
        if self._planning is None:
            self._start_planning()
        self._show()

    def _start_planning(self) -> None:
        if self._draft.interview is not None:
            self._planning = self._draft
            self._make(self._draft, self._draft.interview)

    @work(thread=True, group="plan")
    def _make(self, draft: Draft, interview: StudyDay) -> None:
        try:
            plan = self._planner.make(interview, draft.time)
        except QuizError as error:
            self.app.call_from_thread(self._give_up, error)
        else:
            self.post_message(self.Planned(draft, plan))

    def _give_up(self, error: QuizError) -> None:
        self._planning = None
        self._say(f"✗ {error}", "$error")

    def _show(self) -> None:
        """Show the draft, the latest plan and the keys."""
        draft, today = self._draft, self._planner.today
        when = "no date"
        if draft.interview is not None:
            left = days_left(draft.interview, today)
            when = f"{named(draft.interview)}  ({left})"
        minutes = _STEP.text(minutes_of(draft.time.week))
        place, cursor = self.query_one, self._cursor
        place("#date", PlanField).show(when, at_cursor=cursor == _DATE)
        place("#minutes", PlanField).show(minutes, at_cursor=cursor == _MINUTES)
        self._show_plan()
        self._say("Not saved yet." if self._changes() else "")
        self._show_footer()

    def _show_plan(self) -> None:
        _put(self.query_one("#result", Static), self._result())
        day = self._cursor - _DAYS if self._cursor >= _DAYS else None
        self.query_one(DayBars).show(self._plan, day, self._draft.time.away)

    def _result(self) -> Content:
        plan = self._plan
        if self._draft.interview is None:
            more = by_key(self, "plan.more", "offers one in three weeks")
            typed = by_key(self, "plan.date", "lets you type it")
            return Content(f"{_INVITATION}{more}{typed}")
        if plan is None:
            return Content("Planning…")
        sign = ("✓ ", "$success bold") if plan.feasible else ("✗ ", "$error bold")
        return Content.assemble(sign, headline(plan))

    def _say(self, text: str, style: str = "$quiet") -> None:
        line = Content.styled(sanitize_line(text), style)
        _put(self.query_one("#news", Static), line)

    def _show_footer(self) -> None:
        self.query_one(Footer).show_keys(self._keys_now())

    def _keys_now(self) -> footers.FooterKeys:
        if self._typed.display:
            return (("Enter", "use"), ("plan.back", "cancel"))
        return (
            ("plan.up plan.down", "move"),
            ("plan.less plan.more", "change"),
            ("plan.date", "date"),
            ("plan.away", "day off"),
            ("plan.save", "save"),
            ("plan.help", "help"),
            ("plan.back", "back"),
        )


def _put(place: Static, text: Content) -> None:
    """Show a text, if it is a new one: each needs a new layout."""
    if not (isinstance(place.content, Content) and text.is_same(place.content)):
        place.update(text)


def _weekday(day: StudyDay) -> str:
    return f"{date.fromordinal(day):%A}"


def _is_possible(minutes: object) -> bool:
    return isinstance(minutes, int | float) and 0 <= minutes <= 1440
