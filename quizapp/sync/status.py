"""Status: what a synced folder has of each device, without reading it again."""

from pathlib import Path

from msgspec import Struct

from quizapp.core.basics.logged import LogState
from quizapp.sync.folder import SEGMENT, SegmentFile, list_folder
from quizapp.sync.memo import Memo


class DeviceStatus(Struct, frozen=True):
    """What one device wrote, as far as it was read."""

    device: str
    events: int
    latest: int
    """The instant of its latest event, in microseconds since 1970; 0 without one."""
    unread: int
    """How many of its files are new or have changed since they were read."""
    torn: int
    """How many of them end in the middle of a line."""


class FolderStatus(Struct, frozen=True):
    """What is in a folder, and what is not yet."""

    devices: tuple[DeviceStatus, ...]
    waiting: int
    """How many events of this log have not been written to it yet."""
    problems: tuple[str, ...]


def status_of(folder: Path, memo: Memo, log: LogState) -> FolderStatus:
    """Return the status of a folder. Raises SyncError."""
    listing = list_folder(folder)
    by_device: dict[str, list[SegmentFile]] = {}
    for found in listing.files:
        by_device.setdefault(found.device, []).append(found)
    problems = list(listing.problems)
    for found in listing.files:
        if (progress := memo.files.get(found.path)) is not None:
            problems += progress.in_words
    devices = tuple(
        _device_status(device, files, memo) for device, files in by_device.items()
    )
    return FolderStatus(devices, log.since(memo.log), tuple(problems))


def _device_status(device: str, files: list[SegmentFile], memo: Memo) -> DeviceStatus:
    known = [(found, memo.files.get(found.path)) for found in files]
    read = [(found, progress) for found, progress in known if progress is not None]
    own = [
        progress
        for found, progress in read
        if SEGMENT.fullmatch(found.path.partition("/")[2])
    ]
    return DeviceStatus(
        device,
        sum(progress.events for progress in own),
        max((progress.latest for _, progress in read), default=0),
        sum(progress is None or progress.found != found for found, progress in known),
        sum(progress.torn > 0 for _, progress in read),
    )
