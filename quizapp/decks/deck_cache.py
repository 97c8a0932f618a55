"""The deck cache: decks without problems, so that a start need not check them again.

An entry is valid for exactly these bytes and exactly this code: see `cache`.
"""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from quizapp import cache
from quizapp.core.cards.library import Deck
from quizapp.decks.tables import Document, deck_from


class DeckCache:
    """A folder with one file for each deck file; it need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: dict[Path, tuple[bytes, Document]] = {}

    def load(self, path: Path, data: bytes) -> Deck | None:
        """Return the deck of these bytes, None if it is not in the cache."""

        def decode(body: bytes) -> Deck:
            return deck_from(msgspec.msgpack.decode(body, type=Document), str(path))

        return cache.load(self._file(path), data, decode)

    def add(self, path: Path, data: bytes, document: Document) -> None:
        """Add a document without problems; `save` writes it."""
        self._new[path] = data, document

    def save(self) -> None:
        """Write the added documents, each whole or not at all."""
        for path, (data, document) in self._new.items():
            with suppress(OverflowError):  # an integer too large for MessagePack
                body = msgspec.msgpack.encode(document)
                cache.store(self._file(path), data, body)
        self._new.clear()

    def _file(self, path: Path) -> Path:
        name = blake2b(os.fsencode(path.absolute()), digest_size=16).hexdigest()
        return self._folder / f"{name}.msgpack"
