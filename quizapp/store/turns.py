"""Turns: one process at a time writes and checkpoints, where SQLite needs it.

SQLite 3.7.0 to 3.51.2 has a fault: if one connection starts a checkpoint while another
commits and so begins the write-ahead log again, a later checkpoint can skip commits and
damage the database. It is fixed in 3.51.3, and in 3.50.7 and 3.44.6 of older branches
(https://sqlite.org/wal.html#walresetbug). With such a SQLite, each commit of quizapp
takes a turn first. A checkpoint is part of a commit, or of closing the last connection,
when SQLite has the file alone: so it never meets another process's commit.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.store.faults import BUSY_SECONDS

if sys.platform != "win32":
    import fcntl

FIRST, FIXED = (3, 7, 0), (3, 51, 3)
BACKPORTS = ((3, 44, 6), (3, 50, 7))
"""The first fixed version of older branches; later ones of a branch have it too."""
_POLL_SECONDS = 0.002


def has_reset_fault(version: tuple[int, int, int]) -> bool:
    """Return whether a version of SQLite has the fault."""
    if not FIRST <= version < FIXED:
        return False
    return not any(
        version[:2] == branch[:2] and version >= branch for branch in BACKPORTS
    )


def about_sqlite(
    version: tuple[int, int, int] = sqlite3.sqlite_version_info,
) -> str:
    """Say which SQLite this is, and what quizapp does about its fault."""
    name = f"SQLite {'.'.join(map(str, version))}"
    if not has_reset_fault(version):
        return name
    return (
        f"{name} has a fault that can damage a log that two programs write at once"
        " (fixed in 3.51.3, 3.50.7 and 3.44.6); quizapp's processes take turns"
    )


class Turns:
    """The turns of one log, for one connection."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(f"{database.name}-turn")
        self._descriptor: int | None = None

    def open(self) -> bool:
        """Return whether this file system can lock the file of the turns."""
        if sys.platform == "win32":
            return False
        try:
            mode = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self._descriptor = os.open(self._file, mode, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        except BlockingIOError:
            return True  # another process has its turn: there are locks
        except OSError:
            self.close()
            return False
        return True

    def close(self) -> None:
        """Close the file. Harmless when repeated."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Write while no other process does. Raises sqlite3.OperationalError."""
        if self._descriptor is None or sys.platform == "win32":
            yield
            return
        self._wait(self._descriptor)
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _wait(self, descriptor: int) -> None:
        if sys.platform == "win32":
            return
        for _ in range(int(BUSY_SECONDS / _POLL_SECONDS)):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_POLL_SECONDS)
            else:
                return
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error


class LogConnection(sqlite3.Connection):
    """A connection that takes turns, if it has to."""

    turns: Turns | None = None

    def take_turns(self, database: Path) -> None:
        """Take turns from now on; without locks, leave checkpoints to the last."""
        if self.turns is not None or not has_reset_fault(sqlite3.sqlite_version_info):
            return
        turns = Turns(database)
        if turns.open():
            self.turns = turns
        else:
            # Then the log is checkpointed when the last connection closes.
            self.execute("PRAGMA wal_autocheckpoint = 0")

    def close(self) -> None:
        """Close the connection and the file of the turns."""
        super().close()
        if self.turns is not None:
            self.turns.close()


@contextmanager
def turn_of(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the turn of a connection, if it takes turns."""
    turns = connection.turns if isinstance(connection, LogConnection) else None
    if turns is None:
        yield
        return
    with turns.turn():
        yield
