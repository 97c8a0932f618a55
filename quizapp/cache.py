"""Cache: files that can be rebuilt at any time, so that a start need not build them.

Each file is sealed with a hash of its source, of the code that built it, and of its
content. If any of them changes, the seal does not match and the file is ignored. If
a file cannot be written, it is not cached.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from quizapp import files

SEALED = ("core", "decks", "store", "sync")
"""The folders whose code, at any depth, builds cached files."""
_SEAL_BYTES = 32
_T = TypeVar("_T")


def load(file: Path, source: bytes, decode: Callable[[bytes], _T]) -> _T | None:
    """Return what was built from this source, None if there is no valid file.

    Anyone can write a valid seal: a body that `decode` cannot read is no valid file.
    """
    try:
        if not file.is_file():  # opening a pipe would block
            return None
        sealed = file.read_bytes()
        body = sealed[_SEAL_BYTES:]
        return decode(body) if sealed[:_SEAL_BYTES] == _seal(source, body) else None
    except Exception:  # noqa: BLE001  # whatever it is, the file can be rebuilt
        return None


def store(file: Path, source: bytes, body: bytes) -> None:
    """Write the body built from this source, whole or not at all; ignore OSError."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.replace(file, _seal(source, body) + body, durable=False)


def code_key(package: Path) -> bytes:
    """Return a hash that changes with any source file in the sealed folders.

    It covers names, times and sizes but not contents: reading every file would take
    longer than the cache saves.
    """
    lines = [sys.version]
    for folder in SEALED:
        lines += sorted(_stamps(os.fspath(package / folder), folder))
    return blake2b("\n".join(lines).encode(), digest_size=_SEAL_BYTES).digest()


def _stamps(folder: str, name: str) -> Iterator[str]:
    """Yield a line for each source file of a folder, at any depth."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                stat = entry.stat()
                yield f"{name}/{entry.name} {stat.st_mtime_ns} {stat.st_size}"
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _stamps(entry.path, f"{name}/{entry.name}")


def _seal(source: bytes, body: bytes) -> bytes:
    seal = blake2b(source, key=code(), digest_size=_SEAL_BYTES)
    seal.update(body)
    return seal.digest()


@cache
def code() -> bytes:
    """Return the hash of the code that is running."""
    return code_key(Path(__file__).parent)
