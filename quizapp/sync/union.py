"""Union: what the log lacks comes in from the folder, what the folder lacks goes out.

Both only grow, and an event is the same everywhere, so the order of files and devices
does not matter, and a repeated sync changes nothing.

A memo says which part of the folder and of the log is known to be on both sides. It
only saves time. If anything that it says is no longer so, everything is read again,
and then whatever the folder has lost goes out again.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.logged import Logged, LogState
from quizapp.flow.ports import Journal
from quizapp.sync.folder import FolderListing, SegmentFile, list_folder
from quizapp.sync.memo import Memo
from quizapp.sync.own import Keep, OwnEnd, append
from quizapp.sync.reading import Segment, SegmentProgress, read_segment

BATCH = 20_000
"""How many events are committed together."""
DAY = 86_400_000_000
"""Microseconds."""


class Arrivals(Struct, frozen=True):
    """What came in from the folder."""

    read: int = 0
    new: int = 0
    ahead: int = 0
    """How many are more than a day ahead of this clock,"""
    most_ahead: int = 0
    """and by how many microseconds at most."""
    problems: tuple[str, ...] = ()
    """What is wrong with what was read now."""


class _Changed(Exception):
    """The folder no longer has what the memo says."""


class Union:
    """One sync of one log with one folder. Its methods raise SyncError and LogError."""

    def __init__(self, folder: Path, journal: Journal, memo: Memo, now: int) -> None:
        self._folder, self._journal, self._now = folder, journal, now
        self._log = memo.log
        self._files = dict(memo.files)
        self._seen: set[str] = set()
        """The events that were read now."""
        self._arrivals = Arrivals()

    @property
    def memo(self) -> Memo:
        """What is known to be on both sides now."""
        return Memo(self._log, self._files)

    def arrive(self) -> Arrivals:
        """Take in what is new in the folder."""
        listing = list_folder(self._folder)
        if not self._journal.continues(self._log):
            self._forget()
        try:
            self._read(listing)
        except _Changed:
            self._forget()
            self._read(listing)
        return self._arrivals

    def depart(self, month: str, end: OwnEnd, keep: Keep) -> tuple[OwnEnd, int]:
        """Write what the folder lacks to this device's segments; count it."""
        device, sent = self._journal.device, 0

        def lacking() -> Iterator[Logged]:
            nonlocal sent
            for event in self._journal.newer(self._log):
                if event.id not in self._seen:
                    sent += 1
                    yield event

        with self._journal.reading():
            state = self._journal.state()
            now = append(self._folder, device, month, end, lacking(), keep)
        self._log = state
        if sent:
            self._read_back(device)
        return now, sent

    def _forget(self) -> None:
        self._log, self._files = LogState(), {}
        self._seen.clear()
        self._arrivals = Arrivals()

    def _read(self, listing: FolderListing) -> None:
        present = {found.path for found in listing.files}
        if any(path not in present for path in self._files):
            raise _Changed
        self._report(listing.problems)
        for batch in _batches(self._segments(listing.files)):
            self._take_in(batch)

    def _segments(self, files: Iterable[SegmentFile]) -> Iterator[Segment]:
        """Yield what is new in each file."""
        for found in files:
            before = self._files.get(found.path)
            if before is not None and before.found == found:
                continue
            try:
                segment = read_segment(self._folder, found, before)
            except OSError as error:
                reason = error.strerror or error
                self._report([f"{found.path} cannot be read: {reason}"])
                continue
            if not segment.is_continued:
                raise _Changed
            yield segment

    def _take_in(self, segments: list[Segment]) -> None:
        """Commit the events of segments, and then note that they are here."""
        lines = [line for segment in segments for line in segment.events]
        taken = self._journal.take_in([line.event for line in lines])
        self._seen.update(line.event.id for line in lines)
        for segment in segments:
            progress = _with_refused(segment, taken.refused)
            path = progress.found.path
            before = self._files.get(path, SegmentProgress(progress.found)).in_words
            self._report(text for text in progress.in_words if text not in before)
            self._files[path] = progress
        here = (line.event for line in lines if line.event.id not in taken.refused)
        ahead = [event.at - self._now for event in here]
        ahead = [distance for distance in ahead if distance > DAY]
        total = self._arrivals
        self._arrivals = replace(
            total,
            read=total.read + len(lines),
            new=total.new + taken.new,
            ahead=total.ahead + len(ahead),
            most_ahead=max(total.most_ahead, *ahead) if ahead else total.most_ahead,
        )

    def _report(self, problems: Iterable[str]) -> None:
        known = self._arrivals.problems
        self._arrivals = replace(self._arrivals, problems=(*known, *problems))

    def _read_back(self, device: str) -> None:
        """Note that what was just written is on both sides."""
        for found in list_folder(self._folder).files:
            before = self._files.get(found.path)
            if found.device != device or (before is not None and before.found == found):
                continue
            with suppress(OSError):  # then the next sync reads it
                segment = read_segment(self._folder, found, before)
                self._files[found.path] = segment.progress


def _batches(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Put segments together until they have enough events for a commit."""
    batch: list[Segment] = []
    count = 0
    for segment in segments:
        batch.append(segment)
        count += len(segment.events)
        if count >= BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _with_refused(segment: Segment, refused: Mapping[str, str]) -> SegmentProgress:
    """Return the progress of a segment, with the events that the log refused."""
    progress = segment.progress
    for line in segment.events if refused else ():
        if line.event.id in refused:
            reason = refused[line.event.id]
            progress = progress.with_problem(line.line, reason)
    return progress
