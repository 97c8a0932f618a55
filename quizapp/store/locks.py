"""The lock of a folder: whoever has a log open shares it, a restore holds it alone.

It is taken before the log is opened, so that no process can have the file open,
or be about to, while another file is put in its place. The lock goes with the
process, however that ends. Where folders cannot be locked there is none; there
the system itself keeps open files from being replaced (Windows), or SQLite's own
locks are asked.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_SHARED_FIRST, _SHARED_SIZE = 0x4000_0002, 510
"""The bytes that every connection to a database in WAL keeps a read lock on."""


class Hold:
    """A lock that is held until it is released."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go. Harmless when repeated."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


def share(folder: Path) -> Hold:
    """Hold a folder together with others; BlockingIOError if one has it alone."""
    if sys.platform == "win32":
        return Hold(None)
    return _hold(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)


@contextmanager
def alone(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a folder alone; BlockingIOError, unless waiting, if others have it."""
    if sys.platform == "win32":
        yield
        return
    hold = _hold(folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    try:
        yield
    finally:
        hold.release()


def is_held(database: Path) -> bool:
    """Tell whether a process that knows no folder locks has a database open.

    Not for a process that itself has it open: to close a file drops all locks.
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
        return Hold(None)  # this file system knows no such locks
    return Hold(descriptor)
