"""Index rows: what the index of memories stores, and how it is read back.

Each record is sealed with a checksum over card and record: a file that was damaged is
noticed where it is read. The columns beside it are what questions are asked by.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zlib import crc32

import msgspec
from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import DueAt, DueOn, Memory
from quizapp.core.scheduling.listed import IS_DUE, name_hash, state_code
from quizapp.core.scheduling.memory import CardRecord
from quizapp.store.figure_rows import FIGURE_SCHEMA, all_sums, days_in
from quizapp.store.rows import Extent, Row
from quizapp.store.seals import Broken, seal_of

Trail: TypeAlias = tuple[tuple[str, str], ...]
"""The events of a card, in force or not: each one's table and id."""

INDEX_SCHEMA = f"""
CREATE TABLE proof (body BLOB NOT NULL) STRICT;
CREATE TABLE records (
    deck TEXT NOT NULL, card TEXT NOT NULL, seal INTEGER NOT NULL, record BLOB NOT NULL,
    due_on INTEGER, due_at INTEGER, tie INTEGER, seen_on INTEGER, stability REAL,
    code TEXT, due_code TEXT,
    name_hash INTEGER NOT NULL, has_mark INTEGER NOT NULL,
    PRIMARY KEY (deck, card)
) STRICT, WITHOUT ROWID;
CREATE TABLE trails (
    deck TEXT NOT NULL, card TEXT NOT NULL, seal INTEGER NOT NULL, trail BLOB NOT NULL,
    PRIMARY KEY (deck, card)
) STRICT, WITHOUT ROWID;
CREATE TABLE decks (
    deck TEXT PRIMARY KEY, seen INTEGER NOT NULL, total INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX by_deck ON records
    (deck, card, name_hash, due_on, due_at, seen_on, stability, code, due_code)
    WHERE seen_on IS NOT NULL;
CREATE INDEX by_day ON records (due_on, tie, seen_on, stability)
    WHERE due_on IS NOT NULL;
CREATE INDEX by_time ON records (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX by_mark ON records (deck) WHERE has_mark;
{FIGURE_SCHEMA}
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_ZERO = ord("0")
_CODES = bytes(max(0, letter - _ZERO) for letter in range(256))

PUT_RECORD = "INSERT OR REPLACE INTO records VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
PUT_TRAIL = "INSERT OR REPLACE INTO trails VALUES (?,?,?,?)"
HAS_MEMORY = "seen_on IS NOT NULL"


class FoldProof(Struct, frozen=True, array_like=True):
    """Which log the index was folded from, and how."""

    key: str
    """The device, the settings, the former ids, the rollover and this code."""
    extent: Extent
    reviews: dict[StudyDay, int]
    """How many reviews each study day had,"""
    repeats: dict[StudyDay, int]
    """those after the learning steps,"""
    introduced: dict[StudyDay, int]
    """and how many cards were new."""
    figures: tuple[int, ...]
    """The sums of all decks and days."""


_RECORD = msgspec.msgpack.Decoder(CardRecord)
_TRAIL = msgspec.msgpack.Decoder(Trail)
_PROOF = msgspec.msgpack.Decoder(tuple[int, bytes])
_BODY = msgspec.msgpack.Decoder(FoldProof)


def row_of_record(card: CardId, record: CardRecord) -> Row:
    """Return the row of a record, in the order of its columns."""
    body, memory = msgspec.msgpack.encode(record), record.memory
    marks = (record.suspended, record.starred, record.note, record.reported)
    has_mark = record.buried is not None or any(marks)
    due_on = due_at = tie = None
    if memory is not None:
        match memory.due:
            case DueOn(day=day):
                due_on, tie = day, tie_of(card)
            case DueAt(at=at):
                due_at = microseconds_of(at)
    return (
        *(card.deck, card.card, seal_of(card.deck, card.card, body), body),
        *(due_on, due_at, tie),
        *((None,) * 4 if memory is None else _seen(memory)),
        name_hash(card.card),
        int(has_mark),
    )


def _seen(memory: Memory) -> tuple[int, float, str, str]:
    code = state_code(memory)
    letters = chr(_ZERO + code), chr(_ZERO + code + IS_DUE)
    return memory.day, memory.stability, *letters


def codes_of(text: str) -> bytes:
    """Return the codes of some cards, as the columns have them."""
    return text.encode(errors="replace").translate(_CODES)


def microseconds_of(at: datetime) -> int:
    """Return the column of an instant."""
    return (at - _EPOCH) // _TICK


def instant_of(microseconds: int) -> datetime:
    """Return the instant of a column."""
    return _EPOCH + microseconds * _TICK


def tie_of(card: CardId, seed: int = 0) -> int:
    """Return what orders cards of one day, as SQLite's integers are."""
    return bits(f"{seed}/{card}") - 2**63


def record_of_row(deck: str, card: str, seal: int, body: bytes) -> CardRecord:
    """Return the record of a row. Raises Broken if it is not as it was written."""
    if seal != seal_of(deck, card, body):
        raise Broken("a record is damaged")
    try:
        return _RECORD.decode(body)
    except msgspec.MsgspecError as error:
        raise Broken("a record cannot be read") from error


def row_of_trail(card: CardId, trail: Trail) -> Row:
    """Return the row of a trail."""
    body = msgspec.msgpack.encode(trail)
    return (card.deck, card.card, seal_of(card.deck, card.card, body), body)


def trail_in(connection: sqlite3.Connection, card: CardId) -> Trail:
    """Return the trail of a card, empty without one. Raises Broken."""
    sql = "SELECT seal, trail FROM trails WHERE deck = ? AND card = ?"
    row = connection.execute(sql, (card.deck, card.card)).fetchone()
    if row is None:
        return ()
    if row[0] != seal_of(card.deck, card.card, row[1]):
        raise Broken("a trail is damaged")
    try:
        return _TRAIL.decode(row[1])
    except msgspec.MsgspecError as error:
        raise Broken("a trail cannot be read") from error


def record_in(connection: sqlite3.Connection, card: CardId) -> CardRecord | None:
    """Return the record of a card, None without one. Raises Broken."""
    sql = "SELECT seal, record FROM records WHERE deck = ? AND card = ?"
    row = connection.execute(sql, (card.deck, card.card)).fetchone()
    return None if row is None else record_of_row(card.deck, card.card, *row)


def records_in(
    connection: sqlite3.Connection,
    where: str = "1",
    values: Row | Mapping[str, object] = (),
) -> Iterator[tuple[CardId, CardRecord]]:
    """Yield records; `where` is SQL that selects some. Raises Broken."""
    sql = f"SELECT deck, card, seal, record FROM records WHERE {where}"  # noqa: S608  # constants
    for deck, card, seal, body in connection.execute(sql, values):
        yield CardId(deck, card), record_of_row(deck, card, seal, body)


def proof_in(connection: sqlite3.Connection) -> FoldProof | None:
    """Return what the index was folded from, None if it is not finished."""
    row = connection.execute("SELECT body FROM proof").fetchone()
    if row is None:
        return None
    try:
        seal, body = _PROOF.decode(row[0])
        if seal != crc32(body):  # before it is read: it may be no UTF-8
            raise Broken("the proof is damaged")
        return _BODY.decode(body)
    except msgspec.MsgspecError as error:
        raise Broken("the proof cannot be read") from error


def ensure_own(proof: FoldProof | None, key: str) -> None:
    """Raise Broken for an index that is not finished, or was folded another way."""
    if proof is None or proof.key != key:
        raise Broken("it is another index")


def ensure_sums(connection: sqlite3.Connection) -> None:
    """Raise Broken if the sums by deck and day do not add up to those of the proof."""
    proof, whole = proof_in(connection), all_sums(connection)
    if proof is None or (whole, days_in(connection)) != (proof.figures, proof.reviews):
        raise Broken("the sums of days are damaged")


def set_proof(connection: sqlite3.Connection, proof: FoldProof) -> None:
    """Say what the index was folded from."""
    body = msgspec.msgpack.encode(proof)
    connection.execute("DELETE FROM proof")
    sealed = msgspec.msgpack.encode((crc32(body), body))
    connection.execute("INSERT INTO proof VALUES (?)", (sealed,))


COUNT_DECKS = (
    f"INSERT INTO decks SELECT deck, count(*), sum(name_hash) FROM records"  # noqa: S608  # constants
    f" WHERE {HAS_MEMORY} GROUP BY deck"
)
"""Counts the cards that have a memory, for an index that was filled."""
_RECOUNT = (
    "INSERT INTO decks VALUES (?1, ?2, ?3)"
    " ON CONFLICT DO UPDATE SET seen = seen + ?2, total = total + ?3"
)


def recount_deck(
    connection: sqlite3.Connection, card: CardId, before: CardRecord, now: CardRecord
) -> None:
    """Count a card whose record changes, if it has a memory now or had one."""
    change = (now.memory is not None) - (before.memory is not None)
    if change:
        total = change * name_hash(card.card)
        connection.execute(_RECOUNT, (card.deck, change, total))


def put(
    connection: sqlite3.Connection,
    changed: Iterable[tuple[CardId, CardRecord, Trail]],
) -> None:
    """Store records and trails."""
    records, trails = list[Row](), list[Row]()
    for card, record, trail in changed:
        records.append(row_of_record(card, record))
        trails.append(row_of_trail(card, trail))
    connection.executemany(PUT_RECORD, records)
    connection.executemany(PUT_TRAIL, trails)
