"""The timeline: what was done to one card, and what came of it each time.

Intervals are folded from the facts with the user's settings, as the schedule is;
they are those that the buttons showed.
"""

from collections.abc import Iterable

from msgspec import Struct

from quizapp.core.scheduling.intervals import SchedulerSettings, interval
from quizapp.core.scheduling.memory import CardRecord, after
from quizapp.core.scheduling.review import Fact, Reviewed


class Entry(Struct, frozen=True):
    """One fact, and what it led to."""

    fact: Fact
    interval: str = ""
    """How far away a review put the card; empty for a mark."""
    days: int = 0
    """Study days since the entry before."""
    edited: bool = False
    """True if the card asked something else than at the review before."""


def timeline(facts: Iterable[Fact], settings: SchedulerSettings) -> tuple[Entry, ...]:
    """Return the entries of one card's facts, which come oldest first."""
    entries: list[Entry] = []
    past, last, content = CardRecord(), None, None
    for fact in facts:
        days = 0 if last is None else max(0, fact.moment.day - last.moment.day)
        past, last = after(past, fact, settings), fact
        away, edited = "", False
        if isinstance(fact, Reviewed):
            edited = content is not None and fact.content != content
            content = fact.content
            away = "" if past.memory is None else interval(past.memory, fact.moment)
        entries.append(Entry(fact, away, days, edited))
    return tuple(entries)
