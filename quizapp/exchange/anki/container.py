"""Containers: the SQLite collection in an Anki package, unpacked into a private folder.

A package is a zip file. Of its names, only those that are listed here are read, and
never as paths. Version 1 holds `collection.anki2`, version 2 `collection.anki21`,
version 3 `collection.anki21b`, which is compressed with zstd. The newer ones have an
old collection too, with one note that asks to update Anki: the newest one counts.

What is unpacked is counted as it comes: headers lie.
"""

import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from msgspec import Struct
from zstandard import ZstdDecompressor, ZstdError

from quizapp.errors import ExchangeError
from quizapp.exchange.anki.protobuf import Message

MOST_COLLECTION_BYTES = 2**30
"""Of a collection; those of the largest shared decks have a few hundred megabytes."""
MOST_MEDIA_BYTES = 2**26
"""Of the list of media."""
MOST_TIMES = 300
"""How many times its packed size a collection may be, beyond the first megabytes."""
FREE_BYTES = 2**24
_CHUNK = 2**20
_WINDOW = 2**27
"""The most memory that zstd may ask for."""
_ENCRYPTED = 1
_META, _MEDIA = "meta", "media"
_NAMES = {3: "collection.anki21b", 2: "collection.anki21", 1: "collection.anki2"}
_DAMAGE = (
    BadZipFile, EOFError, OverflowError, UnicodeError, ValueError, ZstdError, zlib.error
)  # fmt: skip
_AGAIN = "export it from Anki again"


class Package(Struct, frozen=True):
    """An Anki package that is unpacked for as long as it is read."""

    collection: Path
    """A private copy."""
    media: int
    """How many media files it names."""


@contextmanager
def unpacked(path: Path) -> Iterator[Package]:
    """Unpack a package into a folder that is removed at the end.

    Raises ExchangeError for a file that is no package of a version known here.
    """
    with _private_folder(path) as folder:
        collection = Path(folder) / "collection"
        try:
            with ZipFile(path) as archive:
                media = _unpack(archive, collection)
        except _DAMAGE as error:
            raise ExchangeError(
                f"{path} is an incomplete Anki package", _AGAIN
            ) from error
        except (NotImplementedError, RuntimeError) as error:  # of zipfile
            raise ExchangeError(f"cannot unpack {path}: {error}", _AGAIN) from error
        except OSError as error:
            why = error.strerror or error
            raise ExchangeError(f"cannot unpack {path}: {why}") from error
        except _Refused as refused:
            raise ExchangeError(f"{path} {refused.what}", refused.hint) from refused
        yield Package(collection, media)


def _private_folder(path: Path) -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="quizapp-anki-")
    except OSError as error:
        raise ExchangeError(
            f"cannot unpack {path}: there is no folder for temporary files",
            "set TMPDIR to one that you can write to",
        ) from error


class _Refused(Exception):
    """Why a package is not read: what follows the name of its file."""

    def __init__(self, what: str, hint: str = _AGAIN) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def _unpack(archive: ZipFile, collection: Path) -> int:
    """Write the newest collection, and return the number of media."""
    members = {member.filename: member for member in archive.infolist()}
    version = _version(archive, members)
    member = members[_NAMES[version]]
    newer = version >= 3
    most = min(MOST_COLLECTION_BYTES, FREE_BYTES + MOST_TIMES * member.compress_size)
    descriptor = os.open(collection, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123  # no path
        for chunk in _content(archive, member, most, zstd=newer):
            file.write(chunk)
    return _media(archive, members.get(_MEDIA), newer=newer)


def _version(archive: ZipFile, members: dict[str, ZipInfo]) -> int:
    """Return the version of a package whose collection is there."""
    if (meta := members.get(_META)) is not None:
        version = Message(b"".join(_content(archive, meta, _CHUNK))).number(1)
        if version not in _NAMES:
            raise _Refused(
                f"has the version {version}, which quizapp does not know",
                'export it with "Support older Anki versions"',
            )
        if _NAMES[version] in members:
            return version
    for version, name in _NAMES.items():
        if name in members:
            return version
    raise _Refused("has no collection, so it is not an Anki package", "check its name")


def _content(
    archive: ZipFile, member: ZipInfo, most: int, *, zstd: bool = False
) -> Iterator[bytes]:
    """Yield what a member holds, as long as that is not too much."""
    if member.flag_bits & _ENCRYPTED:
        raise _Refused("is encrypted", "unpack it with its password first")
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _Refused("is packed in a way that Anki does not use")
    size = 0
    with archive.open(member) as packed:
        source: IO[bytes] | BinaryIO = packed
        if zstd:
            source = ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
                packed, read_across_frames=True
            )
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise _Refused(
                    f"holds more than {most // 2**20} MiB of {member.filename}",
                    "export fewer decks at a time",
                )
            yield chunk


def _media(archive: ZipFile, member: ZipInfo | None, *, newer: bool) -> int:
    """Count the media; a list that cannot be read counts nothing."""
    if member is None:
        return 0
    data = b"".join(_content(archive, member, MOST_MEDIA_BYTES, zstd=newer))
    try:
        return len(Message(data).all_bytes(1)) if newer else len(json.loads(data))
    except (ValueError, TypeError, RecursionError):
        return 0
