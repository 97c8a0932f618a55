"""WAL: commits that SQLite ignores in a damaged write-ahead log.

SQLite reads a write-ahead log up to the first frame whose checksum is wrong and
ignores the rest without a word, because an unfinished commit looks like that. A
damaged frame looks like that, too, and the commits behind it were acknowledged.
They are recognized by their salts: what an earlier generation of the log left
behind has other ones.

The format is SQLite's: https://sqlite.org/fileformat2.html#the_write_ahead_log
"""

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from quizapp.store.copies import writing

_HEADER, _FRAME_HEADER = 32, 24
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""The first number of the file, and the byte order in which checksums read it."""
_FLIPPED_BITS = 2
"""Salts that differ in so few bits are damaged; another generation differs in more."""

_Sums = tuple[int, int]


class _Frame(Struct, frozen=True):
    ends_commit: bool
    salts: bytes
    stored: _Sums
    """The checksums in the frame's header,"""
    covered: bytes
    """and the bytes that they cover, after those of the frame before."""


def ignored_commits(wal: Path) -> int:
    """Return how many commits SQLite ignores although they are of this generation.

    1 may be a commit that was being written when the process was killed. 0 for a
    file that is missing or empty. Raises OSError.
    """
    try:
        content = wal.read_bytes()
    except FileNotFoundError:
        return 0
    if len(content) < _HEADER + _FRAME_HEADER:
        return 0
    salts, sums = content[16:24], struct.unpack(">2I", content[24:32])
    order = _MAGIC.get(int.from_bytes(content[:4]))
    is_valid = order is not None and _checksum(order, content[:24], (0, 0)) == sums
    commits = 0
    for frame in _frames(content):
        if is_valid and order is not None:
            sums = _checksum(order, frame.covered, sums)
            is_valid = frame.salts == salts and frame.stored == sums
        if (
            not is_valid
            and frame.ends_commit
            and _distance(frame.salts, salts) <= (_FLIPPED_BITS)
        ):
            commits += 1
    return commits


def _frames(content: bytes) -> Iterator[_Frame]:
    """Yield the whole frames; the last one may be cut off."""
    page = _page_size(content)
    size = _FRAME_HEADER + page
    for start in range(_HEADER, len(content) - size + 1, size):
        _, pages = struct.unpack_from(">2I", content, start)
        body = content[start + _FRAME_HEADER : start + size]
        yield _Frame(
            ends_commit=pages > 0,
            salts=content[start + 8 : start + 16],
            stored=struct.unpack_from(">2I", content, start + 16),
            covered=content[start : start + 8] + body,
        )


def _page_size(content: bytes) -> int:
    """Return the size of a page: a power of two, or SQLite's default if damaged."""
    size = int.from_bytes(content[8:12])
    return size if size.bit_count() == 1 and 512 <= size <= 65536 else 4096


def _checksum(order: str, data: bytes, sums: _Sums) -> _Sums:
    """Continue SQLite's checksum over a multiple of eight bytes."""
    first, second = sums
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def _distance(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


_ATTEMPTS = 20
"""Attempts to switch a new log to WAL: another start may block it once or twice."""


def enter_wal(connection: sqlite3.Connection) -> None:
    """Switch a new log to WAL, even if two processes open it together.

    SQLite refuses the switch at once while another process writes, whatever the
    timeout, so wait for the write lock and try again.
    """
    for _ in range(_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            with writing(connection):
                pass
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")
