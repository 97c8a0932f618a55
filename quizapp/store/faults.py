"""Faults: errors of SQLite and the file system as one clear line.

The line names the file, says what happened, and what to do about it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.errors import LogError

BUSY_SECONDS = 10.0
"""How long to wait while another quizapp commits."""

UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a database may raise; even its message about damage can be damaged."""


@contextmanager
def log_errors(path: Path, what: str = "the review log") -> Iterator[None]:
    """Turn errors about the file at this path into LogError."""
    try:
        yield
    except UNREADABLE as error:
        raise _log_error(path, what, error) from error
    except OSError as error:
        raise LogError(
            f"cannot use {path} for {what}: {error.strerror}",
            "choose a folder you can write to with --home",
        ) from error


@contextmanager
def row_errors(path: Path) -> Iterator[None]:
    """Raise LogError for a row that no quizapp wrote: damage that SQLite cannot see."""
    try:
        yield
    except (ValueError, OverflowError, TypeError) as error:
        raise LogError(f"the review log {path} is damaged", _RESTORE) from error


def _log_error(path: Path, what: str, error: Exception) -> LogError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if isinstance(error, UnicodeError) or str(error).startswith("Could not decode"):
        code = sqlite3.SQLITE_CORRUPT  # invalid text has no error code
    reason, hint = _REASONS.get(code, (f"failed ({error})", "run `quizapp doctor`"))
    return LogError(f"{what} {path} {reason}", hint)


LISTS_BACKUPS = "`quizapp restore` lists the backups"
_RESTORE = f"quizapp has not changed it; {LISTS_BACKUPS}"

_REASONS = {
    sqlite3.SQLITE_BUSY: (
        f"was busy for {BUSY_SECONDS:.0f} s",
        "another quizapp is using it: close that one, then try again",
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
        "cannot be written: the disk is full",
        "free some space, then try again; nothing earlier is lost",
    ),
    sqlite3.SQLITE_IOERR: (
        "cannot be written: the disk is full or failing",
        "free some space, then try again; nothing earlier is lost",
    ),
    sqlite3.SQLITE_NOTADB: ("is not a database", _RESTORE),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _RESTORE),
}
