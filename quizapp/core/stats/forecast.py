"""Forecast: how many cards return on each of the next study days.

It counts cards that are certain to return. New cards and repeats are left
out, so the real number is higher.
"""

from collections.abc import Iterable, Mapping
from operator import add, sub

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import Memory, due_day

FORECAST_DAYS = 30


class Forecast(Struct, frozen=True):
    """The cards that were seen, by the day they are due; each counts once."""

    first: StudyDay
    """The study day of the first count: today."""
    due: tuple[int, ...]
    """Cards due on each day; overdue ones are due today."""
    overdue: int
    """Those of today that were due on an earlier day."""
    later: int
    """Seen, and due after the last day."""
    new: int
    """Never seen."""

    def __add__(self, other: "Forecast") -> "Forecast":
        return Forecast(
            self.first,
            tuple(map(add, self.due, other.due)),
            self.overdue + other.overdue,
            self.later + other.later,
            self.new + other.new,
        )

    def __sub__(self, other: "Forecast") -> "Forecast":
        return Forecast(
            self.first,
            tuple(map(sub, self.due, other.due)),
            self.overdue - other.overdue,
            self.later - other.later,
            self.new - other.new,
        )


def forecast(
    cards: Iterable[CardId],
    memories: Mapping[CardId, Memory],
    now: Moment,
    days: int = FORECAST_DAYS,
) -> Forecast:
    """Count the cards by the study day on which they are due."""
    due = [0] * days
    overdue = later = new = 0
    for card in cards:
        memory = memories.get(card)
        if memory is None:
            new += 1
            continue
        wait = due_day(memory, now) - now.day
        overdue += wait < 0
        if wait < days:
            due[max(0, wait)] += 1
        else:
            later += 1
    return Forecast(now.day, tuple(due), overdue, later, new)
