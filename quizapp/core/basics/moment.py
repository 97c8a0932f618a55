"""Moments and study days: an instant in UTC with the user's offset from it.

A study day begins at the rollover, 04:00 on the user's clock unless they set another
hour, so a session after midnight belongs to the evening before. The offset is stored
with the instant, so a review keeps its day when the user travels or the clocks change.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, NewType

from msgspec import Meta, Struct

ROLLOVER = timedelta(hours=4)
"""After midnight, unless the user sets another hour."""


StudyDay = NewType("StudyDay", int)
"""A proleptic Gregorian ordinal, as `date.toordinal` returns it."""


def days_after(day: StudyDay, days: int) -> StudyDay:
    """Return the study day this many days later, or earlier if negative."""
    return StudyDay(day + days)


def days_through(first: StudyDay, last: StudyDay) -> Iterator[StudyDay]:
    """Yield the study days from the first to the last, both included."""
    return map(StudyDay, range(first, last + 1))


def day_name(day: StudyDay) -> str:
    """Return a study day as an ISO date."""
    return date.fromordinal(day).isoformat()


class Moment(Struct, frozen=True, order=True):
    """An instant as the user's clock showed it."""

    at: Annotated[datetime, Meta(tz=True)]
    """Aware, in UTC."""
    offset: timedelta = timedelta(0)
    """Local time minus UTC."""
    rollover: timedelta = ROLLOVER
    """From midnight to the beginning of a study day: a setting, not in the log."""

    @property
    def day(self) -> StudyDay:
        """The study day that this moment belongs to."""
        at = self.at if self.at.tzinfo is UTC else self.at.astimezone(UTC)
        return StudyDay((at + (self.offset - self.rollover)).toordinal())

    @property
    def date(self) -> date:
        """The study day as a date."""
        return date.fromordinal(self.day)

    def later(self, delay: timedelta) -> "Moment":
        """Return the moment `delay` later, in the same zone."""
        return Moment(self.at + delay, self.offset, self.rollover)
