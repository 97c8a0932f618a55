"""Deck files: their schema, times and sizes, and which passed `check` as they are.

A record of having passed is valid for exactly these bytes, this code and these
versions; it can be deleted at any time, like everything in the cache.
"""

import os
from hashlib import blake2b
from pathlib import Path

from quizapp import cache
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.installed import versions


def has_passed(assembly: Assembly, file: str) -> bool:
    """Return whether a deck file has passed as it is now."""
    source = _source(file)
    return source is not None and bool(
        cache.load(_record(assembly, file), source, bool)
    )


def add_passed(assembly: Assembly, file: str) -> None:
    """Remember that a deck file has passed as it is now."""
    source = _source(file)
    if source is not None:
        cache.store(_record(assembly, file), source, b"passed")


def _source(file: str) -> bytes | None:
    try:
        data = Path(file).read_bytes()
    except OSError:
        return None
    return data + "\n".join(versions()).encode()


def _record(assembly: Assembly, file: str) -> Path:
    path = os.fsencode(Path(file).absolute())
    name = blake2b(path, digest_size=16).hexdigest()
    return assembly.config.cache / f"{name}.checked"


def deck_schema() -> dict[str, object]:
    """Return the JSON Schema of a deck file."""
    from quizapp.decks.schema import schema

    return schema()


def stamp_of(file: Path) -> tuple[int, int]:
    """Return time and size of a file; (0, 0) while it cannot be read."""
    try:
        status = file.stat()
    except OSError:  # an editor may be replacing it right now
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
