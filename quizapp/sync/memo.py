"""Memo: what is known to be on both sides, from one sync to the next.

It is a cache: without it, everything is read again.
"""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, field

from quizapp import cache
from quizapp.core.basics.logged import LogState
from quizapp.sync.reading import SegmentProgress


class Memo(Struct, frozen=True):
    """What is known to be on both sides."""

    log: LogState = LogState()
    """The events of the log that are in the folder."""
    files: Mapping[str, SegmentProgress] = field(default_factory=dict)
    """By path: the events of the folder that are in the log."""


class MemoFile(Struct, frozen=True):
    """The memo of one log and one synced folder, in a folder for such files."""

    cache: Path
    log: Path
    folder: Path

    def read(self) -> Memo:
        """Return the memo; without a valid one, nothing is known."""
        return cache.load(self._file, self._source, _decoded) or Memo()

    def write(self, memo: Memo) -> None:
        """Save the memo, if that is possible."""
        cache.store(self._file, self._source, msgspec.msgpack.encode(memo))

    @property
    def _source(self) -> bytes:
        return f"{self.log}\0{self.folder}".encode(errors="surrogateescape")

    @property
    def _file(self) -> Path:
        name = blake2b(self._source, digest_size=8).hexdigest()
        return self.cache / f"sync-{name}.msgpack"


def _decoded(body: bytes) -> Memo:
    return msgspec.msgpack.decode(body, type=Memo)
