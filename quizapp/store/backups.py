"""Backups: copies of the log in a folder next to it, and which of them to keep.

    2026-03-02.db                    of a study day; few of the older ones are kept
    schema-2.db                      from before a migration
    replaced-20260302T091500Z.db     the log before a restore
    damaged-20260302T091500Z.db      the same, if it was damaged

A backup under its final name is complete, sound and flushed to disk. Its modification
time is set to that of the log, so it shows which state it holds, whatever the clock
did since.
"""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

from msgspec import Struct

from quizapp.errors import LogError
from quizapp.store import locks
from quizapp.store.copies import (
    build,
    ensure_sound,
    events_in,
    has_bytes,
    make_folder,
    read_only,
    side_file,
    version_of,
)
from quizapp.store.damage import damaged
from quizapp.store.faults import UNREADABLE, log_errors
from quizapp.store.head_mark import HeadMark
from quizapp.store.links import damage_in
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.schemas import schema_version

DAYS, WEEKS, MONTHS = 7, 4, 6
"""How many of the latest days are kept, and last days of weeks and of months."""

DAMAGED, REPLACED = "damaged-", "replaced-"
"""Prefixes of the copies that a restore makes of the log it replaces."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Backup(Struct, frozen=True):
    """A copy of the log, as listed."""

    name: str
    when: datetime
    """The last change of the log in it, in UTC."""
    events: int | None
    """None if they cannot be counted."""
    bytes: int
    sound: bool

    @property
    def set_aside(self) -> bool:
        """Whether it is the log from before a restore."""
        return self.name.startswith((DAMAGED, REPLACED))


def folder_of(log: Path) -> Path:
    """Return the folder for the backups of a log."""
    return log.parent / "backups"


def outdated(days: Collection[date]) -> frozenset[date]:
    """Return the days whose backups are no longer needed.

    The last day of a week or month is kept: it stays the last, so deleting day by day
    gives the same result as deleting once at the end.
    """
    latest = sorted(days, reverse=True)
    weeks = {day.isocalendar()[:2]: day for day in sorted(days)}
    months = {(day.year, day.month): day for day in sorted(days)}
    kept = {
        *latest[:DAYS],
        *sorted(weeks.values(), reverse=True)[:WEEKS],
        *sorted(months.values(), reverse=True)[:MONTHS],
    }
    return frozenset(days) - kept


def back_up_day(log: Path, day: date) -> bool:
    """Back up a study day, once, if the log changed since the last backup.

    Raises LogError if that fails or the log is damaged.
    """
    folder = folder_of(log)
    with log_errors(folder, "the backups"):
        make_folder(folder)
        days, state = _days(folder), state_of(log)
        last = max(days, default=None)
        if day in days or (last is not None and _changed(days[last]) == state):
            return False
    with log_errors(log):
        is_made = _make(log, folder / f"{day}.db", len(MIGRATIONS))
    with log_errors(folder, "the backups"):
        for old in outdated(_days(folder)) if is_made else ():
            (folder / f"{old}.db").unlink(missing_ok=True)
    return is_made


def back_up_before_migration(log: Path) -> str | None:
    """Back up the log with its present schema; return what went wrong, if anything."""
    try:
        with log_errors(log):
            make_folder(folder_of(log))
            with closing(read_only(log)) as connection:
                version = version_of(connection)
            if version < len(MIGRATIONS):  # another process may just have done it
                _make(log, folder_of(log) / f"schema-{version}.db", version)
    except LogError as error:
        return f"no backup was made before the log was upgraded: {error}"
    return None


def _make(log: Path, target: Path, version: int) -> bool:
    """Back up the log if it has events and its schema is still of this version."""
    with locks.exclusive(target.parent, wait=True), closing(read_only(log)) as source:
        state, known = state_of(log), HeadMark(log).read()
        source.execute("BEGIN")  # so that one state is read
        if version_of(source) != version or events_in(source) == 0:
            return False
        if damage := damage_in(source, known):
            raise damaged(log, damage)  # it must not replace a better one
        build(target, log, source.backup)
        os.utime(target, ns=(state, state))
    return True


def state_of(log: Path) -> int:
    """Return the last change of the log, in nanoseconds since 1970."""
    sides = (log, side_file(log, "-wal"))
    return max(_changed(side) for side in sides if side == log or has_bytes(side))


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns


def _days(folder: Path) -> dict[date, Path]:
    return {
        date.fromisoformat(path.stem): path
        for path in folder.glob("*.db")
        if _DAY.fullmatch(path.stem)
    }


def has_daily_backup(log: Path) -> bool:
    """Return whether there is a backup of a study day."""
    return bool(_days(folder_of(log)))


def list_backups(log: Path) -> Iterator[Backup]:
    """Yield every backup by the time of its state, the latest first.

    Each is verified only when it is asked for, since that takes a while.
    """
    paths = folder_of(log).glob("*.db")
    states = [(_changed(path), path) for path in paths if path.stem != "unfinished"]
    for _, path in sorted(states, reverse=True):
        yield _read(path)


def _read(path: Path) -> Backup:
    when = datetime.fromtimestamp(_changed(path) / 1e9, UTC)
    size = path.stat().st_size
    events = None
    try:
        with closing(read_only(path, immutable=True)) as connection:
            events = events_in(connection)
            ensure_sound(connection)
            sound = bool(schema_version(connection)) and not damage_in(connection)
    except UNREADABLE:
        sound = False
    return Backup(path.name, when, events, size, sound)


def ensure_known(version: int, path: Path) -> None:
    """Raise LogError for the schema of a newer quizapp: it is not touched."""
    known = len(MIGRATIONS)
    if version > known:
        raise LogError(
            f"{path} was written by a newer quizapp (its schema is {version},"
            f" this one knows {known})",
            "update quizapp, or choose another --home; if there never was a newer one,"
            " its header is damaged: `quizapp restore latest`",
        )


BEHIND = 3.0
"""Seconds until a backup begins: checking a long log would slow a start down."""


class BackupJob:
    """Backs up a day in a thread, once the first question is shown."""

    def __init__(self, log: Path, day: date) -> None:
        self._log, self._day = log, day
        self._fault: LogError | None = None
        self._is_awaited = Event()
        self._thread = Thread(target=self._back_up, name="backup")
        self._thread.start()

    def _back_up(self) -> None:
        self._is_awaited.wait(BEHIND)
        try:
            back_up_day(self._log, self._day)
        except LogError as error:
            self._fault = error

    def ended(self) -> str | None:
        """Wait for the end, and return why there is no backup, if it failed."""
        self._is_awaited.set()
        self._thread.join()
        if self._fault is None:
            return None
        return f"no backup was made: {self._fault}"
