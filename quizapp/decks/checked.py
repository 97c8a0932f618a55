"""Checked: decks without a problem are remembered, so that no start checks them anew.

What is remembered is kept for just these bytes and just this code: see `cache`.
"""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from quizapp import cache
from quizapp.decks.tables import Document


class Checked:
    """A folder with one file for each deck file; it need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: dict[Path, tuple[bytes, Document]] = {}

    def recall(self, path: Path, data: bytes) -> Document | None:
        """Return what these bytes were found to be, None if that is not known."""
        body = cache.load(self._file(path), data)
        if body is None:
            return None
        try:
            return msgspec.msgpack.decode(body, type=Document)
        except msgspec.MsgspecError:  # a seal is no proof against what writes one
            return None

    def remember(self, path: Path, data: bytes, document: Document) -> None:
        """Remember a document that has no problem, once `save` is called."""
        self._new[path] = data, document

    def save(self) -> None:
        """Write what was remembered, each document whole or not at all."""
        for path, (data, document) in self._new.items():
            with suppress(OverflowError):  # an integer that no message can hold
                body = msgspec.msgpack.encode(document)
                cache.store(self._file(path), data, body)
        self._new.clear()

    def _file(self, path: Path) -> Path:
        name = blake2b(os.fsencode(path.absolute()), digest_size=16).hexdigest()
        return self._folder / f"{name}.msgpack"
