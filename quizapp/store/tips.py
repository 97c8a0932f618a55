"""Tips: the event that ends each chain, in a file next to the log.

An opening verifies the latest events by id. Usually the last events of a chain are
among them. Where many came at once, from another machine or program, they may have
older ids; then the tips say which events to look at, so that a start need not verify
the whole log.

The file is a cache: without a valid one, everything is verified, once.
"""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from quizapp import files
from quizapp.store.copies import side_file

_SUFFIX = "-tips"
"""What is added to the log's name."""
_DIGEST_BYTES = 16


class TipsFile:
    """The tips of one log: by device, the table and the id of its last event."""

    def __init__(self, log: Path) -> None:
        self._path = side_file(log, _SUFFIX)

    def read(self) -> dict[str, tuple[str, str]]:
        """Return the tips; empty without a valid file."""
        try:
            digest, body = self._path.read_bytes().split(b"\n", 1)
            if digest != _digest(body):
                return {}
            return msgspec.json.decode(body, type=dict[str, tuple[str, str]])
        except (OSError, ValueError):  # msgspec's are ValueErrors
            return {}

    def write(self, tips: Mapping[str, tuple[str, str]]) -> None:
        """Save the tips, if that is possible."""
        body = msgspec.json.encode(tips)
        with suppress(OSError):
            files.replace(self._path, _digest(body) + b"\n" + body, durable=False)


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST_BYTES).hexdigest().encode()
