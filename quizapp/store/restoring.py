"""Restoring: a backup takes the log's place, joined by all that can still be read.

Facts are never changed, so logs are merged by union: what was graded since the
backup comes along. What was there is set aside first, damaged or not. Killed at
any instant, there is either the old file or the new one, and what is set aside;
to restore again then gives the same.
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
    beside,
    connected,
    copy,
    ensure_sound,
    events_in,
    flush,
    looked_at,
    remove,
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
"""The columns of each table of events, and who reads them."""


_LISTED = "`quizapp restore` lists the backups"


class Restored(Struct, frozen=True):
    """What came of a restore."""

    events: int
    """How many the log has now."""
    joined: int
    """How many of them are not in the backup."""
    aside: Path | None
    """Where the file is that was there before."""
    sound: bool
    """Whether that file was; if not, some of it may be unreadable."""


def restore(log: Path, name: str, now: datetime) -> Restored:
    """Put a backup in the place of the log. After a LogError the log is as it was."""
    backup = folder_of(log) / name
    with (
        log_errors(backup, "the backup"),
        closing(looked_at(backup, alone=True)) as source,
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
    with log_errors(log), closing(looked_at(log)) as connection:
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
    """Let no other process have the log open, or open it."""
    with ExitStack() as held:
        try:
            held.enter_context(locks.alone(log.parent))
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
    """Keep what is there under a name that tells whether it is sound."""
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
        remove(aside)  # nothing was done yet
        raise


def _written(log: Path) -> tuple[Path, Path]:
    """Return the files that events are in."""
    return log, beside(log, "-wal")


def _free(folder: Path, stamp: str) -> Path:
    """Return a name for a damaged file; as the name of a sound one it is free too."""
    for number in count(1):
        suffix = f"{stamp}{'' if number == 1 else f'-{number}'}.db"
        names = [folder / f"{kind}{suffix}" for kind in (DAMAGED, REPLACED)]
        if not any(side.exists() for name in names for side in _written(name)):
            return names[0]
    raise AssertionError  # the numbers do not end


def _is_sound(aside: Path) -> bool:
    """Tell whether SQLite finds no fault, and every event can be read.

    Raises LogError for the log of a newer quizapp.
    """
    try:
        with closing(looked_at(aside)) as source:
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
    """Make one file of a sound log that was set aside, and name it so."""
    target = aside.with_name(aside.name.replace(DAMAGED, REPLACED))
    state = state_of(aside)
    with closing(looked_at(aside)) as source:
        copy(source, target, like=aside)
    os.utime(target, ns=(state, state))
    remove(aside)
    return target


def _make_way(log: Path) -> None:
    """Leave nothing beside the log that SQLite would take for the new file's.

    What is beside it goes into it first, so that it is whole until it is replaced.
    Where it is too damaged for that, the copy that was set aside has all of it.
    """
    if log.exists():
        try:
            with closing(connected(log)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
        except UNREADABLE as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
            if code & 0xFF not in _BROKEN:
                raise
    for suffix in SIDE_FILES:
        beside(log, suffix).unlink(missing_ok=True)
    flush(log.parent)


_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def _complete(draft: sqlite3.Connection, others: Iterable[Path]) -> None:
    """Bring a draft to the newest schema, and add what the others have."""
    migrate(draft)
    draft.execute("BEGIN IMMEDIATE")
    for path in others:
        with closing(looked_at(path)) as source:
            join(source, draft)
        beside(path, "-shm").unlink(missing_ok=True)  # made by the look
    draft.execute("COMMIT")


def join(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Add to a log every row that another has, as far as it can be read.

    The name of the installation stays what it is in the target.
    """
    try:
        found = tables_of(source)
    except UNREADABLE:
        return
    for table, known in tables_of(target).items():
        columns = tuple(name for name in known if name in found.get(table, ()))
        if table == "installation" or not columns:
            continue
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608  # names of the schema
        there = {key for (key,) in target.execute(_select(table, columns[:1]))}
        for row in _rows(source, table, columns):
            if row[0] not in there and _is_readable(table, columns, row):
                with suppress(sqlite3.IntegrityError, UnicodeError):
                    target.execute(sql, row)


def _rows(
    source: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> Iterator[Row]:
    """Yield the rows up to a damaged page, then from the end those behind it."""
    for order in ("ASC", "DESC"):
        try:
            yield from source.execute(f"{_select(table, columns)} ORDER BY 1 {order}")
        except UNREADABLE:
            continue
        return


def _select(table: str, columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608  # names of the schema


def _is_readable(table: str, columns: tuple[str, ...], row: Row) -> bool:
    """Tell whether a quizapp could have written a row."""
    expected, read = _READERS.get(table, ("", id))
    if ", ".join(columns) != expected:
        return True
    try:
        read(row)
    except (ValueError, OverflowError, TypeError):
        return False
    return True
