"""The review log in SQLite: append-only, one durable commit per event.

WAL with synchronous=FULL: once `append` returns, the event survives a power cut.
Triggers refuse UPDATE and DELETE. Appending an event that is already there changes
nothing, so merging two logs is a union.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import astuple

from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.review import (
    Event,
)
from quizapp.errors import LogError
from quizapp.store.backups import back_up_before_migration, has_daily_backup
from quizapp.store.chain import Head, link_after
from quizapp.store.copies import (
    connect,
    make_folder,
    side_file,
    version_of,
    writing,
)
from quizapp.store.fallback import NOTICE, in_memory, is_unwritable
from quizapp.store.faults import log_errors, row_errors
from quizapp.store.head_mark import HeadMark
from quizapp.store.installation import device_of
from quizapp.store.links import (
    EVENT_COLUMNS,
    SET_HEAD,
    chain_all,
    head_of,
    implausible_events,
    insertion,
)
from quizapp.store.locks import Hold, share
from quizapp.store.log_reader import LogReader
from quizapp.store.migrations import CHAINED, MIGRATIONS, statements
from quizapp.store.opening import ensure_ours, loss
from quizapp.store.place import Place
from quizapp.store.rows import (
    Row,
    is_plausible,
    row_of_moment,
)
from quizapp.store.tables import stored
from quizapp.store.tips import TipsFile
from quizapp.store.turns import LogConnection
from quizapp.store.wal import enter_wal, ignored_commits

if TYPE_CHECKING:  # a start without an interview does not load them
    from quizapp.core.interview.facts import InterviewEvent

_INTO = {table: insertion(table) for table in EVENT_COLUMNS}


def open_log(path: Path, bits: Callable[[int], int]) -> "SqliteLog":
    """Open the log at a path, creating or migrating it; `bits` names the device.

    One that cannot be written is opened to be read: see `fallback`. Raises LogError,
    which names the file, if it cannot be opened at all.
    """
    with log_errors(path):
        try:
            return _open(path, bits)
        except (sqlite3.Error, OSError) as error:
            if not (is_unwritable(error) and path.is_file()):
                raise
            try:
                return _open_in_memory(path, bits)
            except (sqlite3.Error, OSError):
                raise error from None


def _open(path: Path, bits: Callable[[int], int]) -> "SqliteLog":
    with ExitStack() as undo:
        make_folder(path.parent)
        hold = _hold(path)
        undo.callback(hold.release)
        ignored = (
            0 if HeadMark(path).exists else ignored_commits(side_file(path, "-wal"))
        )
        connection = connect(path)
        undo.callback(connection.close)
        news = _prepare(connection, path)
        device = device_of(connection, bits)
        news = news or loss(connection, path, ignored)
        undo.pop_all()
    return SqliteLog(path, connection, device, hold, news)


def _open_in_memory(path: Path, bits: Callable[[int], int]) -> "SqliteLog":
    connection = in_memory(path)
    ensure_ours(connection, path)
    migrate(connection)
    device = device_of(connection, bits)
    news = NOTICE.format(path)
    return SqliteLog(path, connection, device, Hold(None), news, writable=False)


class SqliteLog(LogReader):
    """An open log. Not shared between threads."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        device: str,
        hold: Hold,
        news: str | None,
        *,
        writable: bool = True,
    ) -> None:
        super().__init__(path, connection, device)
        self._writable = writable
        self._hold = hold
        self.news = news
        """What the user should know about opening it."""
        self.inserted: list[tuple[str, str]] | None = None
        """Table and id of what was committed here, for an index; None without one."""
        self._place = Place(path)
        self._mark, self._tips = HeadMark(path), TipsFile(path)
        self._heads: dict[str, Head] = {}
        """Where the chains end, as long as nobody else has written,"""
        self._version = -1
        """which this number of SQLite's shows."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The database, for the other files of this folder."""
        return self._connection

    def append(self, event: Event) -> None:
        """Commit one event, or raise LogError and store nothing of it."""
        self.insert([stored(event)])

    def append_all(self, events: Iterable[Event]) -> int:
        """Commit events in one transaction, except those that are already here.

        Returns how many were new. Raises LogError and stores nothing.
        """
        return self.insert([stored(event) for event in events])

    def append_interview(self, event: "InterviewEvent") -> None:
        """Commit one fact of an interview, or raise LogError and store nothing."""
        from quizapp.store.interview_rows import row_of_interview

        self.insert([("facts", row_of_interview(event))])

    def interview_events(self) -> "Iterator[InterviewEvent]":
        """Yield every fact of every interview, under the present ids of its cards."""
        from quizapp.core.interview.facts import with_present_ids
        from quizapp.store.interview_rows import SELECT_INTERVIEWS, interview_of_row

        with log_errors(self._path), row_errors(self._path):
            for row in self._connection.execute(SELECT_INTERVIEWS):
                event = interview_of_row(row) if is_plausible(*row[6:8]) else None
                if event is not None:
                    yield with_present_ids(event, self.former)

    def implausible(self) -> int:
        """Count the events that are left out because of an impossible date."""
        with log_errors(self._path):
            return implausible_events(self._connection)

    def knows(self, digest: str) -> bool:
        """Return whether a deck with this digest was approved here."""
        sql = "SELECT 1 FROM approvals WHERE digest = ?"
        with log_errors(self._path):
            return self._connection.execute(sql, (digest,)).fetchone() is not None

    def approve(self, digest: str, file: str, moment: Moment) -> None:
        """Record that the user knows this deck; an edited one has another digest."""
        at, _ = row_of_moment(moment)
        row = (digest, file.encode(errors="replace").decode(), at)
        self.ensure_writable()
        sql = "INSERT INTO approvals VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        with log_errors(self._path), writing(self._connection):
            self._connection.execute(sql, row)

    def close(self) -> None:
        """Release the file. Harmless when repeated."""
        self._mark.close()
        self._connection.close()
        self._hold.release()

    def insert(self, rows: Sequence[tuple[str, Row]]) -> int:
        """Insert rows, each behind the last one of its device; count the new ones."""
        self.ensure_writable()
        added, ends = list[tuple[str, str]](), dict[str, Head]()
        tips = dict[str, tuple[str, str]]()
        with log_errors(self._path):
            self._place.ensure_unchanged()
            with writing(self._connection):
                for table, row in rows:
                    device = row[1]
                    head = ends[device] if device in ends else self._head(device)
                    link = link_after(head, table, row)
                    sql = _INTO[table]
                    if self._connection.execute(sql, (*row, *astuple(link))).rowcount:
                        ends[device] = Head(link.number, link.sum)
                        added.append((table, row[0]))
                        tips[device] = (table, row[0])
                new_heads = [(device, *astuple(head)) for device, head in ends.items()]
                self._connection.executemany(SET_HEAD, new_heads)
            self._heads.update(ends)
        for end in list(ends.items())[-1:]:
            self._mark.write(*end)
        if len(added) > 1:
            self._tips.write({**self._tips.read(), **tips})
        if self.inserted is not None:
            self.inserted += added
        return len(added)

    def ensure_writable(self) -> None:
        """Raise LogError if the log could only be opened to be read."""
        if not self._writable:
            raise LogError(
                f"the review log {self._path} is read-only: grades cannot be saved",
                "make its folder writable, or choose another with --home",
            )

    def _head(self, device: str) -> Head:
        """Return where a chain ends; inside a transaction, so that it stays there.

        A chain that was cut goes on behind what it is known to have had: the gap
        stays visible until a restore fills it.
        """
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._heads.clear()
            self._version = version
        if device not in self._heads:
            stored = head_of(self._connection, device)
            marked = self._mark.read().get(device, Head())
            self._heads[device] = max(stored, marked, key=lambda head: head.number)
        return self._heads[device]


def _hold(path: Path) -> Hold:
    """Share the folder's lock with every quizapp except one that restores."""
    try:
        return share(path.parent)
    except BlockingIOError as error:
        raise LogError(
            f"the review log {path} is being restored", "wait until it is done"
        ) from error


def _prepare(connection: LogConnection, path: Path) -> str | None:
    """Prepare the log; a newer quizapp's log is not changed, not even its mode."""
    version = ensure_ours(connection, path)
    connection.take_turns(path)
    enter_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: also through the disk's cache
    news = _news(path, version)
    migrate(connection)
    return news


def _news(path: Path, version: int) -> str | None:
    """Return what the user should know about a new log, or one with an old schema."""
    if version == 0 and has_daily_backup(path):
        return (
            "this review log is new, but there are backups of an older one:"
            " `quizapp restore latest` brings it back"
        )
    return back_up_before_migration(path) if 0 < version < len(MIGRATIONS) else None


def migrate(connection: sqlite3.Connection) -> None:
    """Migrate a log to the newest schema, step by step."""
    for number in range(version_of(connection) + 1, len(MIGRATIONS) + 1):
        _migrate(connection, number)


def _migrate(connection: sqlite3.Connection, number: int) -> None:
    """Apply one step, unless another process just did."""
    with writing(connection):
        if version_of(connection) >= number:
            return
        for statement in statements(MIGRATIONS[number - 1]):
            connection.execute(statement)
        if number == CHAINED:
            chain_all(connection)
        connection.execute(f"PRAGMA user_version = {number:d}")
