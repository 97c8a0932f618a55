"""Journal: events on their way from one log to another.

An event from elsewhere keeps its id and its device. Its link is one of this log: the
chain of a device says what arrived here and in which order. So a chain has no gaps
where events are still to come, where two devices imported the same reviews, or where
a copied log went on under the same name.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from hashlib import blake2b
from heapq import merge
from pathlib import Path

from quizapp.core.basics.logged import Logged, LogState, TakenIn
from quizapp.store.arriving import Refused, arriving_row, logged
from quizapp.store.faults import log_errors, row_errors
from quizapp.store.installation import rename
from quizapp.store.links import EVENT_COLUMNS, heads_of
from quizapp.store.log import SqliteLog
from quizapp.store.rows import Row

_NAMES = {table: tuple(columns.split(", ")) for table, columns in EVENT_COLUMNS.items()}
_FEW = 50
"""Devices that are asked for by name; of more, every row is read."""


class LogJournal:
    """The journal of an open log."""

    def __init__(self, path: Path, log: SqliteLog) -> None:
        self._path, self._log = path, log

    @property
    def device(self) -> str:
        """The random name of this installation."""
        return self._log.device

    def state(self) -> LogState:
        """Return which events there are."""
        with log_errors(self._path), self.reading():
            status = self._path.stat()
            gaps = self._rows("SELECT device, first, last FROM gaps ORDER BY 1, 2")
            digest = blake2b(repr(list(gaps)).encode(), digest_size=8)
            heads = heads_of(self._log.connection).items()
            return LogState(
                f"{status.st_ino} {digest.hexdigest()}",
                {device: (head.number, head.sum.hex()) for device, head in heads},
            )

    def continues(self, before: LogState) -> bool:
        """Return whether the log still has every event that it had."""
        with self.reading():
            now = self.state()
            return before.file in ("", now.file) and all(
                self._has(device, *then, now.heads.get(device, (0, "")))
                for device, then in before.heads.items()
            )

    def newer(self, than: LogState) -> Iterator[Logged]:
        """Yield what was added since; of each device, in the order of its arrival."""
        before = {device: number for device, (number, _) in than.heads.items()}
        heads = self.state().heads.items()
        grown = [name for name, (number, _) in heads if number > before.get(name, 0)]
        with log_errors(self._path), row_errors(self._path):
            tables = (self._newer_in(table, grown, before) for table in EVENT_COLUMNS)
            for _, _, table, row in merge(*tables, key=lambda entry: entry[:2]):
                yield logged(table, _NAMES[table], row)

    def reading(self) -> AbstractContextManager[None]:
        """Read one state of the log, whatever others write meanwhile."""
        return self._log.reading()

    def take_in(self, events: Sequence[Logged]) -> TakenIn:
        """Commit those events that are not here yet and that a log can hold."""
        rows: list[tuple[str, Row]] = []
        refused: dict[str, str] = {}
        for event in events:
            row = arriving_row(event)
            if isinstance(row, Refused):
                refused[event.id] = row.reason
            else:
                rows.append((event.table, row))
        return TakenIn(self._log.insert(rows) if rows else 0, refused)

    def rename(self, device: str) -> None:
        """Give this installation another name for what it does from now on."""
        self._log.ensure_writable()
        with log_errors(self._path):
            rename(self._log.connection, device)
        self._log.device = device

    def _has(self, device: str, number: int, sum_: str, now: tuple[int, str]) -> bool:
        """Return whether an event is still the one of that number."""
        if now[0] <= number:
            return now == (number, sum_)
        sql = " UNION ALL ".join(
            f"SELECT before FROM {table} WHERE device = ?1 AND number = ?2"  # noqa: S608  # constants
            for table in EVENT_COLUMNS
        )
        rows = list(self._rows(sql, (device, number + 1)))
        return [before.hex() for (before,) in rows] == [sum_]

    def _newer_in(
        self, table: str, devices: Sequence[str], before: Mapping[str, int]
    ) -> Iterator[tuple[str, int, str, Row]]:
        """Yield the newer rows of a table, by device and number."""
        where = ""
        values: Row = ()
        if len(devices) <= _FEW:
            where = " OR ".join(["0", *["device = ? AND number > ?"] * len(devices)])
            where = f"WHERE {where}"
            values = tuple(x for name in devices for x in (name, before.get(name, 0)))
        sql = (
            f"SELECT number, {EVENT_COLUMNS[table]} FROM {table} {where}"  # noqa: S608  # constants
            " ORDER BY device, number"
        )
        for number, *row in self._rows(sql, values):
            device = row[1]
            if number > before.get(device, 0):
                yield device, number, table, tuple(row)

    def _rows(self, sql: str, values: Row = ()) -> sqlite3.Cursor:
        return self._log.connection.execute(sql, values)
