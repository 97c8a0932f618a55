"""Plots: figures as lines of text of a given width, which need no color.

Height, density and marks say what there is to say. Widths are counted in cells,
as a terminal does; no line is wider than asked for, however narrow that is.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay, days_after, days_through

HEAT = "·░▒▓█"
"""Of a calendar: none, then four densities."""

_EIGHTHS = "▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Bar(Struct, frozen=True):
    """One row of a bar chart."""

    label: str
    share: float
    """How full, from 0 to 1."""
    note: str = ""


class Mark(Struct, frozen=True):
    """One row of a calibration plot; all numbers from 0 to 1."""

    label: str
    stated: float
    """The probability that was claimed."""
    share: float | None
    """What came of it; None for nothing to show."""
    low: float = 0.0
    high: float = 1.0
    """Ends of the interval of `share`."""
    note: str = ""


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(map(_cells_of, text))


def fit(text: str, width: int) -> str:
    """Return a text cut, with an ellipsis, or filled up to so many cells."""
    spare = width - cells(text)
    if spare >= 0:
        return text + " " * spare
    kept, left = "", width - 1
    for sign in text:
        left -= _cells_of(sign)
        if left < 0:
            break
        kept += sign
    cut = f"{kept}…" if width > 0 else ""
    return cut + " " * (width - cells(cut))


def bar(length: float) -> str:
    """Return a bar of so many cells, drawn in eighths of one."""
    whole = int(length)
    rest = int((length - whole) * len(_EIGHTHS))
    return "█" * whole + (_EIGHTHS[rest - 1] if rest else "")


def bars(rows: Sequence[Bar], width: int) -> tuple[str, ...]:
    """Draw a bar for each row; narrow, the notes go first, then the bars."""
    label = min(max((cells(row.label) for row in rows), default=0), max(1, width // 3))
    note = max((cells(row.note) for row in rows), default=0)
    room = width - label - note - 4
    if room < 6:
        return tuple(fit(f"{row.label} {row.note}", width).rstrip() for row in rows)
    room = min(room, 40)
    return tuple(
        f"{fit(row.label, label)}  {fit(bar(_unit(row.share) * room), room)}"
        f"  {row.note}".rstrip()
        for row in rows
    )


def sparkline(values: Sequence[float], width: int) -> str:
    """Draw each value as one cell's height; a dot is zero.

    Where there is no room for all, the last ones are shown.
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

    Where there is no room for all, the last ones are left out.
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
        drawn = "".join(f"{_column(each):{wide}}" for each in eighths)
        lines.append(f"{label:>{margin}} ┤{drawn}".rstrip())
    return (*lines, _dates(first, len(shown), wide, margin, width))


def calendar(
    counts: Mapping[StudyDay, int], first: StudyDay, last: StudyDay, width: int
) -> tuple[str, ...]:
    """Draw counts by study day: weeks are columns, Monday is at the top.

    A weekday has its row, a month its name above the week that it begins in. Where
    there is no room for all weeks, the last ones are shown. Then the key.
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
    return (*lines, fit(f"    {key}", width).rstrip())


def heat_steps(top: int) -> tuple[int, ...]:
    """Return the least count of each density, for counts up to `top`."""
    return tuple(dict.fromkeys(top * quarter // 4 + 1 for quarter in range(4)))


def calibration(marks: Sequence[Mark], width: int) -> tuple[str, ...]:
    """Draw claim and outcome of each row on one scale from 0 to 100 %.

    ◇ is what was claimed, ● what came of it, ◆ both; the line is the interval.
    """
    label = max((cells(mark.label) for mark in marks), default=0)
    note = max((cells(mark.note) for mark in marks), default=0)
    room = min(width - label - note - 4, 51)
    if room < 11:
        texts = (f"{mark.label} {mark.note}" for mark in marks)
        return tuple(fit(text, width).rstrip() for text in texts)
    scale = f"{'0%':<{room // 2}}{'50%':<{room - room // 2 - 4}}100%"
    lines = [f"{'':{label}}  {scale}"]
    for mark in marks:
        drawn = _scaled(mark, room)
        lines.append(f"{fit(mark.label, label)}  {drawn}  {mark.note}".rstrip())
    return tuple(lines)


def _cells_of(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _unit(share: float) -> float:
    return min(1.0, max(0.0, share))


def _height(value: int, most: int, rows: int) -> int:
    """Return a height in eighths of a cell; what is not zero is seen."""
    return max(1, round(value / most * rows * 8)) if value else 0


def _column(eighths: int) -> str:
    return " " if eighths <= 0 else _LEVELS[min(7, eighths - 1)]


def _dates(first: int, count: int, wide: int, margin: int, width: int) -> str:
    """Return the axis: the day of the month, at the first and at each Monday."""
    line = " " * (margin + 2)
    for place in range(count):
        day = first + place
        at = margin + 2 + place * wide
        if (place == 0 or _monday(StudyDay(day)) == day) and at >= cells(line):
            named = date.fromordinal(day)
            text = f"{named.day} {_month(day)}"
            if at + len(text) <= width:
                line += " " * (at - len(line)) + text + " "
    return line.rstrip()


def _monday(day: StudyDay) -> StudyDay:
    """Return the Monday of a day's week: day 1, of the year 1, was one."""
    return days_after(day, -((day - 1) % 7))


def _month(day: int) -> str:
    return _MONTHS[date.fromordinal(day).month - 1]


_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""Not by strftime, whose names depend on the place where it runs."""


def _months(start: int, weeks: int, wide: int, room: int) -> str:
    """Name each month above the week that has its first day, where there is room.

    The month that had begun before is named if the next one leaves it the room.
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
    yield f"{steps[-1]} and more"


def _scaled(mark: Mark, room: int) -> str:
    line = [" "] * room

    def at(share: float) -> int:
        return round(_unit(share) * (room - 1))

    if mark.share is not None:
        for place in range(at(mark.low), at(mark.high) + 1):
            line[place] = "─"
        line[at(mark.low)], line[at(mark.high)] = "├", "┤"
        line[at(mark.share)] = "●"
    stated = at(mark.stated)
    line[stated] = "◆" if line[stated] == "●" else "◇"
    return "".join(line)
