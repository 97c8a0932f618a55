"""Day bars: the work of each day of a plan, a row a day, with a cursor.

Signs carry what colors show: █ reviews, ░ new cards, · time that is left over.
"""

from collections.abc import Collection
from datetime import date

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.plan import DayLoad, Plan
from quizapp.tui.widgets.cursor import cursor_sign, scroll_to_rows
from quizapp.wording.plan import NEW, REVIEWS, bar_cells

_FREE = "·"
_DAY, _COUNT, _MINUTES = 13, 5, 7
"""Cells of a row's columns."""
_BEFORE_BAR = 2 + _DAY + 2 * _COUNT + _MINUTES + 2
LEGEND = f"{REVIEWS} reviews  {NEW} new  {_FREE} free"


class DayBars(Widget):
    """The days of a plan; the first one is today."""

    class Clicked(Message):
        """The mouse chose the day with this number."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    _plan: Plan | None = None
    _cursor: int | None = None
    _away: Collection[StudyDay] = ()

    def show(
        self, plan: Plan | None, cursor: int | None, away: Collection[StudyDay]
    ) -> None:
        """Show a plan, the number of the day at the cursor, and the days off."""
        moved = cursor != self._cursor
        self._plan, self._cursor, self._away = plan, cursor, away
        self.refresh(layout=True)
        if moved:
            scroll_to_rows(self, 0 if cursor is None else cursor + 1, 1)

    @property
    def count(self) -> int:
        """The number of days."""
        return 0 if self._plan is None else len(self._plan.days)

    def on_click(self, event: Click) -> None:
        """Report the day at the mouse."""
        number = event.y - self.gutter.top - 1  # below the headings
        if 0 <= number < self.count:
            self.post_message(self.Clicked(number))

    def render(self) -> RenderResult:
        """Return the headings and a row for each day."""
        plan = self._plan
        if plan is None:
            return ""
        width = max(8, self.size.width - _BEFORE_BAR)
        heads = f"  {'day':{_DAY}}{'rev':>{_COUNT}}{'new':>{_COUNT}}{'min':>{_MINUTES}}"
        legend = LEGEND if len(LEGEND) <= width else ""
        head = Content.styled(f"{heads}  {legend}", "$quiet")
        full = max(1.0, *(max(load.minutes * 60, load.seconds) for load in plan.days))
        rows = (self._row(n, load, full, width) for n, load in enumerate(plan.days))
        last = date.fromordinal(plan.interview)
        end = Content.styled(f"  {_named(last, f'{last:%a}')}   interview", "$primary")
        return Content("\n").join([head, *rows, end])

    def _row(self, number: int, load: DayLoad, full: float, width: int) -> Content:
        at_cursor = number == self._cursor
        day = date.fromordinal(load.day)
        name = _named(day, "Today" if number == 0 else f"{day:%a}")
        sign = cursor_sign(at_cursor=at_cursor)
        style = "bold" if at_cursor or number == 0 else ""
        label = (name, style)
        if not load.minutes or load.day in self._away:
            return Content.assemble(sign, label, ("   day off", "$quiet"))
        minutes = -(-load.seconds // 60)
        figures = f"{load.known:{_COUNT}}{load.new:{_COUNT}}{minutes:{_MINUTES}.0f}  "
        reviews, new, free = bar_cells(load, full, width)
        return Content.assemble(
            sign,
            label,
            (figures, style),
            (REVIEWS * reviews, "$primary"),
            (NEW * new, "$secondary"),
            (_FREE * free, "$faint"),
        )


def _named(day: date, weekday: str) -> str:
    return f"{f'{weekday} {day.day:2} {day:%b}':{_DAY}}"
