"""Day bars: the work of each day of a plan, a row a day, with a cursor.

Signs carry what colors show: █ reviews, ░ new cards, · time that is left over.
"""

from collections.abc import Collection
from datetime import date

from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.plan import Plan
from quizapp.core.scheduling.simulation import DayLoad
from quizapp.tui.widgets.cursor import cursor_sign, scroll_to_rows
from quizapp.wording.plan import NEW, REVIEWS, bar_cells

_FREE = "·"
_DAY, _COUNT, _MINUTES = 13, 5, 7
"""Cells of a row's columns."""
_BEFORE_BAR = 2 + _DAY + 2 * _COUNT + _MINUTES + 2
_HEADS = f"  {'day':{_DAY}}{'rev':>{_COUNT}}{'new':>{_COUNT}}{'min':>{_MINUTES}}"
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
    _full = 1.0
    """The seconds of the longest bar."""

    def show(
        self, plan: Plan | None, cursor: int | None, away: Collection[StudyDay]
    ) -> None:
        """Show a plan, the number of the day at the cursor, and the days off."""
        moved, before = cursor != self._cursor, self.count
        self._plan, self._cursor, self._away = plan, cursor, away
        self._full = 1.0
        if plan is not None:
            self._full = max(max(day.minutes * 60, day.seconds) for day in plan.days)
        self.refresh(layout=self.count != before)
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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for the headings, for each day, and for the interview."""
        return 0 if self._plan is None else self.count + 2

    def render_line(self, y: int) -> Strip:
        """Draw a line; only those on the screen are drawn."""
        width, style = self.size.width, self.visual_style
        (line,) = Visual.to_strips(self, self._line(y, width), width, 1, style)
        return line

    def _line(self, y: int, width: int) -> Content:
        plan, room = self._plan, max(8, width - _BEFORE_BAR)
        if plan is None or y > self.count + 1:
            return Content("")
        if y == 0:
            legend = LEGEND if len(LEGEND) <= room else ""
            return Content.styled(f"{_HEADS}  {legend}", "$quiet")
        if y <= self.count:
            return self._row(y - 1, plan.days[y - 1], room)
        last = date.fromordinal(plan.interview)
        text = f"  {_named(last, f'{last:%a}')}   interview"
        return Content.styled(text, "$primary")

    def _row(self, number: int, load: DayLoad, width: int) -> Content:
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
        reviews, new, free = bar_cells(load, self._full, width)
        return Content.assemble(
            sign,
            label,
            (figures, style),
            (REVIEWS * reviews, "$primary"),
            (NEW * new, "$secondary"),
            (_FREE * free, "$faint"),
        )


def _named(day: date, weekday: str) -> str:
    return f"{f'{weekday} {day:%b} {day.day:2}':{_DAY}}"
