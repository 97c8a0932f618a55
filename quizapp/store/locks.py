"""Locks: processes with the log open share the folder's lock; a restore has it alone.

The lock is taken before the log is opened, so no process can have the file open, or
be about to, while another file takes its place. The lock ends with the process,
however that ends. File systems without such locks have none: there, open files cannot
be replaced (Windows), or SQLite's own locks are asked.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_SHARED_FIRST, _SHARED_SIZE = 0x4000_0002, 510
"""The bytes that every connection to a database in WAL mode holds a read lock on."""


class Hold:
    """A lock, held until it is released."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Release the lock. Harmless when repeated."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


def share(folder: Path) -> Hold:
    """Share a folder's lock; BlockingIOError if a process holds it exclusively."""
    if sys.platform == "win32":
        return Hold(None)
    return _hold(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)


@contextmanager
def exclusive(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a folder's lock alone; unless waiting, BlockingIOError if it is held."""
    if sys.platform == "win32":
        yield
        return
    hold = _hold(folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    try:
        yield
    finally:
        hold.release()


def is_held(database: Path) -> bool:
    """Return whether a process that ignores folder locks has a database open.

    Not for a process that has it open itself: closing a file drops all locks.
    """
    if sys.platform == "win32" or not database.is_file():
        return False
    with database.open("r+b") as file:
        try:
            fcntl.lockf(
                file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST
            )
        except BlockingIOError:
            return True
    return False


def _hold(folder: Path, operation: int) -> Hold:
    if sys.platform == "win32":
        return Hold(None)
    descriptor = None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(descriptor, operation)
    except OSError as error:
        if descriptor is not None:
            os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return Hold(None)  # this file system has no such locks
    return Hold(descriptor)
