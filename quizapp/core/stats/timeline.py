"""Timeline: the facts of one card, and the interval after each.

Intervals are computed from the facts with the user's current settings, like the
schedule.
"""

from collections.abc import Iterable

from msgspec import Struct

from quizapp.core.scheduling.intervals import SchedulerSettings, interval
from quizapp.core.scheduling.memory import CardRecord, record_after
from quizapp.core.scheduling.review import Fact, Reviewed


class TimelineEntry(Struct, frozen=True):
    """One fact and its result."""

    fact: Fact
    interval: str = ""
    """The interval after a review; empty for a mark."""
    days: int = 0
    """Study days since the previous entry."""
    edited: bool = False
    """Whether the card was edited since the previous review."""


def timeline(
    facts: Iterable[Fact], settings: SchedulerSettings
) -> tuple[TimelineEntry, ...]:
    """Return the entries of one card's facts, which are in order of time."""
    entries: list[TimelineEntry] = []
    past, last, content = CardRecord(), None, None
    for fact in facts:
        days = 0 if last is None else max(0, fact.moment.day - last.moment.day)
        past, last = record_after(past, fact, settings), fact
        away, edited = "", False
        if isinstance(fact, Reviewed):
            edited = content is not None and fact.content != content
            content = fact.content
            away = "" if past.memory is None else interval(past.memory, fact.moment)
        entries.append(TimelineEntry(fact, away, days, edited))
    return tuple(entries)
