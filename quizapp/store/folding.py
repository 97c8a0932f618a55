"""Folding: a log becomes an index of memories, all of it or what is new.

Both give what a fold of the whole log gives: a card one of whose events was retracted,
or came before a later one, is folded from its first event again.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import CardRecord, record_of
from quizapp.core.scheduling.review import Event, Fact, Retracted, in_time
from quizapp.store.index_rows import (
    COUNT_DECKS,
    FoldProof,
    Trail,
    proof_in,
    put,
    record_in,
    recount_deck,
    set_proof,
    trail_in,
)
from quizapp.store.log import SqliteLog
from quizapp.store.rows import Extent
from quizapp.store.tables import table_of

_TELL_EVERY = 2_000


class OtherLog(sqlite3.DatabaseError):
    """The log does not begin with the events of the index."""


def fold_into(
    log: SqliteLog,
    key: str,
    settings: SchedulerSettings,
    progress: Callable[[float], None],
    connection: sqlite3.Connection,
) -> None:
    """Fill an empty index from a log. Raises LogError."""
    counts = DayCounts()
    with log.reading():
        extent, retracted = log.extent(), log.retracted()
        connection.execute("BEGIN")
        done = 0
        for number, (card, own) in enumerate(log.by_card()):
            in_force = [fact for fact in own if fact.id not in retracted]
            record = record_of(sorted(in_force, key=in_time), settings)
            counts.add(record)
            put(connection, [(card, record, _trail(own))])
            done += len(own)
            if number % _TELL_EVERY == 0:
                progress(done / max(1, extent.total))
        connection.execute(COUNT_DECKS)
        set_proof(connection, counts.proof(key, extent))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    progress(1.0)


class DayCounts:
    """How many reviews, repeats and new cards each study day has."""

    def __init__(self, proof: FoldProof | None = None) -> None:
        self.reviews = Counter[StudyDay](proof.reviews if proof else ())
        self.repeats = Counter[StudyDay](proof.repeats if proof else ())
        self.introduced = Counter[StudyDay](proof.introduced if proof else ())

    def add(self, record: CardRecord) -> None:
        """Count the days of a record."""
        self.reviews.update(record.days)
        self.repeats.update(record.repeats)
        self.introduced.update(record.introduced)

    def remove(self, record: CardRecord) -> None:
        """Count the days of a record no more."""
        self.reviews.subtract(record.days)
        self.repeats.subtract(record.repeats)
        self.introduced.subtract(record.introduced)

    def proof(self, key: str, extent: Extent) -> FoldProof:
        """Return the proof of an index with these counts."""
        counts = (self.reviews, self.repeats, self.introduced)
        return FoldProof(key, extent, *(dict(+count) for count in counts))


class Caught(Struct, frozen=True):
    """What came of catching up with the log."""

    before: Extent
    """What the index had."""
    proof: FoldProof
    changed: dict[CardId, CardRecord]


def catch_up(
    connection: sqlite3.Connection, log: SqliteLog, settings: SchedulerSettings
) -> Caught:
    """Fold on top what is new in the log, inside a transaction of the index.

    Raises OtherLog if the log does not begin with the events of the index, and
    LogError.
    """
    proof = proof_in(connection)
    if proof is None:
        raise OtherLog
    with log.reading():
        extent = log.extent()
        if proof.extent == extent:
            return Caught(extent, proof, {})
        newer = _newer(log, proof.extent, extent)
        changed = dict(_changed(connection, log, settings, newer))
    counts = DayCounts(proof)
    for card, (record, _) in changed.items():
        before = record_in(connection, card) or CardRecord()
        counts.remove(before)
        counts.add(record)
        recount_deck(connection, card, before, record)
    put(connection, ((card, *both) for card, both in changed.items()))
    now = counts.proof(proof.key, extent)
    set_proof(connection, now)
    records = {card: record for card, (record, _) in changed.items()}
    return Caught(proof.extent, now, records)


def _newer(log: SqliteLog, then: Extent, now: Extent) -> list[Event]:
    """Return the events that came since; those of an earlier id came through `log`."""
    last = dict(zip(then.tables, then.ends, strict=True))
    late = [
        (table, id_) for table, id_ in log.inserted or () if id_ <= last[table].last
    ]
    extent = then.followed_by(log.extent_after(then))
    events = list(log.events(after=then))
    if extent == now:  # another process has folded the late ones
        return events
    if extent.followed_by(log.extent_of(late)) != now:
        raise OtherLog
    return [*events, *log.events_of(late)]


def _changed(
    connection: sqlite3.Connection,
    log: SqliteLog,
    settings: SchedulerSettings,
    newer: Iterable[Event],
) -> Iterator[tuple[CardId, tuple[CardRecord, Trail]]]:
    """Yield the records that newer events change, and their trails."""
    by_card: dict[CardId, list[Fact]] = {}
    undone: set[CardId] = set()
    for event in newer:
        if not isinstance(event, Retracted):
            by_card.setdefault(event.card, []).append(event)
        elif (card := log.card_of(event.fact)) is not None:
            undone.add(card)
    retracted = log.retracted() if by_card else frozenset()
    for card in {*by_card, *undone}:
        own = sorted(by_card.get(card, ()), key=in_time)
        record = record_in(connection, card) or CardRecord()
        trail = tuple(dict.fromkeys((*trail_in(connection, card), *_trail(own))))
        if (
            card in undone
            or any(fact.id in retracted for fact in own)
            or (record.last is not None and in_time(own[0]) < record.last)
        ):
            yield card, (record_of(log.history_of(trail), settings), trail)
        else:
            yield card, (record_of(own, settings, record), trail)


def _trail(own: Iterable[Fact]) -> Trail:
    return tuple((table_of(fact), fact.id) for fact in own)
