"""Plots: charts as lines of text of a given width, readable without color.

Height, density and signs carry the numbers. Widths are counted in terminal cells;
no line is wider than asked for, however narrow that is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay, days_after, days_through
from quizapp.core.terminal.cells import cell_count, fit_text

HEAT = "·░▒▓█"
"""The signs of a calendar: none, then four densities."""

_EIGHTHS = "▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Bar(Struct, frozen=True):
    """One row of a bar chart."""

    label: str
    share: float
    """How full, from 0 to 1."""
    note: str = ""


class CalibrationRow(Struct, frozen=True):
    """One row of a calibration plot; all numbers from 0 to 1."""

    label: str
    stated: float
    """The probability that was claimed."""
    share: float | None
    """How often it came true; None if there is not enough data."""
    low: float = 0.0
    high: float = 1.0
    """The ends of the interval of `share`."""
    note: str = ""


def draw_bar(length: float) -> str:
    """Return a bar of `length` cells, drawn in eighths of a cell."""
    whole = int(length)
    rest = int((length - whole) * len(_EIGHTHS))
    return "█" * whole + (_EIGHTHS[rest - 1] if rest else "")


def bars(rows: Sequence[Bar], width: int) -> tuple[str, ...]:
    """Draw a bar for each row; without room for bars, only labels and notes."""
    label = min(
        max((cell_count(row.label) for row in rows), default=0), max(1, width // 3)
    )
    note = max((cell_count(row.note) for row in rows), default=0)
    room = width - label - note - 4
    if room < 6:
        return tuple(
            fit_text(f"{row.label} {row.note}", width).rstrip() for row in rows
        )
    room = min(room, 40)
    return tuple(
        f"{fit_text(row.label, label)}"
        f"  {fit_text(draw_bar(_unit(row.share) * room), room)}"
        f"  {row.note}".rstrip()
        for row in rows
    )


def sparkline(values: Sequence[float], width: int) -> str:
    """Draw each value as the height of one cell; a dot is zero.

    If there is no room for all values, the last ones are shown.
    """
    shown = values[-width:] if width > 0 else ()
    most = max(shown, default=0.0)
    return "".join(
        _LEVELS[min(7, int(value / most * 8))] if value > 0 else "·" for value in shown
    )


def columns(
    values: Sequence[int], first: int, width: int, rows: int = 5
) -> tuple[str, ...]:
    """Draw whole numbers by study day, from `first` on, with Mondays below.

    If there is no room for all values, the last ones are left out.
    """
    most = max(values, default=0)
    margin = len(str(most))
    room = max(0, width - margin - 2)
    wide = 2 if 2 * len(values) <= room else 1
    shown = values[: room // wide]
    lines = []
    for row in range(rows - 1, -1, -1):
        label = {rows - 1: str(most), 0: "0"}.get(row, "")
        eighths = (_height(value, most, rows) - 8 * row for value in shown)
        drawn = "".join(f"{_column(height):{wide}}" for height in eighths)
        lines.append(f"{label:>{margin}} ┤{drawn}".rstrip())
    return (*lines, _dates(first, len(shown), wide, margin, width))


def calendar(
    counts: Mapping[StudyDay, int], first: StudyDay, last: StudyDay, width: int
) -> tuple[str, ...]:
    """Draw counts by study day: weeks are columns, Monday is at the top.

    Each weekday has a row; a month is named above the week that it begins in. If
    there is no room for all weeks, the last ones are shown. The last line is the key.
    """
    room = max(0, width - 4)
    weeks = _monday(last) // 7 - _monday(first) // 7 + 1
    wide = 2 if 2 * weeks <= room else 1
    weeks = min(weeks, room // wide)
    if not weeks:
        return ()
    start = days_after(_monday(last), -7 * (weeks - 1))
    top = max((counts.get(day, 0) for day in days_through(start, last)), default=0)
    steps = heat_steps(max(1, top))
    lines = [f"    {_months(start, weeks, wide, room)}".rstrip()]
    for weekday, name in enumerate(_WEEKDAYS):
        days = (days_after(start, 7 * week + weekday) for week in range(weeks))
        signs = (
            _heat(counts.get(day, 0), steps) if first <= day <= last else " "
            for day in days
        )
        lines.append(f"{name} {''.join(f'{sign:{wide}}' for sign in signs)}".rstrip())
    key = "  ".join(f"{HEAT[n]} {text}" for n, text in enumerate(_key(steps)))
    return (*lines, fit_text(f"    {key}", width).rstrip())


def heat_steps(top: int) -> tuple[int, ...]:
    """Return the least count of each density, for counts up to `top`."""
    return tuple(dict.fromkeys(top * quarter // 4 + 1 for quarter in range(4)))


def calibration(rows: Sequence[CalibrationRow], width: int) -> tuple[str, ...]:
    """Draw claim and result of each row on one scale from 0 to 100 %.

    ◇ is the claim, ● the result, ◆ both; the line is the interval.
    """
    label = max((cell_count(row.label) for row in rows), default=0)
    note = max((cell_count(row.note) for row in rows), default=0)
    room = min(width - label - note - 4, 51)
    if room < 11:
        texts = (f"{row.label} {row.note}" for row in rows)
        return tuple(fit_text(text, width).rstrip() for text in texts)
    scale = f"{'0%':<{room // 2}}{'50%':<{room - room // 2 - 4}}100%"
    lines = [f"{'':{label}}  {scale}"]
    for row in rows:
        drawn = _scaled(row, room)
        lines.append(f"{fit_text(row.label, label)}  {drawn}  {row.note}".rstrip())
    return tuple(lines)


def _unit(share: float) -> float:
    return min(1.0, max(0.0, share))


def _height(value: int, most: int, rows: int) -> int:
    """Return a height in eighths of a cell; at least one unless the value is 0."""
    return max(1, round(value / most * rows * 8)) if value else 0


def _column(eighths: int) -> str:
    return " " if eighths <= 0 else _LEVELS[min(7, eighths - 1)]


def _dates(first: int, count: int, wide: int, margin: int, width: int) -> str:
    """Return the axis: the date of the first day and of each Monday."""
    line = " " * (margin + 2)
    for place in range(count):
        day = first + place
        at = margin + 2 + place * wide
        if (place == 0 or _monday(StudyDay(day)) == day) and at >= cell_count(line):
            named = date.fromordinal(day)
            text = f"{_month(day)} {named.day}"
            if at + len(text) <= width:
                line += " " * (at - len(line)) + text + " "
    return line.rstrip()


def _monday(day: StudyDay) -> StudyDay:
    """Return the Monday of a day's week: day 1 of the year 1 was a Monday."""
    return days_after(day, -((day - 1) % 7))


def _month(day: int) -> str:
    return _MONTHS[date.fromordinal(day).month - 1]


_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""Not from strftime, because its names depend on the locale."""


def _months(start: int, weeks: int, wide: int, room: int) -> str:
    """Name each month above the week with its first day, where there is room.

    The month that began earlier is named too if the next name leaves room for it.
    """
    sundays = [start + 7 * week + 6 for week in range(weeks)]
    begins = [n for n, day in enumerate(sundays) if date.fromordinal(day).day <= 7]
    if not begins or begins[0] * wide > 3:
        begins.insert(0, 0)
    line = ""
    for week in dict.fromkeys(begins):
        name = _month(sundays[week])
        if len(line) <= week * wide <= room - len(name):
            line += " " * (week * wide - len(line)) + name + " "
    return line.rstrip()


def _heat(count: int, steps: Iterable[int]) -> str:
    return HEAT[sum(count >= step for step in steps)]


def _key(steps: tuple[int, ...]) -> Iterator[str]:
    yield "none"
    for low, high in pairwise(steps):
        yield str(low) if low == high - 1 else f"{low}-{high - 1}"
    yield f"{steps[-1]} or more"


def _scaled(row: CalibrationRow, room: int) -> str:
    line = [" "] * room

    def at(share: float) -> int:
        return round(_unit(share) * (room - 1))

    if row.share is not None:
        for place in range(at(row.low), at(row.high) + 1):
            line[place] = "─"
        line[at(row.low)], line[at(row.high)] = "├", "┤"
        line[at(row.share)] = "●"
    stated = at(row.stated)
    line[stated] = "◆" if line[stated] == "●" else "◇"
    return "".join(line)
