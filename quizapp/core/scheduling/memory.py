"""Memories: the facts of the log, summed up card by card.

A fold: the facts of a card, in order of time, give its record. In whatever order
events arrive, and whatever is retracted, the result is that of a log that holds only
the facts in force.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.remark import Note, Remark, Report, Star
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, Stage, review
from quizapp.core.scheduling.review import (
    Event,
    EventId,
    Fact,
    Marked,
    Remarked,
    Reviewed,
    facts,
    in_time,
)

_T = TypeVar("_T")


class CardRecord(Struct, frozen=True, array_like=True):
    """The facts of one card, summed up; without facts, the record of a new card."""

    memory: Memory | None = None
    first_day: StudyDay | None = None
    """The study day of its first review."""
    days: tuple[StudyDay, ...] = ()
    """The study days of its reviews."""
    repeats: tuple[StudyDay, ...] = ()
    """Those among `days` after its learning steps."""
    buried: StudyDay | None = None
    """The card is not asked until this study day is over."""
    suspended: bool = False
    last: tuple[datetime, EventId] | None = None
    """The time of its last fact, as a sort key."""
    starred: bool = False
    note: str | None = None
    reported: str | None = None
    """The content hash that was last reported as wrong."""

    @property
    def introduced(self) -> tuple[StudyDay, ...]:
        """The study day of its first review, if there is one."""
        return () if self.first_day is None else (self.first_day,)


_NEW = CardRecord()


def record_after(
    record: CardRecord, fact: Fact, settings: SchedulerSettings = SchedulerSettings()
) -> CardRecord:
    """Return the record after one more fact: a step of the fold."""
    match fact:
        case Reviewed():
            return _reviewed(record, (fact,), settings)
        case Marked():
            return replace(_marked(record, fact), last=in_time(fact))
        case Remarked(remark=remark):
            return replace(_remarked(record, remark), last=in_time(fact))


def _remarked(record: CardRecord, remark: Remark) -> CardRecord:
    match remark:
        case Star(on=on):
            return replace(record, starred=on)
        case Note(text=text):
            return replace(record, note=text or None)
        case Report(content=content):
            return replace(record, reported=content)


def _marked(record: CardRecord, fact: Marked) -> CardRecord:
    match fact.mark:
        case Mark.BURIED:
            return replace(record, buried=fact.moment.day)
        case Mark.SUSPENDED:
            return replace(record, suspended=True)
        case Mark.RESUMED:
            return replace(record, buried=None, suspended=False)
        case Mark.RESET:
            return replace(record, memory=None, first_day=None)


def record_of(
    card: Iterable[Fact],
    settings: SchedulerSettings = SchedulerSettings(),
    record: CardRecord = _NEW,
) -> CardRecord:
    """Fold the facts of one card, which are in order of time."""
    reviews: list[Reviewed] = []
    for fact in card:
        if isinstance(fact, Reviewed):
            reviews.append(fact)
            continue
        if reviews:
            record = _reviewed(record, reviews, settings)
            reviews = []
        record = record_after(record, fact, settings)
    return _reviewed(record, reviews, settings) if reviews else record


def _reviewed(
    record: CardRecord, events: Sequence[Reviewed], settings: SchedulerSettings
) -> CardRecord:
    """Return the record after some reviews: one record for all of them is made."""
    memory, days, repeats = record.memory, [*record.days], [*record.repeats]
    for event in events:
        day = event.moment.day
        days.append(day)
        if memory is not None and memory.stage is Stage.REVIEW:
            repeats.append(day)
        memory = review(
            memory,
            event.grade,
            event.moment,
            str(event.card),
            settings,
            sure_and_wrong=event.sure_and_wrong,
        )
    first = events[0].moment.day if record.first_day is None else record.first_day
    return CardRecord(  # `replace` would take as long as FSRS does
        memory=memory,
        first_day=first,
        days=tuple(days),
        repeats=tuple(repeats),
        buried=record.buried,
        suspended=record.suspended,
        last=in_time(events[-1]),
        starred=record.starred,
        note=record.note,
        reported=record.reported,
    )


class Memories(Struct, frozen=True):
    """The records of all cards, arranged for lookups."""

    by_card: Mapping[CardId, Memory] = field(default_factory=dict)
    first_day: Mapping[CardId, StudyDay] = field(default_factory=dict)
    """The study day on which each card was first reviewed."""
    buried: Mapping[CardId, StudyDay] = field(default_factory=dict)
    """Buried cards are not asked until their study day is over."""
    suspended: Collection[CardId] = frozenset()
    days: Mapping[StudyDay, int] = field(default_factory=dict)
    """How many reviews each study day had."""
    repeats: Mapping[StudyDay, int] = field(default_factory=dict)
    """Those of cards past their learning steps."""
    starred: Collection[CardId] = frozenset()
    notes: Mapping[CardId, str] = field(default_factory=dict)
    reported: Mapping[CardId, str] = field(default_factory=dict)
    """The content hashes that were reported as wrong."""
    introduced: Mapping[StudyDay, int] | None = None
    """How many cards were new on each study day; None to count `first_day`."""

    def introduced_on(self, day: StudyDay) -> int:
        """Count the cards that were new on a study day."""
        if self.introduced is not None:
            return self.introduced.get(day, 0)
        return sum(first == day for first in self.first_day.values())

    def reviews_on(self, day: StudyDay) -> int:
        """Count the reviews of a study day, except those in learning steps."""
        return self.repeats.get(day, 0)

    def is_buried(self, card: CardId, day: StudyDay) -> bool:
        """Return whether a card is buried on this study day."""
        return self.buried.get(card, 0) >= day

    def aside(self, day: StudyDay) -> frozenset[CardId]:
        """Return the cards that are buried or suspended on a study day."""
        buried = (card for card in self.buried if self.is_buried(card, day))
        return frozenset((*self.suspended, *buried))


class Fold:
    """The records of all cards as they grow; `memories` shows them live."""

    def __init__(self, settings: SchedulerSettings = SchedulerSettings()) -> None:
        self._settings = settings
        self._records: dict[CardId, CardRecord] = {}
        """Every record, as it is now."""
        self._by_card: dict[CardId, Memory] = {}
        self._first_day: dict[CardId, StudyDay] = {}
        self._buried: dict[CardId, StudyDay] = {}
        self._suspended: set[CardId] = set()
        self._days, self._repeats = Counter[StudyDay](), Counter[StudyDay]()
        self._starred: set[CardId] = set()
        self._notes: dict[CardId, str] = {}
        self._reported: dict[CardId, str] = {}
        self._introduced = Counter[StudyDay]()
        self.memories = Memories(
            self._by_card,
            self._first_day,
            self._buried,
            self._suspended,
            self._days,
            self._repeats,
            self._starred,
            self._notes,
            self._reported,
            self._introduced,
        )

    def begin(self, in_force: Iterable[Fact]) -> None:
        """Fold the facts of a log, in order of time, card by card.

        The result is that of `step`, several times faster.
        """
        records = self._records
        histories: dict[CardId, list[Fact]] = {}
        for fact in in_force:
            histories.setdefault(fact.card, []).append(fact)
        for card, history in histories.items():
            records[card] = record_of(history, self._settings)
            self._show(card, records[card])
        self._days.update(
            chain.from_iterable(record.days for record in records.values())
        )
        repeats = (record.repeats for record in records.values())
        self._repeats.update(chain.from_iterable(repeats))
        self._introduced.update(self._first_day.values())

    def clear(self) -> None:
        """Forget everything; `memories` goes on to show what is folded next."""
        for table in (self._records, self._by_card, self._first_day, self._buried):
            table.clear()
        for counts in (self._days, self._repeats, self._introduced):
            counts.clear()
        for remarks in (self._suspended, self._starred, self._notes, self._reported):
            remarks.clear()

    def step(self, fact: Fact) -> bool:
        """Add a fact. Return False and add nothing if its card has a later one."""
        record = self._records.get(fact.card, _NEW)
        if record.last is not None and in_time(fact) < record.last:
            return False
        self._put(fact.card, record, record_after(record, fact, self._settings))
        return True

    def refold(self, card: CardId, history: Iterable[Fact]) -> None:
        """Replace a card's record with that of these facts."""
        before = self._records.get(card, _NEW)
        self._put(card, before, record_of(history, self._settings))

    def last(self, card: CardId) -> datetime | None:
        """Return the time of a card's last fact."""
        last = self._records.get(card, _NEW).last
        return None if last is None else last[0]

    def _put(self, card: CardId, before: CardRecord, now: CardRecord) -> None:
        self._records[card] = now
        self._show(card, now)
        recount(self._days, before.days, now.days)
        recount(self._repeats, before.repeats, now.repeats)
        recount(self._introduced, before.introduced, now.introduced)

    def _show(self, card: CardId, record: CardRecord) -> None:
        _set(self._by_card, card, record.memory)
        _set(self._first_day, card, record.first_day)
        _set(self._buried, card, record.buried)
        _set(self._notes, card, record.note)
        _set(self._reported, card, record.reported)
        (self._suspended.add if record.suspended else self._suspended.discard)(card)
        (self._starred.add if record.starred else self._starred.discard)(card)


def _set(table: dict[CardId, _T], card: CardId, value: _T | None) -> None:
    if value is None:
        table.pop(card, None)
    else:
        table[card] = value


def recount(
    counts: Counter[StudyDay], before: tuple[StudyDay, ...], now: tuple[StudyDay, ...]
) -> None:
    """Count the days of a record instead of those of the one before it."""
    if now[:-1] == before and now:  # usually
        counts[now[-1]] += 1
    elif now != before:
        counts.subtract(before)
        counts.update(now)


def fold(
    events: Iterable[Event], settings: SchedulerSettings = SchedulerSettings()
) -> Memories:
    """Derive all memories from the events of a log, in any order."""
    result = Fold(settings)
    result.begin(facts(events))
    return result.memories
