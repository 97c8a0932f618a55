"""Typed days: the ways in which people write a date.

`2026-12-17`, `17.12.2026`, `17 Dec 2026`, `Dec 17`, and `+21d` for in 21 days. Without
a year it is the next such date, today included. A weekday before it must be right.
"""

import re
from calendar import day_abbr, month_name
from contextlib import suppress
from datetime import date

from quizapp.core.basics.moment import StudyDay, days_after

_AHEAD = re.compile(r"\+(\d{1,9})d?", re.ASCII)
_WEEKDAY = re.compile(r"(?P<weekday>[a-z]{3})[a-z]{0,6},? (?=[a-z\d])", re.ASCII)
_WEEKDAYS = tuple(name.casefold() for name in day_abbr)
_DOTTED = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?", re.ASCII
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})\.? (?P<month>[a-z]{3,9}),?( (?P<year>\d{4}))?", re.ASCII
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9}) (?P<day>\d{1,2}),?( (?P<year>\d{4}))?", re.ASCII
)


def read_day(text: str, today: StudyDay) -> StudyDay | None:
    """Return the day that a text names, None if it names none."""
    words = " ".join(text.casefold().split())
    named = _WEEKDAY.match(words)
    if named is None or named["weekday"] not in _WEEKDAYS:
        return _read_date(words, today)
    day = _read_date(words[named.end() :], today)
    on = "" if day is None else _WEEKDAYS[date.fromordinal(day).weekday()]
    return day if on == named["weekday"] else None


def _read_date(words: str, today: StudyDay) -> StudyDay | None:
    if ahead := _AHEAD.fullmatch(words):
        return days_after(today, int(ahead[1]))
    with suppress(ValueError):
        return StudyDay(date.fromisoformat(words).toordinal())
    for shape in (_DOTTED, _DAY_FIRST, _MONTH_FIRST):
        if found := shape.fullmatch(words):
            return _day_of(found["day"], found["month"], found["year"], today)
    return None


def _day_of(day: str, month: str, year: str | None, today: StudyDay) -> StudyDay | None:
    number = int(month) if month.isdigit() else _month(month)
    this = date.fromordinal(today).year
    for each in [int(year)] if year else range(this, this + 9):  # leap days are rare
        with suppress(ValueError):
            found = StudyDay(date(each, number, int(day)).toordinal())
            if year or found >= today:
                return found
    return None


def _month(name: str) -> int:
    """Return a month's number; 0 if there is none of that name."""
    names = [full.casefold() for full in month_name]
    return next((n for n, full in enumerate(names) if n and full.startswith(name)), 0)
