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
        """Save the memo, if that is possible.

        A file whose name is not UTF-8 is not in it, and is read again each time.
        """
        files = {path: known for path, known in memo.files.items() if _is_utf_8(path)}
        body = msgspec.msgpack.encode(Memo(memo.log, files))
        cache.store(self._file, self._source, body)

    @property
    def _source(self) -> bytes:
        return f"{self.log}\0{self.folder}".encode(errors="surrogateescape")

    @property
    def _file(self) -> Path:
        name = blake2b(self._source, digest_size=8).hexdigest()
        return self.cache / f"sync-{name}.msgpack"


def _is_utf_8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decoded(body: bytes) -> Memo:
    return msgspec.msgpack.decode(body, type=Memo)
