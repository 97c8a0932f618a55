"""The deck cache: decks without problems, so that a start need not check them again.

An entry is valid for exactly these bytes and exactly this code: see `cache`.
"""

import os
from collections.abc import Sequence
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
        self._new: dict[tuple[Path, ...], tuple[bytes, Document]] = {}

    def load(self, paths: Sequence[Path], contents: Sequence[bytes]) -> Deck | None:
        """Return the deck of these files, None if it is not in the cache.

        A deck has one file, and perhaps others with own edits of it.
        """

        def decode(body: bytes) -> Deck:
            document = msgspec.msgpack.decode(body, type=Document)
            return deck_from(document, *map(str, paths))

        return cache.load(self._file(paths), _source(contents), decode)

    def add(
        self, paths: Sequence[Path], contents: Sequence[bytes], document: Document
    ) -> None:
        """Add a document without problems; `save` writes it."""
        self._new[tuple(paths)] = _source(contents), document

    def save(self) -> None:
        """Write the added documents, each whole or not at all."""
        for paths, (data, document) in self._new.items():
            with suppress(OverflowError):  # an integer too large for MessagePack
                body = msgspec.msgpack.encode(document)
                cache.store(self._file(paths), data, body)
        self._new.clear()

    def _file(self, paths: Sequence[Path]) -> Path:
        names = b"\0".join(os.fsencode(path.absolute()) for path in paths)
        name = blake2b(names, digest_size=16).hexdigest()
        return self._folder / f"{name}.msgpack"


def _source(contents: Sequence[bytes]) -> bytes:
    """Return the bytes of one file, or of several so that no two can be mixed up."""
    if len(contents) == 1:
        return contents[0]
    return b"".join(blake2b(data, digest_size=32).digest() for data in contents)
