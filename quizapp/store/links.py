"""Links: the chains of a log's events in SQLite, extended, verified and repaired.

Every event has a link (see `chain`), and `heads` holds the last one of each device.
Both are written in one transaction, so they agree unless the file is damaged.
"""

import sqlite3
from collections.abc import Container, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from quizapp.store.chain import ChainGap, Head, Link, broken, gaps, holds, link_after
from quizapp.store.copies import version_of
from quizapp.store.migrations import CHAINED
from quizapp.store.rows import (
    EARLIEST_AT,
    LARGEST_OFFSET,
    LATEST_AT,
    Row,
)
from quizapp.store.tables import EVENT_TABLES

EVENT_COLUMNS: Mapping[str, str] = {
    name: table.columns for name, table in EVENT_TABLES.items()
}
"""The columns of each table of events, without those of the link."""
LINK = "number, before, sum"
TAIL = 100
"""How many of the latest events of each table an opening verifies."""
_DEVICE = 1
"""The position of the device in the columns of every table."""


class LinkedEvent(Struct, frozen=True):
    """An event as SQLite stores it, with its link."""

    table: str
    columns: Row
    link: Link

    @property
    def id(self) -> str:
        """The event's id, whatever else is damaged."""
        return str(self.columns[0])

    @property
    def device(self) -> str:
        """The device that made the event."""
        return str(self.columns[_DEVICE])

    @property
    def holds(self) -> bool:
        """Whether the event is as it was written."""
        return holds(self.table, self.columns, self.link)


class Damage(Struct, frozen=True):
    """What is wrong with the events of a log that SQLite can read."""

    changed: tuple[str, ...] = ()
    """Ids of events that are not as they were written."""
    missing: tuple[ChainGap, ...] = ()
    broken: tuple[tuple[str, int], ...] = ()
    """Devices and numbers of events that follow an event that is not there."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.broken)

    @property
    def lost(self) -> int:
        """How many events are missing."""
        return sum(map(len, self.missing))


def insertion(table: str) -> str:
    """Return the statement that stores an event with its link, once."""
    marks = ", ".join("?" * len(f"{EVENT_COLUMNS[table]}, {LINK}".split(",")))
    return (
        f"INSERT INTO {table} ({EVENT_COLUMNS[table]}, {LINK}) VALUES ({marks})"  # noqa: S608  # constants
        " ON CONFLICT (id) DO NOTHING"
    )


SET_HEAD = (
    "INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT (device)"
    " DO UPDATE SET number = excluded.number, sum = excluded.sum"
)


def head_of(connection: sqlite3.Connection, device: str) -> Head:
    """Return where the chain of a device ends."""
    sql = "SELECT number, sum FROM heads WHERE device = ?"
    row = connection.execute(sql, (device,)).fetchone()
    return Head() if row is None else Head(*row)


def heads_of(connection: sqlite3.Connection) -> dict[str, Head]:
    """Return where the chains of all devices end."""
    rows = connection.execute("SELECT device, number, sum FROM heads")
    return {device: Head(number, sum_) for device, number, sum_ in rows}


def event_tables(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the tables of events that a log has; one with an old schema lacks some."""
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    present = {name for (name,) in connection.execute(sql)}
    return tuple(table for table in EVENT_COLUMNS if table in present)


def events(
    connection: sqlite3.Connection, ending: str = "", values: Row = ()
) -> Iterator[LinkedEvent]:
    """Yield the events of every table; `ending` is SQL that selects some."""
    for table in event_tables(connection):
        columns = EVENT_COLUMNS[table]
        sql = f"SELECT {columns}, {LINK} FROM {table} {ending}"  # noqa: S608  # constants
        for row in connection.execute(sql, values):
            yield LinkedEvent(table, row[:-3], Link(*row[-3:]))


def tail_is_sound(
    connection: sqlite3.Connection,
    device: str,
    head: Head,
    tip: tuple[str, str] | None = None,
) -> bool:
    """Return whether the latest events are as they were written, and end at the head.

    Reads at most `TAIL` events of each table. Where they are not the last of the chain,
    the tip decides: table and id of an event from which on they have to be. False also
    without one: then `damage_in` decides.
    """
    ending = f"WHERE device = ? ORDER BY id DESC LIMIT {TAIL}"
    latest = list(events(connection, ending, (device,)))
    latest += [] if tip is None else events_of(connection, *tip)
    if not all(event.holds and event.device == device for event in latest):
        return False
    ours = {event.link.number: event for event in latest}
    if not head.number:
        return not ours
    if head.number not in ours or ours[head.number].link.sum != head.sum:
        return False
    known = {event.link.number for event in latest if (event.table, event.id) == tip}
    return max(ours) == head.number and _follow_each_other(ours, head.number, known)


def events_of(
    connection: sqlite3.Connection, table: str, id_: str
) -> Iterator[LinkedEvent]:
    """Yield the event of a table with this id, if there is one."""
    for event in events(connection, "WHERE id = ?", (id_,)):
        if event.table == table:
            yield event


def _follow_each_other(
    events_: Mapping[int, LinkedEvent], last: int, known: Container[int]
) -> bool:
    """Return whether the events before the last one are its chain, down to a gap.

    A table's window may end earlier than another's, so only those numbers are
    compared that are here without a gap behind them. A known number ends them too.
    """
    number, is_known = last, last in known
    while number - 1 in events_:
        if events_[number].link.before != events_[number - 1].link.sum:
            return False
        number -= 1
        is_known = is_known or number in known
    return is_known or number == 1 or last - number + 1 >= min(last, TAIL)


def tips_of(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return table and id of the event that ends each chain; reads every link."""
    heads, tips = heads_of(connection), {}
    for table in event_tables(connection):
        rows = connection.execute(f"SELECT id, device, number FROM {table}")  # noqa: S608  # constants
        for id_, device, number in rows:
            if heads.get(device, Head()).number == number:
                tips[device] = (table, id_)
    return tips


def damage_in(connection: sqlite3.Connection, known: Mapping[str, Head] = {}) -> Damage:
    """Verify every event and every chain; `known` are heads from elsewhere.

    Gaps that were accepted (see `accept`) are no damage. A log from before there
    were links has none that could be missing. Takes about 10 s for a million events.
    """
    if version_of(connection) < CHAINED:
        return Damage()
    changed: list[str] = []
    links: list[tuple[str, Link]] = []
    for event in events(connection):
        if event.holds:
            links.append((event.device, event.link))
        else:
            changed.append(event.id)
    missing = tuple(gaps(links, _farthest(heads_of(connection), known)))
    accepted = set(_accepted(connection))
    return Damage(
        tuple(changed),
        tuple(gap for gap in missing if gap not in accepted),
        tuple(broken(links)),
    )


def _farthest(heads: Mapping[str, Head], known: Mapping[str, Head]) -> dict[str, Head]:
    devices = {*heads, *known}
    return {
        device: max(
            heads.get(device, Head()),
            known.get(device, Head()),
            key=lambda head: head.number,
        )
        for device in devices
    }


def _accepted(connection: sqlite3.Connection) -> Iterator[ChainGap]:
    for row in connection.execute("SELECT device, first, last FROM gaps"):
        yield ChainGap(*row)


def accept(
    connection: sqlite3.Connection, missing: tuple[ChainGap, ...], at: int
) -> None:
    """Record that these events cannot be brought back, so that they are not reported.

    `at` is in microseconds since 1970.
    """
    connection.executemany(
        "INSERT OR REPLACE INTO gaps VALUES (?, ?, ?, ?)",
        [(gap.device, gap.first, gap.last, at) for gap in missing],
    )


def implausible_events(connection: sqlite3.Connection) -> int:
    """Count the events with an impossible date: see `rows.is_plausible`."""
    limits = (EARLIEST_AT, LATEST_AT, LARGEST_OFFSET)
    return sum(
        connection.execute(
            f"SELECT count(*) FROM {table}"  # noqa: S608  # constants
            " WHERE at NOT BETWEEN ? AND ? OR abs(utc_offset) > ?",
            limits,
        ).fetchone()[0]
        for table in EVENT_COLUMNS
    )


def chain_all(
    connection: sqlite3.Connection, devices: Container[str] | None = None
) -> None:
    """Give new links to the events of devices, or of all of them, by device and id.

    Inside a transaction. The triggers that keep events from being changed are
    dropped meanwhile.
    """
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    heads: dict[str, Head] = {}
    for id_, device, table in _in_order_of_id(connection):
        if devices is not None and device not in devices:
            continue
        columns = connection.execute(
            f"SELECT {EVENT_COLUMNS[table]} FROM {table} WHERE id = ?",  # noqa: S608  # constants
            (id_,),
        ).fetchone()
        link = link_after(heads.get(device, Head()), table, columns)
        heads[device] = Head(link.number, link.sum)
        connection.execute(
            f"UPDATE {table} SET number = ?, before = ?, sum = ? WHERE id = ?",  # noqa: S608  # constants
            (link.number, link.before, link.sum, id_),
        )
    connection.executemany(
        SET_HEAD, [(device, head.number, head.sum) for device, head in heads.items()]
    )
    for _, sql in triggers:
        connection.execute(sql)


def _in_order_of_id(
    connection: sqlite3.Connection,
) -> list[tuple[str, str, str]]:
    rows = (
        connection.execute(f"SELECT id, device, '{table}' FROM {table}")  # noqa: S608  # constants
        for table in event_tables(connection)
    )
    return sorted(chain.from_iterable(rows))
