"""Restoring: a backup replaces the log, together with all events still readable in it.

Facts never change, so logs are merged by union: what was graded since the backup is
kept. The old log is copied first, damaged or not. Killed at any instant, there is
either the old file or the new one, and the copy; restoring again gives the same.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
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
    build,
    connect,
    ensure_sound,
    events_in,
    flush,
    has_bytes,
    read_only,
    remove,
    side_file,
    version_of,
)
from quizapp.store.faults import LISTS_BACKUPS, UNREADABLE, log_errors
from quizapp.store.head_mark import HeadMark
from quizapp.store.headers import readable
from quizapp.store.links import accept, damage_in
from quizapp.store.log import migrate
from quizapp.store.merging import merge
from quizapp.store.schemas import foreign_object, schema_version


class Restored(Struct, frozen=True):
    """The result of a restore."""

    events: int
    """How many events the log has now."""
    joined: int
    """How many of them are not in the backup."""
    aside: Path | None
    """The copy of the log that was there before; None if there was none."""
    sound: bool
    """Whether that log was sound; if not, some of it may be unreadable."""
    left_out: int = 0
    """How many events were damaged, with no intact copy anywhere."""
    lost: int = 0
    """How many events are known to have existed and could not be brought back."""


def restore(log: Path, name: str, now: datetime) -> Restored:
    """Replace the log with a backup. After a LogError the log is unchanged."""
    backup = folder_of(log) / name
    with log_errors(backup, "the backup"), readable(backup, immutable=True) as source:
        _ensure_restorable(source, backup)
        backed_up = events_in(source)
        with log_errors(log), _alone(log):
            aside = _set_aside(log, f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            others = set(folder_of(log).glob(f"{DAMAGED}*.db"))
            others |= {aside} if aside is not None else set()
            left_out = lost = 0

            def fill(draft: sqlite3.Connection) -> None:
                nonlocal left_out, lost
                left_out = _merge(draft, source, others)
                missing = damage_in(draft, HeadMark(log).read()).missing
                accept(draft, missing, int(now.timestamp() * 1e6))
                lost = sum(map(len, missing))

            build(log, log, fill, lambda: _make_way(log))
    with log_errors(log), closing(read_only(log)) as connection:
        events = events_in(connection)
    sound = aside is None or aside.name.startswith(REPLACED)
    joined = max(0, events - backed_up)
    return Restored(events, joined, aside, sound, left_out, lost)


def _merge(
    draft: sqlite3.Connection, backup: sqlite3.Connection, others: Iterable[Path]
) -> int:
    """Fill a draft with the events of a backup and of other logs; see `merge`."""
    migrate(draft)
    with ExitStack() as opened:
        sources = [backup]
        for path in sorted(others):
            with suppress(*UNREADABLE):
                sources.append(opened.enter_context(readable(path)))
        left_out = merge(draft, sources)
    for path in others:
        side_file(path, "-shm").unlink(missing_ok=True)  # made by reading
    return left_out


def _ensure_restorable(source: sqlite3.Connection, backup: Path) -> None:
    schema = schema_version(source)
    if schema is None:
        ensure_known(version_of(source), backup)
        reason = foreign_object(source)
        raise LogError(f"{backup} is not a review log: {reason}", LISTS_BACKUPS)
    if schema == 0:
        raise LogError(f"{backup} is not a review log", LISTS_BACKUPS)


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
    if not any(map(has_bytes, _written(log))):
        return None
    aside = _free(folder_of(log), stamp)
    try:
        for path, copy in zip(_written(log), _written(aside), strict=True):
            if path.exists():
                shutil.copyfile(path, copy)
                shutil.copystat(path, copy)
                flush(copy)
        flush(aside.parent)
        return _sealed(aside) if _is_sound(aside) else aside
    except BaseException:
        remove(aside)  # nothing was changed yet
        raise


def _written(log: Path) -> tuple[Path, Path]:
    """Return the files that hold events."""
    return log, side_file(log, "-wal")


def _free(folder: Path, stamp: str) -> Path:
    """Return a name for a damaged log that a sound one could have as well."""
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
            schema = schema_version(source)
            if schema is None:
                ensure_known(version_of(source), aside)
            ensure_sound(source)
            return schema == version_of(source) and not damage_in(source)
    except UNREADABLE:
        return False


def _sealed(aside: Path) -> Path:
    """Turn the copy of a sound log into one file, with the name of a sound one."""
    target = aside.with_name(aside.name.replace(DAMAGED, REPLACED))
    state = state_of(aside)
    with closing(read_only(aside)) as source:
        build(target, aside, source.backup)
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
