"""Schemas: whether the tables of a file are quizapp's own, object by object.

A file may claim any schema in its header. A trigger can swallow inserts, and a view
can pretend to be a table, so a file is read only if everything in its schema is what
the migrations of its version make.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import blake2b

from quizapp.store.migrations import MIGRATIONS, statements

FINGERPRINTS = (
    "deee10a305e5778a25606580780547c9",
    "5dbebf44f87895e6a780ee7f6260c847",
    "419d1977e23222d02095881c3132064a",
    "09a30c08188f5b0729b742a9422faac3",
    "0f4e5e88f6b90dbb2ea93144a1bfad76",
    "5a977497c31dd3bdcff38063f1025a78",
)
"""Of each version from 1, as `fingerprint` computes them: a start compares these, so
that it need not build a schema. A test holds them equal."""

_OBJECTS = (
    "SELECT type, name, tbl_name, sql FROM sqlite_schema"
    " WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
)


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return a digest of all tables, views, indexes and triggers of a file."""
    digest = blake2b(digest_size=16)
    for row in _objects_in(connection):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _objects_in(connection: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """Yield type, name, table and SQL of each object, whatever its white space."""
    for *names, sql in connection.execute(_OBJECTS):
        yield (*names, " ".join(sql.replace(",", " , ").split()))


def schema_version(connection: sqlite3.Connection) -> int | None:
    """Return the version whose schema a file has; 0 if it is empty, None if foreign.

    The number in the header is not asked.
    """
    digest = fingerprint(connection)
    if digest == _EMPTY:
        return 0
    return FINGERPRINTS.index(digest) + 1 if digest in FINGERPRINTS else None


def foreign_object(connection: sqlite3.Connection) -> str:
    """Name the first object that is not, or is missing, in any schema of quizapp."""
    actual = {row[1]: row for row in _objects_in(connection)}
    expected = min(
        (_objects(version) for version in range(1, len(MIGRATIONS) + 1)),
        key=lambda objects: len(objects.items() ^ actual.items()),
    )
    for name in sorted(actual.keys() | expected.keys()):
        if name not in expected:
            return f"it has the {actual[name][0]} {name!r}, which is not quizapp's"
        if actual.get(name) != expected[name]:
            return f"its {expected[name][0]} {name!r} is missing or another one"
    return "its schema is quizapp's"


@cache
def _objects(version: int) -> dict[str, tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as memory:
        for script in MIGRATIONS[:version]:
            for statement in statements(script):
                memory.execute(statement)
        return {row[1]: row for row in _objects_in(memory)}


_EMPTY = blake2b(digest_size=16).hexdigest()
