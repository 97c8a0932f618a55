"""Headers: reading a database whose first hundred bytes are damaged.

SQLite refuses a file, or misreads it, if a few bits of its header are wrong. All of
quizapp's files have the same values there, so a copy with a repaired header shows
what the tables still hold.

The format is SQLite's: https://sqlite.org/fileformat2.html#the_database_header
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from quizapp.store.copies import has_bytes, read_only, side_file
from quizapp.store.faults import UNREADABLE
from quizapp.store.schemas import schema_version

_PAGE = 4096
"""The page size of every SQLite since 3.12, if nothing else is asked for."""
_ROLLBACK, _WAL = 1, 2
"""The read and write versions of the two journal modes."""


@contextmanager
def readable(path: Path, *, immutable: bool = False) -> Iterator[sqlite3.Connection]:
    """Connect to a database to read it, or else to a copy with a repaired header.

    If the copy cannot be read either, raises what SQLite says about the file.
    """
    with ExitStack() as opened:
        connection = opened.enter_context(closing(read_only(path, immutable=immutable)))
        try:
            schema_version(connection)
        except UNREADABLE as error:
            folder = opened.enter_context(TemporaryDirectory())
            copy = Path(folder) / "repaired.db"
            _repair(path, copy)
            connection = opened.enter_context(closing(read_only(copy)))
            if not _is_readable(connection):
                raise error from None  # what is wrong with the file itself
        yield connection


def _is_readable(connection: sqlite3.Connection) -> bool:
    try:
        return bool(schema_version(connection))
    except UNREADABLE:
        return False


def _repair(path: Path, copy: Path) -> None:
    """Copy a database, with the header that every file of quizapp has."""
    content = bytearray(path.read_bytes())
    wal = side_file(path, "-wal")
    has_wal = has_bytes(wal)
    if len(content) >= _PAGE:
        version = _WAL if has_wal else _ROLLBACK
        content[0:16] = b"SQLite format 3\0"
        content[16:24] = bytes([*_PAGE.to_bytes(2), version, version, 0, 64, 32, 32])
        content[28:32] = (len(content) // _PAGE).to_bytes(4)
        content[32:40] = bytes(8)  # no free pages: at worst some are not reused
        content[44:48] = (4).to_bytes(4)  # schema format
        content[52:60] = bytes([0, 0, 0, 0, 0, 0, 0, 1])  # no vacuum, UTF-8
        content[92:96] = content[24:28]  # the size above is valid
    copy.write_bytes(content)
    if has_wal:
        shutil.copyfile(wal, side_file(copy, "-wal"))
