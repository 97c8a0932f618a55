"""The database of a collection: hostile SQLite, read and never written.

Only real tables are read, with the limits of SQLite set low: a view or a trigger of
the file never runs. Text that is not UTF-8 is read all the same; a value of another
type than its column's is converted or left out by who asks.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExchangeError

LARGEST_VALUE = 2**24
"""Bytes of one field of a note."""
_BATCH = 2_000
_LONGEST_REASON = 200
_DAMAGE = (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError)
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}

DatabaseRow: TypeAlias = Sequence[Any]


class Database:
    """The tables of one collection, until it is closed."""

    def __init__(self, connection: sqlite3.Connection, shown: str) -> None:
        self._connection = connection
        self._shown = shown
        schema = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
        self.tables = frozenset(str(name) for (name,) in self._rows(schema))
        """The real ones: a virtual table has no root page."""

    def rows(self, table: str, columns: str, order: str = "") -> Iterator[DatabaseRow]:
        """Yield these columns of a table. Raises ExchangeError if it has them not."""
        if table not in self.tables:
            raise ExchangeError(f"{self._shown} has no table `{table}`", _AGAIN)
        ordered = f" ORDER BY {order}" if order else ""
        yield from self._rows(f"SELECT {columns} FROM {table}{ordered}")  # noqa: S608  # our words

    def has_column(self, table: str, column: str) -> bool:
        """Return whether a real table has a column of this name."""
        return table in self.tables and any(
            row[1] == column for row in self._rows(f"PRAGMA table_info({table})")
        )

    def _rows(self, statement: str) -> Iterator[DatabaseRow]:
        try:
            with closing(self._connection.cursor()) as cursor:
                cursor.execute(statement)
                while rows := cursor.fetchmany(_BATCH):
                    yield from rows
        except _DAMAGE as error:
            raise _damaged(self._shown, error) from error


_AGAIN = "export it from Anki again"
_CHECK = "in Anki, use Tools > Check Database, and export it again"


@contextmanager
def opened(path: Path, shown: str) -> Iterator[Database]:
    """Open a private copy of a collection; `shown` is its name in messages."""
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise ExchangeError(f"cannot open {shown}: {error}", _AGAIN) from error
    with closing(connection):
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        connection.text_factory = lambda data: data.decode(errors="replace")
        connection.create_collation("unicase", _unicase)
        for setting in ("trusted_schema = OFF", "query_only = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {setting}")
        try:
            connection.execute("PRAGMA cell_size_check = ON")
            yield Database(connection, shown)
        except sqlite3.Error as error:
            raise _damaged(shown, error) from error


def _damaged(shown: str, error: Exception) -> ExchangeError:
    """Return the error for a damaged file; SQLite's words may quote the file."""
    words = "its text is not UTF-8" if isinstance(error, UnicodeError) else str(error)
    line = sanitize_line(words)[:_LONGEST_REASON]
    return ExchangeError(f"{shown} is damaged: {line}", _CHECK)


def _unicase(one: str, other: str) -> int:
    """Compare names as Anki's newer collections do."""
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)
