"""Copies: a database as one file, complete and on disk before it gets its name.

A copy is made under another name with SQLite's backup API, so others may write
meanwhile. It is checked, flushed, and only then renamed. Raises what SQLite and the
file system raise.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from quizapp.store.faults import BUSY_SECONDS
from quizapp.store.turns import LogConnection, turn_of

LARGE = 64 * 2**20
"""Databases of more bytes get SQLite's quick check only."""
SIDE_FILES = ("-wal", "-shm", "-journal")
"""The suffixes of the files that SQLite keeps next to a database."""


class Damaged(sqlite3.DatabaseError):
    """A database that SQLite opens and finds damaged."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def connect(path: Path) -> LogConnection:
    """Connect to a database, creating it if there is none."""
    return sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, factory=LogConnection
    )


def read_only(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """Connect to a database to read it; nothing changes it, not even closing.

    `immutable` is for a file that nobody writes: no file next to it is read or made.
    """
    how = "immutable=1" if immutable else "mode=ro"
    name = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Read one state of a database, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):  # the error was already raised
            connection.execute("ROLLBACK")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the number of the last migration that was applied."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def tables_of(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the tables with the names of their columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ).fetchall()
    columns = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    return {
        name: tuple(column for (column,) in connection.execute(columns, (name,)))
        for (name,) in names
        if not name.startswith("sqlite_")
    }


def events_in(connection: sqlite3.Connection) -> int:
    """Count the events: the rows of every table of facts."""
    return sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # of the schema
        for table, columns in tables_of(connection).items()
        if {"id", "device", "at"} <= set(columns)
    )


def ensure_sound(connection: sqlite3.Connection) -> None:
    """Let SQLite check a database; raise Damaged with the first fault it finds.

    Unless it is large, it is checked in memory, because SQLite does not check the
    constraints of a read-only database.
    """
    (size,) = connection.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    if size > LARGE:
        _ensure(connection, "PRAGMA quick_check(1)")
        return
    with closing(sqlite3.connect(":memory:")) as memory:
        connection.backup(memory)
        _ensure(memory, "PRAGMA integrity_check(1)")


def _ensure(connection: sqlite3.Connection, check: str) -> None:
    (result,) = connection.execute(check).fetchone()
    if result != "ok":
        raise Damaged(str(result).splitlines()[-1])


def build(
    target: Path,
    like: Path,
    fill: Callable[[sqlite3.Connection], None],
    make_way: Callable[[], None] = lambda: None,
) -> None:
    """Make a database and fill it.

    The target appears complete or not at all; `make_way` is called right before. It
    gets the permissions of the file it is `like`. One caller at a time: unfinished
    files have a fixed name, so they cannot accumulate.
    """
    with _unfinished(target) as draft:
        with closing(connect(draft)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # flushed once, below
            connection.execute("PRAGMA journal_mode = MEMORY")
            fill(connection)
            connection.execute("PRAGMA journal_mode = DELETE")  # no file next to it
            ensure_sound(connection)
        if like.exists():
            shutil.copymode(like, draft)
        flush(draft)
        make_way()
        draft.replace(target)
        flush(target.parent)


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    draft = target.with_name("unfinished.db")
    remove(draft)
    try:
        yield draft
    finally:
        remove(draft)


def remove(path: Path) -> None:
    """Remove a database and the files next to it, if they exist."""
    for suffix in ("", *SIDE_FILES):
        side_file(path, suffix).unlink(missing_ok=True)


def side_file(path: Path, suffix: str) -> Path:
    """Return the path of a file next to a database: its name with a suffix."""
    return path.with_name(path.name + suffix)


def has_bytes(path: Path) -> bool:
    """Return whether a file exists and is not empty."""
    return path.exists() and path.stat().st_size > 0


def flush(path: Path) -> None:
    """Flush a file, or the names in a folder, to disk."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return  # Windows flushes names itself
    descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError:
        if not is_folder:  # a few file systems cannot flush folders
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, and flush its name before anything is stored in it."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for created in missing:
        flush(created.parent)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the write lock first, so that two processes queue instead of failing."""
    with turn_of(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
