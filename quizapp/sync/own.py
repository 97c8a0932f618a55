"""Own: the segments that this device writes, and how it knows that nobody else does.

A file is only ever appended to, and only by one device. Before each append its end is
compared with the end that this device left. If it has become longer, a copy of this
home writes there too.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct, field

from quizapp.core.basics.logged import Logged
from quizapp.errors import SyncError
from quizapp.files import sync_folder
from quizapp.sync.folder import SEGMENT, open_file, sizes_in
from quizapp.sync.lines import (
    LINE_FORMAT,
    LONGEST_LINE,
    EventLine,
    Heading,
    checksum_of,
    event_line,
    heading_line,
)

SEAL = 2**20
"""Bytes after which a segment is sealed: the next event goes into a new one."""


class OwnEnd(Struct, frozen=True):
    """Where the segments of this device in one folder end."""

    files: Mapping[str, int] = field(default_factory=dict)
    """Every segment with its size in bytes."""
    last: str = ""
    """The one that was written last; empty before the first."""
    sum: str = ""
    """The checksum of its last line."""
    count: int = 0
    """How many events were written, in all of them."""


class WrittenSoFar(Struct, frozen=True):
    """Where the segments end, and where they will if a write completes."""

    end: OwnEnd = OwnEnd()
    intended: OwnEnd | None = None


Keep = Callable[[WrittenSoFar], None]
"""Saves where the segments end, durably."""


class _Chunk(Struct, frozen=True):
    """What is added to one file in one write."""

    lines: bytes
    end: OwnEnd
    """Where the segments end after it."""


def verified(folder: Path, device: str, written: WrittenSoFar) -> OwnEnd | None:
    """Return where the segments of a device end, None if another one wrote there too.

    A write that was interrupted is completed or taken back. Raises SyncError.
    """
    with own_errors(folder):
        present = sizes_in(folder, device)
        end = written.end
        if (wanted := written.intended) is not None:
            name, size = wanted.last, present.get(wanted.last, 0)
            if size == wanted.files[name] and _is_end(folder, device, wanted):
                end = wanted
            elif size <= wanted.files[name]:
                _cut(folder, device, name, end.files.get(name, 0))
                present[name] = min(size, end.files.get(name, 0))
        if any(size > end.files.get(name, 0) for name, size in present.items()):
            return None
        size = end.files.get(end.last, 0)
        if 0 < size == present.get(end.last) and not _is_end(folder, device, end):
            return None
    return end


def append(
    folder: Path,
    device: str,
    month: str,
    end: OwnEnd,
    events: Iterable[Logged],
    keep: Keep,
) -> OwnEnd:
    """Append events durably, and return where the segments end then.

    `month` is the present one, such as `2026-11`. A disk that is full raises SyncError
    and leaves no half line that counts.
    """
    with own_errors(folder):
        for chunk in _chunks(folder, device, month, end, events):
            _make_folder(folder, device)
            keep(WrittenSoFar(end, chunk.end))
            _add(folder, device, chunk, end.files.get(chunk.end.last, 0))
            end = chunk.end
            keep(WrittenSoFar(end))
    return end


@contextmanager
def own_errors(folder: Path) -> Iterator[None]:
    """Turn errors about the files of this device into SyncError."""
    try:
        yield
    except OSError as error:
        raise SyncError(
            f"cannot write to {folder}: {error.strerror or error}",
            "nothing is lost; the next sync continues from here",
        ) from error


class _Draft:
    """Lines that will be added to one segment, in one write."""

    def __init__(self, device: str, name: str, end: OwnEnd) -> None:
        self._lines: list[bytes] = []
        self._name, self._files = name, end.files
        self._sum, self._count = end.sum, end.count
        self.size = end.files.get(name, 0)
        """The size of the segment with them."""
        if self.size == 0:
            self._put(heading_line(Heading(LINE_FORMAT, device, end.count, end.sum)))

    def add(self, event: Logged) -> None:
        """Add an event."""
        self._count += 1
        self._put(event_line(EventLine(self._count, self._sum, event)))

    def chunk(self) -> _Chunk:
        """Return what is to be written."""
        files = {**self._files, self._name: self.size}
        end = OwnEnd(files, self._name, self._sum, self._count)
        return _Chunk(b"".join(self._lines), end)

    def _put(self, sealed: tuple[bytes, str]) -> None:
        line, self._sum = sealed
        self._lines.append(line)
        self.size += len(line)


def _chunks(
    folder: Path, device: str, month: str, end: OwnEnd, events: Iterable[Logged]
) -> Iterator[_Chunk]:
    """Yield what is added to each file, one after the other."""
    present = sizes_in(folder, device)
    draft: _Draft | None = None
    for event in events:
        if draft is None:
            draft = _Draft(device, _next_name(month, end, present), end)
        draft.add(event)
        if draft.size >= SEAL:
            chunk, draft = draft.chunk(), None
            yield chunk
            end = chunk.end
            present[end.last] = end.files[end.last]
    if draft is not None:
        yield draft.chunk()


def _next_name(month: str, end: OwnEnd, present: Mapping[str, int]) -> str:
    """Return the segment to write to: the last one, unless it is sealed.

    It is sealed when its month is over or it is large; also if somebody cut it.
    """
    match = SEGMENT.fullmatch(end.last)
    size = end.files.get(end.last, 0)
    is_whole = size > 0 and present.get(end.last) == size
    if match and match[1] == month and size < SEAL and is_whole:
        return end.last
    taken = (SEGMENT.fullmatch(name) for name in {*end.files, *present})
    numbers = [int(found[2]) for found in taken if found and found[1] == month]
    return f"{month}-{max(numbers, default=0) + 1}.jsonl"


def _is_end(folder: Path, device: str, end: OwnEnd) -> bool:
    """Return whether the last segment ends with the line with which it should."""
    descriptor = open_file(folder, f"{device}/{end.last}", os.O_RDONLY)
    with open(descriptor, "rb") as file:  # noqa: PTH123  # no path
        size = end.files[end.last]
        file.seek(max(0, size - LONGEST_LINE))
        *_, line = file.read(LONGEST_LINE)[:-1].rpartition(b"\n")
    return checksum_of(line) == end.sum


def _make_folder(folder: Path, device: str) -> None:
    if not (folder / device).exists():
        (folder / device).mkdir()
        sync_folder(folder)


def _add(folder: Path, device: str, chunk: _Chunk, size: int) -> None:
    """Append to a file of this size. Whatever ends it early, the rest is removed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    descriptor = open_file(folder, f"{device}/{chunk.end.last}", flags)
    try:
        if os.fstat(descriptor).st_size != size:
            raise OSError(0, f"{chunk.end.last} was changed by another program")
        try:
            left = memoryview(chunk.lines)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if size == 0:
        sync_folder(folder / device)


def _cut(folder: Path, device: str, name: str, size: int) -> None:
    """Remove what an interrupted write left after this many bytes."""
    with suppress(FileNotFoundError):
        descriptor = open_file(folder, f"{device}/{name}", os.O_WRONLY)
        try:
            if os.fstat(descriptor).st_size > size:
                os.ftruncate(descriptor, size)
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
