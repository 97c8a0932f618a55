"""The review log in SQLite: append-only, one durable commit per event.

WAL with synchronous=FULL: what `append` returned from survives a power cut.
Triggers refuse UPDATE and DELETE. An event that is already there is left as it
is, so that merging two logs is a union.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.core.card import CardId
from quizapp.core.moment import Moment
from quizapp.core.review import Event, Fact, Marked, Retracted, Reviewed, facts, in_time
from quizapp.errors import LogError
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.rows import (
    MARK_COLUMNS,
    RETRACTION_COLUMNS,
    REVIEW_COLUMNS,
    Row,
    mark_of_row,
    retraction_of_row,
    review_of_row,
    row_of_mark,
    row_of_moment,
    row_of_retraction,
    row_of_review,
)

_STANDS = "id NOT IN (SELECT review FROM retractions)"

BUSY_SECONDS = 10.0
"""How long to wait for another quizapp that is committing."""


_ATTEMPTS = 20
"""To switch a new log to WAL: another that starts is in the way once or twice."""


def open_log(path: Path, bits: Callable[[int], int]) -> "SqliteLog":
    """Open the log at a path, creating or migrating it; `bits` names the device.

    Raises LogError, with the file named, for whatever is in the way.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with _told(path):
            _prepare(connection, path, f"{bits(48):012x}")
            (device,) = connection.execute("SELECT device FROM installation").fetchone()
    except LogError:
        connection.close()
        raise
    return SqliteLog(path, connection, device)


class SqliteLog:
    """An open log. Not shared between threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection, device: str) -> None:
        self._path = path
        self._connection = connection
        self.device: str = device
        """The random name of this installation."""

    def append(self, event: Event) -> None:
        """Commit one event, or raise LogError and keep nothing of it."""
        match event:
            case Reviewed():
                self._insert("reviews", REVIEW_COLUMNS, row_of_review(event))
            case Marked():
                self._insert("marks", MARK_COLUMNS, row_of_mark(event))
            case Retracted():
                row = row_of_retraction(event)
                self._insert("retractions", RETRACTION_COLUMNS, row)

    def events(self) -> Iterator[Event]:
        """Yield every event: reviews, marks, retractions."""
        with _told(self._path):
            yield from self._facts("")
            retractions = f"SELECT {RETRACTION_COLUMNS} FROM retractions"  # noqa: S608
            for row in self._connection.execute(retractions):
                yield retraction_of_row(row)

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return what stands of a card, in order of time."""
        where = f"WHERE deck = ? AND card = ? AND {_STANDS}"
        with _told(self._path):
            return facts(self._facts(where, (card.deck, card.card)))

    def latest(self) -> Fact | None:
        """Return the last of what stands that was made on this device."""
        where = f"WHERE device = ? AND {_STANDS} ORDER BY at DESC, id DESC LIMIT 1"
        with _told(self._path):
            found = self._facts(where, (self.device,))
            return max(found, key=in_time, default=None)

    def knows(self, digest: str) -> bool:
        """Tell whether a deck with this digest was approved here."""
        sql = "SELECT 1 FROM approvals WHERE digest = ?"
        with _told(self._path):
            return self._connection.execute(sql, (digest,)).fetchone() is not None

    def approve(self, digest: str, file: str, moment: Moment) -> None:
        """Note that the user knows this deck; a changed one has another digest."""
        row = (digest, file.encode(errors="replace").decode(), *row_of_moment(moment))
        sql = "INSERT INTO approvals VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        with _told(self._path), _transaction(self._connection):
            self._connection.execute(sql, row[:3])

    def close(self) -> None:
        """Release the file. Harmless when repeated."""
        self._connection.close()

    def _facts(self, where: str, values: Row = ()) -> Iterator[Fact]:
        reviews = f"SELECT {REVIEW_COLUMNS} FROM reviews {where}"  # noqa: S608  # constants
        for row in self._connection.execute(reviews, values):
            yield review_of_row(row)
        marks = f"SELECT {MARK_COLUMNS} FROM marks {where}"  # noqa: S608
        for row in self._connection.execute(marks, values):
            yield mark_of_row(row)

    def _insert(self, table: str, columns: str, row: Row) -> None:
        marks = ", ".join("?" * len(row))
        sql = (
            f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  # constants
            " ON CONFLICT (id) DO NOTHING"
        )
        with _told(self._path), _transaction(self._connection):
            self._connection.execute(sql, row)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the write lock first, so that two processes queue instead of failing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _prepare(connection: sqlite3.Connection, path: Path, device: str) -> None:
    _enter_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    known = len(MIGRATIONS)
    version = _version(connection)
    if version > known:
        raise LogError(
            f"{path} was written by a newer quizapp (its schema is {version},"
            f" this one knows {known})",
            "update quizapp, or choose another --home",
        )
    for number in range(version + 1, known + 1):
        _migrate(connection, number)
    if connection.execute("SELECT device FROM installation").fetchone() is None:
        _name_installation(connection, device)


def _enter_wal(connection: sqlite3.Connection) -> None:
    """Switch a new log to WAL, even if two processes open it together.

    SQLite refuses the switch at once while another writes, whatever the timeout:
    so queue for the write lock, which does wait, and try again.
    """
    for _ in range(_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            with _transaction(connection):
                pass
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _name_installation(connection: sqlite3.Connection, device: str) -> None:
    """Name it once, even if two processes open a new log together."""
    with _transaction(connection):
        connection.execute(
            "INSERT INTO installation SELECT ?"
            " WHERE NOT EXISTS (SELECT 1 FROM installation)",
            (device,),
        )


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _migrate(connection: sqlite3.Connection, number: int) -> None:
    """Apply one step, unless another process just did."""
    with _transaction(connection):
        if _version(connection) >= number:
            return
        for statement in _statements(MIGRATIONS[number - 1]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number:d}")


def _statements(script: str) -> Iterator[str]:
    """Split a script: `executescript` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn whatever SQLite or the file system says into one clear line."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explained(path, error) from error
    except OSError as error:
        raise LogError(
            f"cannot use {path} for the review log: {error.strerror}",
            "choose a folder you can write to with --home",
        ) from error


def _explained(path: Path, error: sqlite3.DatabaseError) -> LogError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    what, hint = _REASONS.get(code, (f"failed ({error})", "run `quizapp doctor`"))
    return LogError(f"the review log {path} {what}", hint)


_REASONS = {
    sqlite3.SQLITE_BUSY: (
        f"was busy for {BUSY_SECONDS:.0f} s",
        "another quizapp holds it: close that one, then try again",
    ),
    sqlite3.SQLITE_READONLY: (
        "is read-only",
        "make its folder writable, or choose another with --home",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "check that it is a file in a folder you can write to, or use --home",
    ),
    sqlite3.SQLITE_FULL: (
        "cannot grow: the disk is full",
        "free some space, then grade again; nothing earlier is lost",
    ),
    sqlite3.SQLITE_IOERR: (
        "cannot be written: the disk is full or failing",
        "free some space, then grade again; nothing earlier is lost",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is not a database",
        "move that file away; quizapp has not changed it",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "keep a copy of it, then move it away; quizapp has not changed it",
    ),
}
