"""Folding: a log becomes an index of memories, all of it or what is new.

Both give what a fold of the whole log gives: a card one of whose events was retracted,
or came before a later one, is folded from its first event again.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import islice, starmap
from operator import add
from typing import NamedTuple

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import CardRecord, record_of
from quizapp.core.scheduling.review import Event, Fact, Retracted, Reviewed, in_time
from quizapp.core.stats.card_figures import NO_FIGURES, CardFigures, figures_of
from quizapp.store.figure_rows import (
    PUT_FIGURES,
    DaySums,
    figures_in,
    put_figures,
    row_of_figures,
)
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
from quizapp.store.log_reader import LogReader
from quizapp.store.rows import Extent
from quizapp.store.tables import table_of

_AT_ONCE = 500
"""So many cards are stored at once."""


class OtherLog(sqlite3.DatabaseError):
    """The log does not begin with the events of the index."""


def fold_into(
    log: LogReader,
    key: str,
    settings: SchedulerSettings,
    progress: Callable[[float], None],
    connection: sqlite3.Connection,
) -> None:
    """Fill an empty index from a log. Raises LogError."""
    connection.execute("BEGIN")
    try:
        with log.reading():
            _fill(log, key, settings, progress, connection)
    finally:
        progress(1.0)  # also if it is interrupted
    connection.execute("COMMIT")
    connection.execute("ANALYZE")


def _fill(
    log: LogReader,
    key: str,
    settings: SchedulerSettings,
    progress: Callable[[float], None],
    connection: sqlite3.Connection,
) -> None:
    counts, sums = DayCounts(), DaySums()
    extent, retracted = log.extent(), log.retracted()
    done, cards = 0, log.by_card()
    while some := list(islice(cards, _AT_ONCE)):
        folded = [(card, _fold(own, retracted, settings)) for card, own in some]
        put(connection, ((card, own.record, own.trail) for card, own in folded))
        reviewed = [(card, own.figures) for card, own in folded if own.figures.days]
        connection.executemany(PUT_FIGURES, starmap(row_of_figures, reviewed))
        for card, own in folded:
            counts.add(own.record)
            sums.add(card.deck, own.figures.days)
        done += sum(len(own) for _, own in some)
        progress(min(0.999, done / max(1, extent.total)))
    sums.write(connection)
    connection.execute(COUNT_DECKS)
    set_proof(connection, counts.proof(key, extent, sums.total))


class _CardFold(NamedTuple):
    """What the facts of a card come to."""

    record: CardRecord
    trail: Trail
    figures: CardFigures


def _fold(
    own: list[Fact], retracted: Set[str], settings: SchedulerSettings
) -> _CardFold:
    """Fold the facts of a card, in force or not, in any order."""
    in_force = [fact for fact in own if fact.id not in retracted]
    return _folded(sorted(in_force, key=in_time), settings, _trail(own))


def _folded(
    in_force: Sequence[Fact],
    settings: SchedulerSettings,
    trail: Trail,
    record: CardRecord = CardRecord(),
    figures: CardFigures = NO_FIGURES,
) -> _CardFold:
    """Fold facts in order of time on top of those before."""
    reviews = (fact for fact in in_force if isinstance(fact, Reviewed))
    return _CardFold(
        record_of(in_force, settings, record), trail, figures_of(reviews, figures)
    )


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

    def proof(self, key: str, extent: Extent, figures: tuple[int, ...]) -> FoldProof:
        """Return the proof of an index with these counts."""
        reviews, repeats, introduced = (
            dict(+count) for count in (self.reviews, self.repeats, self.introduced)
        )
        return FoldProof(key, extent, reviews, repeats, introduced, figures)


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
    for card, own in changed.items():
        before = record_in(connection, card) or CardRecord()
        counts.remove(before)
        counts.add(own.record)
        recount_deck(connection, card, before, own.record)
    put(connection, ((card, own.record, own.trail) for card, own in changed.items()))
    added = put_figures(
        connection, ((card, own.figures) for card, own in changed.items())
    )
    figures = tuple(map(add, proof.figures, added))
    now = counts.proof(proof.key, extent, figures)
    set_proof(connection, now)
    records = {card: own.record for card, own in changed.items()}
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
) -> Iterator[tuple[CardId, _CardFold]]:
    """Yield what the cards come to that newer events change."""
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
            yield card, _folded(log.history_of(trail), settings, trail)
        else:
            figures = figures_in(connection, card)
            yield card, _folded(own, settings, trail, record, figures)


def _trail(own: Iterable[Fact]) -> Trail:
    return tuple((table_of(fact), fact.id) for fact in own)
