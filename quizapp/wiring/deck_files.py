"""Deck files: their schema, times and sizes, and which passed `check` as they are.

A record of having passed is valid for exactly these bytes, this code and these
versions; it can be deleted at any time, like everything in the cache.
"""

import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from quizapp import cache
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.installed import versions


def has_passed(assembly: Assembly, *files: str) -> bool:
    """Return whether the files of a deck have passed as they are now."""
    source = _source(files)
    return source is not None and bool(
        cache.load(_record(assembly, files), source, bool)
    )


def add_passed(assembly: Assembly, *files: str) -> None:
    """Remember that the files of a deck have passed as they are now."""
    source = _source(files)
    if source is not None:
        cache.store(_record(assembly, files), source, b"passed")


def _source(files: Sequence[str]) -> bytes | None:
    try:
        contents = [Path(file).read_bytes() for file in files]
    except OSError:
        return None
    digests = [blake2b(data, digest_size=32).digest() for data in contents]
    return b"".join(digests) + "\n".join(versions()).encode()


def _record(assembly: Assembly, files: Sequence[str]) -> Path:
    path = b"\0".join(os.fsencode(Path(file).absolute()) for file in files)
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
