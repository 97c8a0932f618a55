"""History: Anki's `revlog` as reviews and resets.

Which rows count, and from where, follows Anki's own FSRS (`reviews_for_fsrs` in
rslib/src/scheduler/fsrs/params.rs, `is_reset` and `is_cramming` in
rslib/src/revlog/mod.rs), read from the last row of a card back:

- A row counts if it has a grade and is no cramming: kind 3 with factor 0, from a
  filtered deck that does not reschedule.
- A memory begins with the last group of learning rows (kind 0). Before them, any other
  row ends the search: older versions of Anki logged no reset. Here, a reset is added.
- A reset is kind 4 with factor 0; kind 4 with a factor is a due date that was set, and
  kind 5 a due date that Anki moved. Neither changes a memory.
- Without learning rows, a memory begins with the first graded row of a day or more.
  Anki guesses its state from the interval of that row; quizapp folds it as a first
  review, so these memories differ. They are counted: see `Past.guessed`. Without such a
  row there is no memory: here, a reset is added at the end.

Before version 2 of its scheduler, Anki had three buttons for a card that was learned:
2 and 3 were Good and Easy. They are read as Anki reads them: see
rslib/src/storage/revlog/v2_upgrade.sql.

The study day of a review is the one that Anki counts: whole days back from the next
rollover, with one offset for all reviews, that of the collection.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.exchange.anki.collection import RevlogEntry
from quizapp.exchange.imported import ImportedReset, ImportedReview, Origin

LEARNING, REVIEW, RELEARNING, FILTERED, MANUAL, RESCHEDULED = range(6)
ANKI_ROLLOVER = 4
_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Anki is younger."""
_AHEAD = timedelta(days=1)
"""How far ahead of this clock a review may be, as in Anki."""
_LONGEST = 24 * 3600.0
_FARTHEST = timedelta(days=1)
"""From UTC: no event of a log is farther."""
_GRADES = {grade.value: grade for grade in Grade}


class Past(Struct, frozen=True):
    """The history of a collection, and what of it is not taken."""

    events: tuple[ImportedReview | ImportedReset, ...]
    """In order of time."""
    crammed: int = 0
    """Reviews in filtered decks that do not reschedule."""
    by_hand: int = 0
    """Due dates that were set or moved."""
    odd: int = 0
    """Rows with impossible values."""
    ahead: int = 0
    """Reviews more than a day ahead of the clock."""
    strays: int = 0
    """Reviews of cards that are not in the file, or not taken."""
    guessed: int = 0
    """Cards whose history begins in the middle, so that Anki guesses their memory."""


class SourceClock(Struct, frozen=True):
    """When the study days of a collection begin, in terms of the user's rollover."""

    offset: timedelta
    """Local time minus UTC, shifted by the difference of the rollovers."""
    rollover: timedelta
    """The user's."""

    def moment(self, milliseconds: int) -> Moment:
        """Return when a review was. Raises OverflowError if it cannot be."""
        at = _EPOCH + timedelta(milliseconds=milliseconds)
        return Moment(at, self.offset, self.rollover)


def clock_of(settings: Mapping[str, Any], now: Moment) -> SourceClock:
    """Return the clock of a collection; what it does not say is as it is here."""
    west = settings.get("localOffset")
    offset = now.offset
    if isinstance(west, int) and abs(west) <= 24 * 60:
        offset = timedelta(minutes=-west)
    hour = settings.get("rollover")
    if not isinstance(hour, int) or not 0 <= hour < 24:
        hour = ANKI_ROLLOVER
    shifted = offset + now.rollover - timedelta(hours=hour)
    return SourceClock(min(max(shifted, -_FARTHEST), _FARTHEST), now.rollover)


def with_four_buttons(
    entries: Sequence[RevlogEntry], settings: Mapping[str, Any]
) -> Sequence[RevlogEntry]:
    """Return a history with the buttons of today."""
    if settings.get("schedVer") == 2:
        return entries
    return [
        row._replace(ease=row.ease + 1)
        if row.ease in {2, 3} and row.kind in {LEARNING, RELEARNING}
        else row
        for row in entries
    ]


def past_of(
    entries: Sequence[RevlogEntry],
    origins: Mapping[int, Origin],
    clock: SourceClock,
    now: Moment,
    odd: int = 0,
) -> Past:
    """Return the history of the cards that are taken, by their ids in Anki.

    The entries are in order of cards, and of time for each card.
    """
    counts: Counter[str] = Counter(odd=odd)
    latest = (now.at + _AHEAD - _EPOCH) // timedelta(milliseconds=1)
    earliest = (_EARLIEST - _EPOCH) // timedelta(milliseconds=1)
    events: list[ImportedReview | ImportedReset] = []
    for card, group in groupby(entries, key=attrgetter("card")):
        rows = list(group)
        if (origin := origins.get(card)) is None:
            counts["strays"] += len(rows)
            continue
        kept = [row for row in rows if earliest <= row.id <= latest]
        counts["ahead"] += sum(row.id > latest for row in rows)
        counts["odd"] += sum(row.id < earliest for row in rows)
        events += _events(kept, origin, clock, counts)
    events.sort(key=lambda event: (event.moment.at, isinstance(event, ImportedReview)))
    return Past(tuple(events), **counts)


def _events(
    rows: Sequence[RevlogEntry],
    origin: Origin,
    clock: SourceClock,
    counts: Counter[str],
) -> Iterator[ImportedReview | ImportedReset]:
    """Yield what happened to one card."""
    start, is_guessed = _start(rows)
    counts["guessed"] += is_guessed
    is_new = True
    for place, row in enumerate(rows):
        if place == start and not is_new:
            yield ImportedReset(origin, row.id - 1, clock.moment(row.id - 1))
        if is_reset(row):
            yield ImportedReset(origin, row.id, clock.moment(row.id))
            is_new = True
        elif _counts(row):
            yield _review(row, origin, clock)
            is_new = False
        else:
            counts[_fault(row)] += 1
    if start == len(rows) and not is_new:
        last = rows[-1].id + 1
        yield ImportedReset(origin, last, clock.moment(last))


def is_reset(row: RevlogEntry) -> bool:
    """Return whether a card became new again."""
    return row.kind == MANUAL and row.factor == 0


def is_cramming(row: RevlogEntry) -> bool:
    """Return whether a review was without consequences."""
    return row.kind == FILTERED and row.factor == 0


def _counts(row: RevlogEntry) -> bool:
    return row.ease in _GRADES and not is_cramming(row)


def _fault(row: RevlogEntry) -> str:
    if is_cramming(row):
        return "crammed"
    return "by_hand" if row.ease == 0 else "odd"


def _start(rows: Sequence[RevlogEntry]) -> tuple[int, bool]:
    """Return where the memory of a card begins, and whether Anki guesses its state.

    Where there is no memory, that is behind the last row.
    """
    learned = graded = None
    for place in range(len(rows) - 1, -1, -1):
        row = rows[place]
        if is_cramming(row):
            continue
        if row.ease > 0 and (row.interval >= 1 or row.interval <= -_DAY):
            graded = place
        if row.ease > 0 and row.kind == LEARNING:
            learned = place
        elif learned is not None or is_reset(row):
            break
    if learned is not None:
        return learned, False
    return (len(rows), False) if graded is None else (graded, True)


def _review(row: RevlogEntry, origin: Origin, clock: SourceClock) -> ImportedReview:
    return ImportedReview(
        origin=origin,
        number=row.id,
        grade=_GRADES[row.ease],
        moment=clock.moment(row.id),
        seconds=min(max(row.time / 1000, 0.0), _LONGEST),
    )
