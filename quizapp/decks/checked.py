"""Checked: decks without a problem are remembered, so that no start checks them anew.

What is remembered is kept for just these bytes and just this code: an edited deck,
or another quizapp, is checked again. Nothing depends on it. What is lost or damaged
is made anew, and where nothing can be written, nothing is remembered.
"""

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from quizapp.decks.tables import Document

_CODE = ("decks", "core", "core/kinds")
"""Where the code is that decides what a deck is."""
_SEAL_BYTES = 32


class Checked:
    """A folder with one file for each deck file; it need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: dict[Path, tuple[bytes, Document]] = {}

    def recall(self, path: Path, data: bytes) -> Document | None:
        """Return what these bytes were found to be, None if that is not known."""
        try:
            kept = self._file(path).read_bytes()
            seal, body = kept[:_SEAL_BYTES], kept[_SEAL_BYTES:]
            if seal != _seal(data, body):
                return None
            return msgspec.msgpack.decode(body, type=Document)
        except (OSError, msgspec.MsgspecError, RecursionError):
            return None

    def remember(self, path: Path, data: bytes, document: Document) -> None:
        """Remember a document that has no problem, once `save` is called."""
        self._new[path] = data, document

    def save(self) -> None:
        """Write what was remembered, each document whole or not at all."""
        for path, (data, document) in self._new.items():
            self._write(self._file(path), data, document)
        self._new.clear()

    def _write(self, file: Path, data: bytes, document: Document) -> None:
        new = file.with_suffix(f".{os.getpid()}")
        try:
            body = msgspec.msgpack.encode(document)
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(_seal(data, body) + body)
            new.replace(file)
        except (OSError, OverflowError, RecursionError):  # OverflowError: an integer
            with suppress(OSError):
                new.unlink()

    def _file(self, path: Path) -> Path:
        name = blake2b(os.fsencode(path.absolute()), digest_size=16).hexdigest()
        return self._folder / f"{name}.msgpack"


def _seal(data: bytes, body: bytes) -> bytes:
    """Join what is remembered to the file and the code that it was made by."""
    seal = blake2b(data, key=_code(), digest_size=_SEAL_BYTES)
    seal.update(body)
    return seal.digest()


@cache
def _code() -> bytes:
    """Tell this code from any other, by what its files look like from outside."""
    package = Path(__file__).parents[1]
    found = [sys.version]
    for folder in _CODE:
        with os.scandir(package / folder) as entries:
            files = (entry for entry in entries if entry.name.endswith(".py"))
            stats = sorted((file.name, file.stat()) for file in files)
        found += (f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in stats)
    return blake2b("\n".join(found).encode(), digest_size=_SEAL_BYTES).digest()
