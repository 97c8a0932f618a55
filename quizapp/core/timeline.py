"""The timeline: what was done to one card, and what came of it each time.

Intervals are folded from the facts with the user's settings, as the schedule is;
they are those that the buttons showed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from quizapp.core.mark import Mark
from quizapp.core.moment import Moment
from quizapp.core.review import Reviewed
from quizapp.core.schedule import Memory, Settings, interval, review


class MarkedCard(Protocol):
    """The fact that a card was buried, suspended, resumed or reset."""

    @property
    def mark(self) -> Mark:
        """What was done."""
        ...

    @property
    def moment(self) -> Moment:
        """When."""
        ...


Fact: TypeAlias = Reviewed | MarkedCard


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact, and what it led to."""

    fact: Fact
    interval: str = ""
    """How far away a review put the card; empty for a mark."""
    days: int = 0
    """Study days since the entry before."""
    edited: bool = False
    """True if the card asked something else than at the review before."""


def timeline(facts: Iterable[Fact], settings: Settings) -> tuple[Entry, ...]:
    """Return the entries of one card's facts, which come oldest first."""
    entries: list[Entry] = []
    memory: Memory | None = None
    last: Fact | None = None
    content = None
    for fact in facts:
        days = 0 if last is None else max(0, fact.moment.day - last.moment.day)
        last = fact
        if isinstance(fact, Reviewed):
            memory = _after(memory, fact, settings)
            edited = content is not None and fact.content != content
            away = interval(memory, fact.moment)
            entries.append(Entry(fact, away, days, edited))
            content = fact.content
        else:
            memory = None if fact.mark is Mark.RESET else memory
            entries.append(Entry(fact, days=days))
    return tuple(entries)


def _after(memory: Memory | None, fact: Reviewed, settings: Settings) -> Memory:
    return review(
        memory,
        fact.grade,
        fact.moment,
        str(fact.card),
        settings,
        sure_and_wrong=fact.sure_and_wrong,
    )
