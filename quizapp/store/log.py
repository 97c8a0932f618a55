"""The review log in SQLite: append-only, one durable commit per event.

WAL with synchronous=FULL: once `append` returns, the event survives a power cut.
Triggers refuse UPDATE and DELETE. Appending an event that is already there changes
nothing, so merging two logs is a union.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import astuple

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.moment import ROLLOVER, Moment
from quizapp.core.scheduling.review import (
    Event,
    Fact,
    Retracted,
    facts,
    under_current_id,
    with_rollover,
)
from quizapp.errors import LogError
from quizapp.store.backups import back_up_before_migration, has_daily_backup
from quizapp.store.chain import Head, link_after
from quizapp.store.copies import (
    connect,
    make_folder,
    reading,
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
from quizapp.store.migrations import CHAINED, MIGRATIONS, statements
from quizapp.store.opening import ensure_ours, loss
from quizapp.store.place import Place
from quizapp.store.rows import (
    PRIME,
    End,
    Extent,
    Row,
    is_plausible,
    row_of_moment,
)
from quizapp.store.tables import EVENT_TABLES, OF_CARDS, stored
from quizapp.store.wal import enter_wal, ignored_commits

if TYPE_CHECKING:  # a start without an interview does not load them
    from quizapp.core.interview.facts import InterviewEvent

_INTO = {table: insertion(table) for table in EVENT_COLUMNS}
_ENDS_AFTER = tuple(
    "SELECT count(*), coalesce(max(id), ''),"  # noqa: S608  # constants
    f" coalesce(sum(at % {PRIME}), 0) FROM {table} WHERE id > ?"
    for table in EVENT_COLUMNS
)
_IN_FORCE = "id NOT IN (SELECT review FROM retractions)"


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


class SqliteLog:
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
        self._path = path
        self._writable = writable
        self._connection = connection
        self._hold = hold
        self.device: str = device
        """The random name of this installation."""
        self.appended = 0
        """How many events this object committed."""
        self.news = news
        """What the user should know about opening it."""
        self.former = FormerIds()
        """What cards were called before; their facts are read under current ids."""
        self.rollover = ROLLOVER
        """When a study day begins; facts are read with it."""
        self._place = Place(path)
        self._mark = HeadMark(path)
        self._heads: dict[str, Head] = {}
        """Where the chains end, as long as nobody else has written,"""
        self._version = -1
        """which this number of SQLite's shows."""

    def append(self, event: Event) -> None:
        """Commit one event, or raise LogError and store nothing of it."""
        self._insert([stored(event)])
        self.appended += 1

    def append_all(self, events: Iterable[Event]) -> int:
        """Commit events in one transaction, except those that are already here.

        Returns how many were new. Raises LogError and stores nothing.
        """
        added = self._insert([stored(event) for event in events])
        self.appended += added
        return added

    def append_interview(self, event: "InterviewEvent") -> None:
        """Commit one fact of an interview, or raise LogError and store nothing."""
        from quizapp.store.interview_rows import row_of_interview

        self._insert([("facts", row_of_interview(event))])
        self.appended += 1

    def interview_events(self) -> "Iterator[InterviewEvent]":
        """Yield every fact of every interview, under the present ids of its cards."""
        from quizapp.core.interview.facts import with_present_ids
        from quizapp.store.interview_rows import SELECT_INTERVIEWS, interview_of_row

        with log_errors(self._path), row_errors(self._path):
            for row in self._connection.execute(SELECT_INTERVIEWS):
                event = interview_of_row(row) if is_plausible(*row[6:8]) else None
                if event is not None:
                    yield with_present_ids(event, self.former)

    def events(self, after: Extent = Extent()) -> Iterator[Event]:
        """Yield every event after an extent, table by table."""
        with log_errors(self._path), row_errors(self._path):
            for table, end in zip(EVENT_TABLES, after.ends, strict=True):
                yield from self._read(table, "WHERE id > ?", (end.last,))

    def implausible(self) -> int:
        """Count the events that are left out because of an impossible date."""
        with log_errors(self._path):
            return implausible_events(self._connection)

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
        with log_errors(self._path), reading(self._connection):
            yield

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return the facts of a card that are in force, in order of time."""
        ids = self.former.all_of(card)
        where = " OR ".join(["deck = ? AND card = ?"] * len(ids))
        names = tuple(name for id_ in ids for name in (id_.deck, id_.card))
        with log_errors(self._path):
            return facts(self._facts(f"WHERE ({where}) AND {_IN_FORCE}", names))

    def latest(self) -> Fact | None:
        """Return the last fact in force of this device, by id."""
        where = f"WHERE device = ? AND {_IN_FORCE} ORDER BY id DESC LIMIT 20"
        with log_errors(self._path):
            ours = self._facts(where, (self.device,))
            return max(ours, key=lambda fact: fact.id, default=None)

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

    def _facts(self, where: str, values: Row) -> Iterator[Fact]:
        for table in OF_CARDS:
            for event in self._read(table, where, values):
                if not isinstance(event, Retracted):
                    yield event

    def _read(self, table: str, where: str, values: Row) -> Iterator[Event]:
        """Read events as they count now: the only place.

        Under the present ids of their cards, and with the user's present rollover.
        """
        read, former = EVENT_TABLES[table].plausible, self.former
        other = self.rollover != ROLLOVER
        sql = f"SELECT {EVENT_COLUMNS[table]} FROM {table} {where}"  # noqa: S608  # constants
        for row in self._connection.execute(sql, values):
            event = read(row)
            if event is None:
                continue
            if former:
                event = under_current_id(event, former)
            yield with_rollover(event, self.rollover) if other else event

    def _insert(self, rows: Sequence[tuple[str, Row]]) -> int:
        """Insert rows, each behind the last one of its device; count the new ones."""
        self.ensure_writable()
        added, ends = 0, dict[str, Head]()
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
                        added += 1
                new_heads = [(device, *astuple(head)) for device, head in ends.items()]
                self._connection.executemany(SET_HEAD, new_heads)
            self._heads.update(ends)
        for end in list(ends.items())[-1:]:
            self._mark.write(*end)
        return added

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


def _prepare(connection: sqlite3.Connection, path: Path) -> str | None:
    """Prepare the log; a newer quizapp's log is not changed, not even its mode."""
    version = ensure_ours(connection, path)
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
