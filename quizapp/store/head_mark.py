"""Head mark: a few bytes next to the log that say how far its chain has come.

It is written after each commit and not flushed, so it costs no second fsync. After
a power cut it may be behind the log, which means nothing; it is ahead of the log
only if a commit that was acknowledged is gone.
"""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from quizapp.store.chain import Head
from quizapp.store.copies import side_file

SUFFIX = "-head"
"""What is added to the log's name."""
_DIGEST_BYTES = 8


class HeadMark:
    """The mark of one log. What cannot be written or read is as good as no mark."""

    def __init__(self, log: Path) -> None:
        self._path = side_file(log, SUFFIX)
        self._descriptor: int | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a file, valid or not."""
        return self._path.exists()

    def write(self, device: str, head: Head) -> None:
        """Note the end of this device's chain, which has just been committed."""
        text = f"{device} {head.number:020} {head.sum.hex()}"
        line = f"{text} {_digest(text)}\n".encode()
        with suppress(OSError):
            if self._descriptor is None:
                flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
                self._descriptor = os.open(self._path, flags, 0o600)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, line)

    def read(self) -> dict[str, Head]:
        """Return the marked end of a device's chain; empty without a valid mark."""
        try:
            device, number, sum_, digest = self._path.read_text("utf-8").split()
            if digest != _digest(f"{device} {number} {sum_}"):
                return {}
            return {device: Head(int(number), bytes.fromhex(sum_))}
        except (OSError, ValueError):  # UnicodeDecodeError is a ValueError
            return {}

    def close(self) -> None:
        """Release the file. Harmless when repeated."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()
