"""Copies: a database as one sealed file, whole and on the disk before it has a name.

A copy is made under another name through SQLite's backup API, so others may write
meanwhile; it is checked, flushed, and only then named. Raises what SQLite and the
file system raise.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quizapp.store.faults import BUSY_SECONDS

LARGE = 64 * 2**20
"""Bytes beyond which a database is checked in brief."""
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database, by what is added to its name."""


class Damaged(sqlite3.DatabaseError):
    """A database that SQLite opens, and finds not to be sound."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def connected(path: Path) -> sqlite3.Connection:
    """Connect to a database, creating it where there is none."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def looked_at(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """Connect to a database to read it. It is not changed, not even by closing.

    `alone` is for a file that nobody writes: nothing beside it is read or made.
    """
    how = "immutable=1" if alone else "mode=ro"
    name = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


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
    """Count the events: the rows of every table of facts that have ids."""
    return sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # of the schema
        for table, columns in tables_of(connection).items()
        if {"id", "device", "at"} <= set(columns)
    )


def ensure_sound(connection: sqlite3.Connection) -> None:
    """Let SQLite check a database; raise Damaged with the first thing it finds.

    It is checked in memory, where that is not too much: of one that may only be
    read, SQLite does not check the constraints.
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
    (found,) = connection.execute(check).fetchone()
    if found != "ok":
        raise Damaged(str(found).splitlines()[-1])


def copy(
    source: sqlite3.Connection,
    target: Path,
    like: Path,
    change: Callable[[sqlite3.Connection], None] = lambda _: None,
    make_way: Callable[[], None] = lambda: None,
) -> None:
    """Make a target that holds what the source does, after a change.

    It is there as a whole or not at all; `make_way` is called right before. Those
    may read it who may read the file it is like. One caller at a time: until it is
    whole it has the same name each time, so that nothing unfinished heaps up.
    """
    with _unfinished(target) as draft:
        with closing(connected(draft)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole
            connection.execute("PRAGMA journal_mode = OFF")
            source.backup(connection)
            connection.execute("PRAGMA journal_mode = DELETE")  # no file beside it
            change(connection)
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
    """Remove a database, if it is there, with what is kept beside it."""
    for suffix in ("", *SIDE_FILES):
        beside(path, suffix).unlink(missing_ok=True)


def beside(path: Path, suffix: str) -> Path:
    """Return the path of what SQLite keeps beside a database."""
    return path.with_name(path.name + suffix)


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return  # its names are the system's business
    descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError:
        if not is_folder:  # a few file systems cannot do that to a folder
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, and let it be on the disk before anything is kept in it."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        flush(each.parent)
