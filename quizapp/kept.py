"""Kept: files with what can be made anew at any time, so that no start makes it.

Each is sealed: by what it was made of, by the code that made it, and by what it
holds. An edited source, another quizapp or a damaged file is then as good as no
file, and where nothing can be written, nothing is kept.
"""

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp

_CODE = ("decks", "core", "core/kinds", "store")
"""Where the code is that makes what is kept."""
_SEAL_BYTES = 32


def recall(file: Path, source: bytes) -> bytes | None:
    """Return what was made of this source, None if that is not known."""
    try:
        if not file.is_file():  # to open a pipe would wait for ever
            return None
        sealed = file.read_bytes()
        body = sealed[_SEAL_BYTES:]
        return body if sealed[:_SEAL_BYTES] == _seal(source, body) else None
    except OSError:
        return None


def keep(file: Path, source: bytes, body: bytes) -> None:
    """Keep what was made of this source, whole or not at all."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = mkstemp(dir=file.parent, prefix=f".{file.stem}-")
        try:
            with open(descriptor, "wb") as new:  # noqa: PTH123  # no path
                new.write(_seal(source, body) + body)
            Path(name).replace(file)
        except BaseException:  # Ctrl-C too leaves nothing behind
            Path(name).unlink(missing_ok=True)
            raise


def _seal(source: bytes, body: bytes) -> bytes:
    seal = blake2b(source, key=_code(), digest_size=_SEAL_BYTES)
    seal.update(body)
    return seal.digest()


@cache
def _code() -> bytes:
    """Tell this code from any other, by what its files look like from outside."""
    package = Path(__file__).parent
    found = [sys.version]
    for folder in _CODE:
        with os.scandir(package / folder) as entries:
            files = (entry for entry in entries if entry.name.endswith(".py"))
            stats = sorted((file.name, file.stat()) for file in files)
        found += (f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in stats)
    return blake2b("\n".join(found).encode(), digest_size=_SEAL_BYTES).digest()
