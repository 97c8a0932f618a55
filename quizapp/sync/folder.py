"""The folder: which files in it are segments, and how they are opened.

Anyone can put anything there. Only real folders and files are looked at, never what a
link leads to, and there are limits for how many and how large.

Every file whose name says that it holds lines is read: so are the copies that
carriers make of a file that they think two devices wrote, whatever they call them
(`2026-11-1.sync-conflict-20261127-...jsonl`, `2026-11-1 (conflicted copy).jsonl`).
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from quizapp.errors import SyncError

MOST_DEVICES, MOST_FILES = 1_000, 20_000
LARGEST = 64 * 2**20
"""Bytes of a file. Those of quizapp are sealed at a tenth of that."""
MOST_FOLDER_BYTES = 4 * 2**30
"""Of all files together."""
_DEVICE = re.compile(r"[0-9a-f]{12}(?![0-9a-f])")
"""How the name of a device's folder begins; a carrier may have added something."""
SEGMENT = re.compile(r"(\d{4}-\d\d)-(\d{1,6})\.jsonl")
"""The name of a segment: its month and its number. Copies have other names."""
_PART = re.compile(r"^\.|\.(tmp|part|partial|crdownload|swp)$|^~|~$", re.IGNORECASE)
"""Files that a carrier has not finished, and those of editors."""
_SAFELY = 0
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _SAFELY |= getattr(os, _flag, 0)  # not every system has all of them


class SegmentFile(Struct, frozen=True):
    """A file with lines, as it was when the folder was listed."""

    path: str
    """Relative to the folder, with a slash between the device and the name."""
    size: int
    changed: int
    """The time of its last change, in nanoseconds since 1970."""

    @property
    def device(self) -> str:
        """The device whose folder it is in."""
        return self.path[:12]


class FolderListing(Struct, frozen=True):
    """What is in a folder."""

    files: tuple[SegmentFile, ...]
    problems: tuple[str, ...]
    """What was passed over, and why."""


def list_folder(folder: Path) -> FolderListing:
    """List the segments of a folder, by device and name. Raises SyncError."""
    try:
        devices = sorted(_devices(folder))
    except OSError as error:
        raise unreadable_folder(folder, error) from error
    if len(devices) > MOST_DEVICES:
        raise SyncError(
            f"{folder} has more than {MOST_DEVICES:,} devices",
            "nothing was read; is it the right folder?",
        )
    files: list[SegmentFile] = []
    problems: list[str] = []
    total = 0
    for device in devices:
        for found in _files(folder, device, problems):
            total += found.size
            if len(files) >= MOST_FILES or total > MOST_FOLDER_BYTES:
                raise SyncError(
                    f"{folder} has more than {MOST_FILES:,} files or"
                    f" {MOST_FOLDER_BYTES // 2**30} GiB",
                    "nothing was read; is it the right folder?",
                )
            files.append(found)
    return FolderListing(tuple(sorted(files, key=_in_order)), tuple(problems))


def is_of_a_device(path: str) -> bool:
    """Return whether a path in a folder, such as `0123456789ab/`, is a device's."""
    return _DEVICE.match(path) is not None and "/" in path


def sizes_in(folder: Path, device: str) -> dict[str, int]:
    """Return the size of each segment of one device, without carriers' copies."""
    path = folder / device
    if not path.is_dir() or path.is_symlink():
        return {}
    with os.scandir(path) as entries:
        return {
            entry.name: entry.stat(follow_symlinks=False).st_size
            for entry in entries
            if SEGMENT.fullmatch(entry.name)
        }


def open_segment(folder: Path, found: SegmentFile) -> int:
    """Open a file to read it, unless it became a link meanwhile. Raises OSError."""
    return open_file(folder, found.path, os.O_RDONLY)


def open_file(folder: Path, path: str, flags: int) -> int:
    """Open a regular file of a folder; follow no link. Raises OSError."""
    device, _, name = path.partition("/")
    is_plain = device not in ("", ".", "..") and name not in ("", ".", "..")
    if not is_plain or "/" in name or os.path.islink(folder / device):  # noqa: PTH114  # no exception
        raise OSError(0, "it is a link, or not the file of a device", path)
    descriptor = os.open(folder / device / name, flags | _SAFELY, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is not a file", path)
    return descriptor


def unreadable_folder(folder: Path, error: OSError) -> SyncError:
    """Return the error for a folder that cannot be read."""
    return SyncError(
        f"cannot read {folder}: {error.strerror or error}",
        "name a folder that exists and that you can read",
    )


def _devices(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if _DEVICE.match(entry.name) and entry.is_dir(follow_symlinks=False):
                yield entry.name


def _files(folder: Path, device: str, problems: list[str]) -> Iterator[SegmentFile]:
    try:
        with os.scandir(folder / device) as entries:
            for entry in entries:
                if "jsonl" not in entry.name.casefold() or _PART.search(entry.name):
                    continue
                status = entry.stat(follow_symlinks=False)
                found = SegmentFile(
                    f"{device}/{entry.name}", status.st_size, status.st_mtime_ns
                )
                if not stat.S_ISREG(status.st_mode):
                    problems.append(f"{found.path} is a link or not a file: not read")
                elif found.size > LARGEST:
                    limit = LARGEST // 2**20
                    problems.append(f"{found.path} has more than {limit} MiB: not read")
                else:
                    yield found
    except OSError as error:
        problems.append(f"{device} cannot be read: {error.strerror or error}")


def _in_order(found: SegmentFile) -> tuple[str, tuple[int, ...], str]:
    """Sort segments by device, month and number, so that `10` comes after `9`."""
    name = found.path.partition("/")[2]
    return found.device, tuple(map(int, re.findall(r"\d{1,9}", name)[:3])), name
