"""Seals: checksums over the rows of the index, by which damage is noticed."""

import sqlite3
from zlib import crc32

DAMAGE = (sqlite3.Error, UnicodeError)
"""What reading a damaged index raises; even the message about it can be damaged."""


class Broken(sqlite3.DatabaseError):
    """The index holds what quizapp did not write."""


def seal_of(deck: str, card: str, body: bytes) -> int:
    """Return the checksum of what is stored of a card."""
    return crc32(body, crc32(f"{deck}/{card}".encode(errors="surrogatepass")))
