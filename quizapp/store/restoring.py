"""Restoring: a backup replaces the log, together with all events still readable in it.

Facts never change, so logs are merged by union: what was graded since the backup is
kept. The old log is copied first, damaged or not. Killed at any instant, there is
either the old file or the new one, and the copy; restoring again gives the same.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from msgspec import Struct

from quizapp.errors import LogError
from quizapp.store import locks
from quizapp.store.backups import (
    DAMAGED,
    REPLACED,
    ensure_known,
    folder_of,
    state_of,
)
from quizapp.store.copies import (
    SIDE_FILES,
    connect,
    copy,
    ensure_sound,
    events_in,
    flush,
    read_only,
    remove,
    side_file,
    tables_of,
    version_of,
)
from quizapp.store.faults import UNREADABLE, log_errors
from quizapp.store.log import migrate
from quizapp.store.rows import (
    MARK_COLUMNS,
    RETRACTION_COLUMNS,
    REVIEW_COLUMNS,
    Row,
    mark_of_row,
    retraction_of_row,
    review_of_row,
)

_READERS: Mapping[str, tuple[str, Callable[[Row], object]]] = {
    "reviews": (REVIEW_COLUMNS, review_of_row),
    "marks": (MARK_COLUMNS, mark_of_row),
    "retractions": (RETRACTION_COLUMNS, retraction_of_row),
}
"""The columns of each table of events, and the function that reads a row."""


_LISTED = "`quizapp restore` lists the backups"


class Restored(Struct, frozen=True):
    """The result of a restore."""

    events: int
    """How many events the log has now."""
    joined: int
    """How many of them are not in the backup."""
    aside: Path | None
    """Where the file is that was there before."""
    sound: bool
    """Whether that file was; if not, some of it may be unreadable."""


def restore(log: Path, name: str, now: datetime) -> Restored:
    """Replace the log with a backup. After a LogError the log is unchanged."""
    backup = folder_of(log) / name
    with (
        log_errors(backup, "the backup"),
        closing(read_only(backup, immutable=True)) as source,
    ):
        _ensure_restorable(source, backup)
        backed_up = events_in(source)
        with log_errors(log), _alone(log):
            aside = _set_aside(log, f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            others = set(folder_of(log).glob(f"{DAMAGED}*.db"))
            others |= {aside} if aside is not None else set()
            copy(
                source,
                log,
                log,
                lambda draft: _complete(draft, others),
                lambda: _make_way(log),
            )
    with log_errors(log), closing(read_only(log)) as connection:
        events = events_in(connection)
    sound = aside is None or aside.name.startswith(REPLACED)
    return Restored(events, events - backed_up, aside, sound)


def _ensure_restorable(source: sqlite3.Connection, backup: Path) -> None:
    version = version_of(source)
    ensure_known(version, backup)
    if version == 0:
        raise LogError(f"{backup} is not a review log", _LISTED)
    ensure_sound(source)


@contextmanager
def _alone(log: Path) -> Iterator[None]:
    """Keep other processes from having the log open, or opening it."""
    with ExitStack() as held:
        try:
            held.enter_context(locks.exclusive(log.parent))
            is_free = not locks.is_held(log)
        except BlockingIOError:
            is_free = False
        if not is_free:
            raise LogError(
                f"another quizapp has the review log {log} open",
                "close that one, then restore again",
            )
        yield


def _set_aside(log: Path, stamp: str) -> Path | None:
    """Copy the present log under a name that says whether it is sound."""
    if not any(path.exists() and path.stat().st_size for path in _written(log)):
        return None
    aside = _free(folder_of(log), stamp)
    try:
        for path, kept in zip(_written(log), _written(aside), strict=True):
            if path.exists():
                shutil.copyfile(path, kept)
                shutil.copystat(path, kept)
                flush(kept)
        flush(aside.parent)
        return _sealed(aside) if _is_sound(aside) else aside
    except BaseException:
        remove(aside)  # nothing was changed yet
        raise


def _written(log: Path) -> tuple[Path, Path]:
    """Return the files that hold events."""
    return log, side_file(log, "-wal")


def _free(folder: Path, stamp: str) -> Path:
    """Return a free name for a damaged file, free as that of a sound one, too."""
    for number in count(1):
        suffix = f"{stamp}{'' if number == 1 else f'-{number}'}.db"
        names = [folder / f"{kind}{suffix}" for kind in (DAMAGED, REPLACED)]
        if not any(side.exists() for name in names for side in _written(name)):
            return names[0]
    raise AssertionError  # `count` never ends


def _is_sound(aside: Path) -> bool:
    """Return whether SQLite finds no fault and every event can be read.

    Raises LogError for a newer quizapp's log.
    """
    try:
        with closing(read_only(aside)) as source:
            ensure_known(version_of(source), aside)
            ensure_sound(source)
            return all(
                _is_readable(table, columns, row)
                for table, columns in tables_of(source).items()
                for row in source.execute(_select(table, columns))
            )
    except UNREADABLE:
        return False


def _sealed(aside: Path) -> Path:
    """Turn the copy of a sound log into one file, with the name of a sound one."""
    target = aside.with_name(aside.name.replace(DAMAGED, REPLACED))
    state = state_of(aside)
    with closing(read_only(aside)) as source:
        copy(source, target, like=aside)
    os.utime(target, ns=(state, state))
    remove(aside)
    return target


def _make_way(log: Path) -> None:
    """Leave no file next to the log that SQLite would take for the new one's.

    They are merged into the log first, so it is complete until it is replaced. If it
    is too damaged for that, the copy has all of it.
    """
    if log.exists():
        try:
            with closing(connect(log)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
        except UNREADABLE as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
            if code & 0xFF not in _BROKEN:
                raise
    for suffix in SIDE_FILES:
        side_file(log, suffix).unlink(missing_ok=True)
    flush(log.parent)


_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def _complete(draft: sqlite3.Connection, others: Iterable[Path]) -> None:
    """Migrate a draft to the newest schema, and add the events of the others."""
    migrate(draft)
    draft.execute("BEGIN IMMEDIATE")
    for path in others:
        with closing(read_only(path)) as source:
            join(source, draft)
        side_file(path, "-shm").unlink(missing_ok=True)  # made by reading
    draft.execute("COMMIT")


def join(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Add to a log every readable row of another one.

    The target keeps the name of its installation.
    """
    try:
        tables = tables_of(source)
    except UNREADABLE:
        return
    for table, known in tables_of(target).items():
        columns = tuple(name for name in known if name in tables.get(table, ()))
        if table == "installation" or not columns:
            continue
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608  # names of the schema
        present = {key for (key,) in target.execute(_select(table, columns[:1]))}
        for row in _rows(source, table, columns):
            if row[0] not in present and _is_readable(table, columns, row):
                with suppress(sqlite3.IntegrityError, UnicodeError):
                    target.execute(sql, row)


def _rows(
    source: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> Iterator[Row]:
    """Yield the rows before a damaged page, then from the end those after it."""
    for order in ("ASC", "DESC"):
        try:
            yield from source.execute(f"{_select(table, columns)} ORDER BY 1 {order}")
        except UNREADABLE:
            continue
        return


def _select(table: str, columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608  # names of the schema


def _is_readable(table: str, columns: tuple[str, ...], row: Row) -> bool:
    """Return whether a quizapp could have written a row."""
    expected, read = _READERS.get(table, ("", id))
    if ", ".join(columns) != expected:
        return True
    try:
        read(row)
    except (ValueError, OverflowError, TypeError):
        return False
    return True
