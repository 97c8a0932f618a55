"""Reviews: the history of cards as rows of Anki's `revlog`.

A row's id is the time of its review in milliseconds, so importing the file again finds
it. Two reviews of one instant get neighboring ids; those that came from Anki keep
theirs. What FSRS and the steps made of each review is computed again, as at a start.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    Stage,
)
from quizapp.core.scheduling.memory import CardRecord, record_after
from quizapp.core.scheduling.review import Fact, Marked, Reviewed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LONGEST = 24 * 3600 * 1000
"""Milliseconds of an answer: a longer one was left alone overnight."""
_KINDS: Mapping[Stage | None, int] = {
    None: 0,
    Stage.LEARNING: 0,
    Stage.REVIEW: 1,
    Stage.RELEARNING: 2,
}
_BY_HAND = 4


class RevlogRow(NamedTuple):
    """One row of `revlog`, in the order of its columns."""

    id: int
    cid: int
    usn: int
    ease: int
    ivl: int
    lastIvl: int  # noqa: N815  # Anki's name
    factor: int
    time: int
    type: int


class FoldedCard(Struct, frozen=True):
    """What the reviews of one card come to."""

    record: CardRecord = CardRecord()
    rows: tuple[RevlogRow, ...] = ()
    """With the times of the reviews as ids, which may not be unique yet."""
    last: int | None = None
    """The time of its last review, in seconds since 1970."""


def milliseconds(moment: Moment) -> int:
    """Return the number that Anki gives a review at this moment."""
    return (moment.at - _EPOCH) // _MILLISECOND


def history_of(
    card: int, facts: Iterable[Fact], settings: SchedulerSettings
) -> FoldedCard:
    """Fold the facts of a card, in order of time, into its record and its rows."""
    record, rows, last = CardRecord(), [], None
    interval = 0
    for fact in facts:
        before, record = record, record_after(record, fact, settings)
        if isinstance(fact, Reviewed) and record.memory is not None:
            row = _row(card, fact, before.memory, record.memory, interval)
            rows.append(row)
            interval, last = row.ivl, row.id // 1000
        elif _resets(fact) and before.memory is not None:
            number = milliseconds(fact.moment)
            rows.append(RevlogRow(number, card, -1, 0, 0, interval, 0, 0, _BY_HAND))
            interval, last = 0, None
    return FoldedCard(record, tuple(rows), last)


def _resets(fact: Fact) -> bool:
    return isinstance(fact, Marked) and fact.mark is Mark.RESET


def _row(
    card: int, event: Reviewed, before: Memory | None, after: Memory, interval: int
) -> RevlogRow:
    """Return the row of a review; `interval` is the one before it."""
    return RevlogRow(
        milliseconds(event.moment),
        card,
        -1,
        event.grade.value,
        _interval(after, event.moment),
        interval,
        round(((after.difficulty - 1) / 9 + 0.1) * 1000),
        round(min(max(event.seconds * 1000, 0), _LONGEST)),
        _KINDS[None if before is None else before.stage],
    )


def _interval(memory: Memory, moment: Moment) -> int:
    """Return the interval as Anki has it: days, or seconds as a negative number."""
    match memory.due:
        case DueOn(day=day):
            return max(1, day - memory.day)
        case DueAt(at=at):
            return -max(1, round((at - moment.at).total_seconds()))


def with_unique_ids(
    first: Sequence[RevlogRow], others: Sequence[RevlogRow]
) -> list[RevlogRow]:
    """Return all rows in order of their ids, each id once.

    The first ones keep theirs if they can: they had them in Anki. The others move by
    as few milliseconds as there are reviews of the same instant.
    """
    kept = _spread(first, frozenset())
    moved = _spread(others, frozenset(row.id for row in kept))
    return sorted((*kept, *moved))


def _spread(rows: Sequence[RevlogRow], taken: frozenset[int]) -> list[RevlogRow]:
    spread = []
    free = 0
    for row in sorted(rows, key=lambda row: row.id):
        free = max(free, row.id)
        while free in taken:
            free += 1
        spread.append(row if row.id == free else row._replace(id=free))
        free += 1
    return spread
