"""Fallback: a log that cannot be opened for writing is read from a copy in memory.

On a read-only home, a read-only file system or a full disk, SQLite cannot open a
write-ahead log even to read it. Statistics and due cards work all the same; only
grading is refused.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from quizapp.store.copies import has_bytes, read_only, side_file

REFUSED = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }
)
"""What SQLite says of a file that it could read, but not open for writing."""
NOTICE = "the review log {} is read-only now: nothing can be graded"


def is_unwritable(error: Exception) -> bool:
    """Return whether an error can mean that the log can only be read."""
    if isinstance(error, OSError):
        return True
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in REFUSED


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Connect to a database to read it, or else to a copy of it in memory."""
    connection = read_only(path)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not is_unwritable(error):
            raise
        return in_memory(path)
    return connection


def in_memory(path: Path) -> sqlite3.Connection:
    """Return a copy of a database in memory, including its write-ahead log."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with _readable(path) as source:
            source.backup(memory)
    except BaseException:
        memory.close()
        raise
    return memory


@contextmanager
def _readable(path: Path) -> Iterator[sqlite3.Connection]:
    """Connect to the file itself, or to a copy if commits are in its WAL."""
    wal = side_file(path, "-wal")
    with ExitStack() as opened:
        if has_bytes(wal):
            folder = Path(opened.enter_context(TemporaryDirectory()))
            copy = folder / path.name
            shutil.copyfile(path, copy)
            shutil.copyfile(wal, side_file(copy, "-wal"))
            yield opened.enter_context(closing(read_only(copy)))
        else:
            yield opened.enter_context(closing(read_only(path, immutable=True)))
