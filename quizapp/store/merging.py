"""Merging: the union of logs, event by event, into a new database.

Only rows are taken, never a schema: every row must be one that quizapp could have
written, and an event with a link must match its checksum.
Events keep their links; those from before there were links get new ones, and so do
those of a device whose chain went on differently in two of the logs.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain

from msgspec.structs import astuple

from quizapp.store.chain import Head, Link, broken, holds, link_after
from quizapp.store.copies import tables_of
from quizapp.store.faults import UNREADABLE
from quizapp.store.interview_rows import interview_of_row
from quizapp.store.links import (
    EVENT_COLUMNS,
    LINK,
    SET_HEAD,
    chain_all,
    heads_of,
    insertion,
)
from quizapp.store.rows import Row
from quizapp.store.tables import EVENT_TABLES

_COPIED = {"installation": "device", "approvals": "digest, file, at"}
"""Tables without events, which are copied as they are."""


def merge(target: sqlite3.Connection, sources: Iterable[sqlite3.Connection]) -> int:
    """Fill an empty log with the events of others; the first one names it.

    In one transaction. What cannot be read is left out. Returns how many events have
    a wrong checksum and are intact in no source.
    """
    refused: set[str] = set()
    unlinked: list[tuple[str, Row]] = []
    target.execute("BEGIN IMMEDIATE")
    for source in sources:
        tables = _tables(source)
        _copy_others(source, target, tables)
        for table, columns in EVENT_COLUMNS.items():
            if table not in tables:
                continue
            if "sum" in tables[table]:
                refused |= _add_linked(source, target, table)
            else:
                rows = _rows(source, table, columns)
                unlinked += [(table, row) for row in rows if _is_readable(table, row)]
    _set_heads(target)
    _add_unlinked(target, unlinked)
    if forked := {device for device, _ in broken(_links(target))}:
        chain_all(target, forked)
    target.execute("COMMIT")
    return len(refused - _ids(target))


def _links(target: sqlite3.Connection) -> Iterator[tuple[str, Link]]:
    """Yield every link, with its device."""
    for table in EVENT_COLUMNS:
        for device, *link in target.execute(f"SELECT device, {LINK} FROM {table}"):  # noqa: S608  # constants
            yield device, Link(*link)


def _add_linked(
    source: sqlite3.Connection, target: sqlite3.Connection, table: str
) -> set[str]:
    """Add the rows that hold; return the ids of the others."""
    refused = set()
    sql = insertion(table)
    for row in _rows(source, table, f"{EVENT_COLUMNS[table]}, {LINK}"):
        if _holds(table, row):
            with suppress(sqlite3.IntegrityError, UnicodeError):
                target.execute(sql, row)
        else:
            refused.add(str(row[0]))
    return refused


def _holds(table: str, row: Row) -> bool:
    columns, link = row[:-3], row[-3:]
    try:
        return _is_readable(table, columns) and holds(table, columns, Link(*link))
    except (TypeError, ValueError, AttributeError):  # a link of other types
        return False


def _is_readable(table: str, columns: Row) -> bool:
    """Return whether quizapp could have written a row."""
    try:
        EVENT_TABLES[table].event(columns)
        if table == "facts":
            interview_of_row(columns)
    except (ValueError, OverflowError, TypeError):
        return False
    return True


def _add_unlinked(target: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    """Append events from before there were links, by id, to those of their device."""
    heads, present = heads_of(target), _ids(target)
    for table, row in sorted(rows, key=lambda entry: str(entry[1][0])):
        if row[0] in present:
            continue
        link = link_after(heads.get(row[1], Head()), table, row)
        with suppress(sqlite3.IntegrityError, UnicodeError):
            target.execute(insertion(table), (*row, *astuple(link)))
            heads[row[1]] = Head(link.number, link.sum)
            present.add(row[0])
    _write_heads(target, heads)


def _set_heads(target: sqlite3.Connection) -> None:
    """Set each device's head to its last event."""
    latest: dict[str, Head] = {}
    for table in EVENT_COLUMNS:
        sql = f"SELECT device, number, sum FROM {table}"  # noqa: S608  # constants
        for device, number, sum_ in target.execute(sql):
            if number > latest.get(device, Head()).number:
                latest[device] = Head(number, sum_)
    _write_heads(target, latest)


def _write_heads(target: sqlite3.Connection, heads: Mapping[str, Head]) -> None:
    rows = [(device, *astuple(head)) for device, head in heads.items()]
    target.executemany(SET_HEAD, rows)


def _copy_others(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    tables: Mapping[str, tuple[str, ...]],
) -> None:
    for table, columns in _COPIED.items():
        if table not in tables:
            continue
        if table == "installation" and _ids(target, "installation", "device"):
            continue
        marks = ", ".join("?" * len(columns.split(",")))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608  # constants
        for row in _rows(source, table, columns):
            with suppress(sqlite3.IntegrityError, UnicodeError):
                target.execute(sql, row)


def _ids(
    connection: sqlite3.Connection, table: str | None = None, column: str = "id"
) -> set[str]:
    """Return the ids of a table, or of all tables of events."""
    names = EVENT_COLUMNS if table is None else (table,)
    rows = (connection.execute(f"SELECT {column} FROM {name}") for name in names)  # noqa: S608  # constants
    return {id_ for (id_,) in chain.from_iterable(rows)}


def _tables(source: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    try:
        return tables_of(source)
    except UNREADABLE:
        return {}


def _rows(source: sqlite3.Connection, table: str, columns: str) -> Iterator[Row]:
    """Yield the rows before a damaged page, then from the end those after it."""
    for order in ("ASC", "DESC"):
        try:
            yield from source.execute(
                f"SELECT {columns} FROM {table} ORDER BY 1 {order}"  # noqa: S608  # constants
            )
        except UNREADABLE:
            continue
        return
