"""Forms of settings: how a value is shown, stepped through, and read when it is typed.

The file decides whether a value is valid; text that is no value of a form is left as
typed, for the file to report.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import (
    WEEKDAYS,
    days_as_text,
    minutes_of,
    read_days,
    week_of,
)
from quizapp.core.basics.typed_day import read_day
from quizapp.core.scheduling.deadline import Misdated, read_date

FIRST_GUESS = 21
"""Days ahead of the first date that the arrows offer."""
MOST_MINUTES = 1440


class SettingForm(Protocol):
    """What kind of value a setting has."""

    def text(self, value: object) -> str:
        """Return a value as text, as `parsed` reads it."""

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Return the next or the previous value."""

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return the typed value, or the text; None is the default."""


class OneOf(Struct, frozen=True):
    """One of a few values, each with its label; steps wrap around."""

    options: tuple[tuple[object, str], ...]
    all_shown: bool = True
    """Whether there is room for all of them in one row."""

    def text(self, value: object) -> str:
        """Return the label of a value."""
        return dict(self.options).get(value, str(value))

    def place(self, value: object) -> str:
        """Return which of the options a value is: `4 of 22`."""
        values = [option for option, _ in self.options]
        count = f" of {len(values)}"
        return f"{values.index(value) + 1}{count}" if value in values else ""

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Return the next or the previous value; the first follows the last."""
        values = [option for option, _ in self.options]
        at = values.index(value) if value in values else -step
        return values[(at + step) % len(values)]

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return the value of a label."""
        return next((value for value, word in self.options if word == text), text)


class WholeNumber(Struct, frozen=True):
    """A whole number, changed by steps or typed; None if `none` has a label for it."""

    step: int
    low: int = 0
    none: str = ""

    def text(self, value: object) -> str:
        """Return the number."""
        return self.none if value is None else f"{value:g}"

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Go to the next multiple of the step; below the lowest is None, if allowed."""
        if not isinstance(value, int | float):
            return max(self.low, self.step) if step > 0 else None
        number = _next_multiple(value, self.step, step)
        if number >= self.low and (number or self.low == 0):
            return number
        return None if self.none else self.low

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return the number."""
        text = text.strip()
        return None if self.none and text in ("", self.none) else _number(text)


class Percentage(Struct, frozen=True):
    """A fraction, shown as a percentage."""

    low: int
    high: int

    def text(self, value: object) -> str:
        """Return the percentage."""
        return f"{float(str(value)) * 100:g}%"

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Go one percent up or down."""
        percent = round(float(str(value)) * 100 + step)
        return max(self.low, min(percent, self.high)) / 100

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return the fraction of a percentage, or of a fraction."""
        share = _number(text.strip().removesuffix("%").strip())
        if isinstance(share, str):
            return text
        return round(share / 100, 4) if share > 1 else float(share)


class FutureDate(Struct, frozen=True):
    """A date in the future, or None."""

    none: str

    def text(self, value: object) -> str:
        """Return the date in ISO format."""
        return self.none if value is None else str(value)

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Go to the next day, or back to none; without a date, right offers one."""
        if not isinstance(value, date):
            return date.fromordinal(today + FIRST_GUESS) if step > 0 else None
        tomorrow = date.fromordinal(today + 1)
        then = value + timedelta(days=step)
        return max(then, tomorrow) if step > 0 or then >= tomorrow else None

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return the date, or what is wrong with it."""
        if text.strip() in ("", self.none):
            return None
        day = read_date(text.strip(), today)
        return day if isinstance(day, Misdated) else date.fromordinal(day)


class WeekMinutes(Struct, frozen=True):
    """Minutes a day, or by weekday: `20`, `20, sat 60, sun 0`."""

    step: int

    def text(self, value: object) -> str:
        """Return what most days have, then the other weekdays."""
        week = _week(value)
        usual = max(week, key=week.count)
        named = zip(WEEKDAYS, week, strict=True)
        others = [f"{day} {minutes:g}" for day, minutes in named if minutes != usual]
        return ", ".join([f"{usual:g}", *others])

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Go to the next multiple; by weekday, all but the days off move together."""
        week, by = _week(value), step * self.step
        if len(set(week)) == 1:
            return max(1, min(_next_multiple(week[0], self.step, step), MOST_MINUTES))
        moved = (max(1, min(each + by, MOST_MINUTES)) if each else 0 for each in week)
        return minutes_of(tuple(moved))

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return a number, or a table of weekdays."""
        minutes: dict[str, object] = {}
        usual: object = None
        for part in filter(None, (part.strip() for part in text.split(","))):
            *days, number = part.casefold().replace("=", " ").split()
            value = 0 if number in ("off", "none") else _number(number)
            usual = usual if days else value
            for day in days:
                minutes[day[:3] if day[:3] in WEEKDAYS else day] = value
        if not minutes:
            return text if usual is None else usual
        others = {} if usual is None else dict.fromkeys(WEEKDAYS, usual)
        return {**others, **minutes}


class DaysOff(Struct, frozen=True):
    """Dates and ranges of dates, separated by commas."""

    none: str

    def text(self, value: object) -> str:
        """Return the dates and ranges."""
        return ", ".join(map(str, _items(value))) or self.none

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Return the same days: they have no order of values."""
        return list(_items(value)) or None

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return a list of dates and ranges in ISO format."""
        if text.strip() in ("", self.none):
            return None
        parts = [part for part in text.split(",") if part.strip()]
        ends = ([_iso(end, today) for end in part.split("..")] for part in parts)
        written = ["..".join(pair) for pair in ends]
        try:
            return days_as_text(read_days(written))
        except ValueError:
            return written


class NameList(Struct, frozen=True):
    """Names, separated by commas."""

    none: str

    def text(self, value: object) -> str:
        """Return the names."""
        return ", ".join(map(str, _items(value))) or self.none

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Return the same names: they have no order of values."""
        return list(map(str, _items(value))) or None

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return a list of names."""
        names = [name.strip() for name in text.split(",") if name.strip()]
        return None if names in ([], [self.none]) else names


class HourOfDay(Struct, frozen=True):
    """A whole hour: `4:00`."""

    def text(self, value: object) -> str:
        """Return the hour as a clock shows it."""
        return f"{value}:00"

    def stepped(self, value: object, step: int, today: StudyDay) -> object:
        """Go to the next or the previous hour."""
        return max(0, min(int(str(value)) + step, 23))

    def parsed(self, text: str, today: StudyDay) -> object:
        """Return the hour."""
        return _number(text.strip().removesuffix(":00"))


def _next_multiple(value: float, size: int, step: int) -> int:
    rest = value % size
    return int(value - rest + size if step > 0 else value - (rest or size))


def _week(value: object) -> tuple[float, ...]:
    """Return the minutes from Monday to Sunday."""
    return week_of(value if isinstance(value, Mapping) else float(str(value)))


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _iso(text: str, today: StudyDay) -> str:
    day = read_day(text, today)
    return text.strip() if day is None else date.fromordinal(day).isoformat()


def _number(text: str) -> int | float | str:
    """Return a text as a number, or unchanged if it is none."""
    for number in (int, float):
        with suppress(ValueError):
            return number(text) if text.isascii() else text
    return text
