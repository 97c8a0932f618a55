"""Log reader: every question that is asked of the log's events.

Facts are read as they count now: under the present ids of their cards, and with the
user's present rollover.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.moment import ROLLOVER
from quizapp.core.scheduling.review import (
    Event,
    Fact,
    Retracted,
    facts,
    under_current_id,
    with_rollover,
)
from quizapp.store.copies import reading
from quizapp.store.faults import log_errors, row_errors
from quizapp.store.links import EVENT_COLUMNS
from quizapp.store.rows import PRIME, UNREAD, End, Extent, Row
from quizapp.store.tables import EVENT_TABLES, OF_CARDS

_END = f"SELECT count(*), coalesce(max(id), ''), coalesce(sum(at % {PRIME}), 0)"
_ENDS_AFTER = tuple(f"{_END} FROM {table} WHERE id > ?" for table in EVENT_COLUMNS)
_IN_FORCE = "id NOT IN (SELECT review FROM retractions)"
_AT_ONCE = 500
"""Ids in one question: SQLite has a limit."""


class LogReader:
    """The events of an open log."""

    def __init__(self, path: Path, connection: sqlite3.Connection, device: str) -> None:
        self._path = path
        self._connection = connection
        self.device: str = device
        """The random name of this installation."""
        self.former = FormerIds()
        """What cards were called before; their facts are read under current ids."""
        self.rollover = ROLLOVER
        """When a study day begins; facts are read with it."""

    @property
    def path(self) -> Path:
        """The file of the log."""
        return self._path

    def events(self, after: Extent = Extent()) -> Iterator[Event]:
        """Yield every event after an extent, table by table."""
        with log_errors(self._path), row_errors(self._path):
            for table, end in zip(EVENT_TABLES, after.ends, strict=True):
                yield from self._read(table, "WHERE id > ?", (end.last,))

    def recent(self, count: int) -> tuple[Fact, ...]:
        """Return the latest facts in force, in order of time."""
        where = f"WHERE {_IN_FORCE} ORDER BY id DESC LIMIT ?"
        with log_errors(self._path), row_errors(self._path):
            return facts(self._facts(where, (count,)))[-count:]

    def retracted(self) -> frozenset[str]:
        """Return the ids of retracted events, including ones that are not here yet."""
        with log_errors(self._path):
            rows = self._connection.execute("SELECT review FROM retractions")
            return frozenset(id_ for (id_,) in rows)

    def extent(self) -> Extent:
        """Return which events the log has; triggers count them, so nothing is read."""
        sql = "SELECT name, events, last, instants FROM tallies"
        with log_errors(self._path):
            ends = {name: End(*end) for name, *end in self._connection.execute(sql)}
            return Extent(*(ends.get(table, End()) for table in EVENT_COLUMNS))

    def extent_after(self, extent: Extent) -> Extent:
        """Return which events have larger ids than the last ones of an extent."""
        with log_errors(self._path):
            return Extent(
                *(
                    End(*self._connection.execute(sql, (end.last,)).fetchone())
                    for sql, end in zip(_ENDS_AFTER, extent.ends, strict=True)
                )
            )

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read one state of the log, whatever others write meanwhile."""
        with reading(self._connection):
            yield

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return the facts of a card that are in force, in order of time."""
        ids = self.former.all_of(card)
        where = " OR ".join(["deck = ? AND card = ?"] * len(ids))
        names = tuple(name for id_ in ids for name in (id_.deck, id_.card))
        with log_errors(self._path):
            return facts(self._facts(f"WHERE ({where}) AND {_IN_FORCE}", names))

    def history_of(self, events: Iterable[tuple[str, str]]) -> tuple[Fact, ...]:
        """Return those of these events that are facts in force, in order of time."""
        with log_errors(self._path), row_errors(self._path):
            found = self._events_of(events, f"AND {_IN_FORCE}")
            return facts(event for event in found)

    def events_of(self, events: Iterable[tuple[str, str]]) -> list[Event]:
        """Return the events of these tables and ids."""
        with log_errors(self._path), row_errors(self._path):
            return list(self._events_of(events))

    def extent_of(self, events: Iterable[tuple[str, str]]) -> Extent:
        """Return the extent of these tables and ids alone."""
        ends = dict.fromkeys(EVENT_TABLES, End())
        with log_errors(self._path):
            for table, ids in _in_parts(events):
                sql = f"{_END} FROM {table} WHERE id IN ({_marks(ids)})"
                end = End(*self._connection.execute(sql, ids).fetchone())
                ends[table] = end.followed_by(ends[table])
        return Extent(*(replace(end, last="") for end in ends.values()))

    def card_of(self, id_: str) -> CardId | None:
        """Return the card that an event is about, None if there is no such fact."""
        with log_errors(self._path), row_errors(self._path):
            found = self._facts("WHERE id = ?", (id_,))
            return next((fact.card for fact in found), None)

    def by_card(self) -> Iterator[tuple[CardId, list[Fact]]]:
        """Yield the facts of each card, in force or not, for a fold of all.

        Reviews are read in order of their cards and without their texts, so that a
        million of them need little memory.
        """
        rest: dict[CardId, list[Fact]] = {}
        renamed = {*self.former.cards.values()}, {*self.former.decks.values()}
        with log_errors(self._path), row_errors(self._path):
            for table in OF_CARDS[1:]:
                for fact in self._read(table, "", ()):
                    if not isinstance(fact, Retracted):
                        rest.setdefault(fact.card, []).append(fact)
            reviews = self._read(OF_CARDS[0], "ORDER BY deck, card", (), UNREAD)
            own = (review for review in reviews if not isinstance(review, Retracted))
            for card, group in groupby(own, key=lambda fact: fact.card):
                if card in renamed[0] or card.deck in renamed[1]:
                    rest.setdefault(card, []).extend(group)
                else:
                    yield card, [*group, *rest.pop(card, ())]
        yield from rest.items()

    def latest(self) -> Fact | None:
        """Return the last fact in force of this device, by id."""
        where = f"WHERE device = ? AND {_IN_FORCE} ORDER BY id DESC LIMIT 20"
        with log_errors(self._path):
            ours = self._facts(where, (self.device,))
            return max(ours, key=lambda fact: fact.id, default=None)

    def _facts(self, where: str, values: Row) -> Iterator[Fact]:
        for table in OF_CARDS:
            for event in self._read(table, where, values):
                if not isinstance(event, Retracted):
                    yield event

    def _events_of(
        self, events: Iterable[tuple[str, str]], condition: str = ""
    ) -> Iterator[Event]:
        for table, ids in _in_parts(events):
            yield from self._read(
                table, f"WHERE id IN ({_marks(ids)}) {condition}", ids
            )

    def _read(
        self, table: str, where: str, values: Row, columns: str | None = None
    ) -> Iterator[Event]:
        """Read events as they count now: the only place."""
        read, former = EVENT_TABLES[table].plausible, self.former
        other = self.rollover != ROLLOVER
        names = columns or EVENT_COLUMNS[table]
        sql = f"SELECT {names} FROM {table} {where}"  # noqa: S608  # constants
        for row in self._connection.execute(sql, values):
            event = read(row)
            if event is None:
                continue
            if former:
                event = under_current_id(event, former)
            yield with_rollover(event, self.rollover) if other else event


def _in_parts(
    events: Iterable[tuple[str, str]],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the ids of each table, a few hundred at a time."""
    by_table: dict[str, list[str]] = {}
    for table, id_ in events:
        by_table.setdefault(table, []).append(id_)
    for table, ids in by_table.items():
        for start in range(0, len(ids), _AT_ONCE):
            yield table, tuple(ids[start : start + _AT_ONCE])


def _marks(ids: tuple[str, ...]) -> str:
    return ",".join("?" * len(ids))
