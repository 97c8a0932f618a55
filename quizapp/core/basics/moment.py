"""Moments and study days: an instant in UTC plus where the user was.

A study day begins at 04:00 on the user's clock, so that a sitting after
midnight belongs to the evening before. The offset is stored with the instant,
so a review keeps its day when the user travels or the clocks change.
"""

from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

ROLLOVER = timedelta(hours=4)


def day_name(day: int) -> str:
    """Return a study day as an ISO date."""
    return date.fromordinal(day).isoformat()


class Moment(Struct, frozen=True, order=True):
    """An instant as the user's clock showed it."""

    at: datetime
    """Aware, in UTC."""
    offset: timedelta = timedelta(0)
    """Local time minus UTC."""

    @property
    def day(self) -> int:
        """The study day as a proleptic Gregorian ordinal."""
        at = self.at if self.at.tzinfo is UTC else self.at.astimezone(UTC)
        return (at + (self.offset - ROLLOVER)).toordinal()

    @property
    def date(self) -> date:
        """The study day as a date."""
        return date.fromordinal(self.day)

    def later(self, delay: timedelta) -> "Moment":
        """Return the moment `delay` later, in the same zone."""
        return Moment(self.at + delay, self.offset)
