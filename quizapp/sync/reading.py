"""Reading: the events of a segment, from where it was read before.

What is damaged is reported, and everything else is read: each line shows by itself
whether it is whole. A last line without its end is not read yet: a carrier may bring
the rest.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.english import quantity
from quizapp.sync.folder import SegmentFile, open_segment
from quizapp.sync.lines import (
    LINE_FORMAT,
    LONGEST_LINE,
    EventLine,
    checksum_of,
    read_event,
    read_heading,
)

MOST_PROBLEMS = 5
"""Of a file that are named; the rest is counted."""


class SegmentProgress(Struct, frozen=True):
    """How far a segment was read, and what was found in it up to there."""

    found: SegmentFile
    """The file as it was then."""
    end: int = 0
    """The position after the last whole line."""
    lines: int = 0
    sum: str | None = ""
    """The checksum of the last line; None if that is damaged."""
    events: int = 0
    latest: int = 0
    """The latest instant of an event, in microseconds since 1970."""
    problems: tuple[str, ...] = ()
    more_problems: int = 0
    is_newer: bool = False
    """Whether a newer quizapp wrote it, in a way that this one cannot read."""

    @property
    def torn(self) -> int:
        """The bytes after the last whole line."""
        return 0 if self.is_newer else self.found.size - self.end

    @property
    def in_words(self) -> tuple[str, ...]:
        """What is wrong with the file, in sentences."""
        path = self.found.path
        more = (f"{path}: {quantity(self.more_problems, 'more problem')}",)
        newer = (f"{path} was written by a newer quizapp: update this one to read it",)
        return (
            *self.problems,
            *(more if self.more_problems else ()),
            *(newer if self.is_newer else ()),
        )

    def with_problem(self, line: int, what: str) -> "SegmentProgress":
        """Return the same with one more problem, in a line of the file."""
        if len(self.problems) >= MOST_PROBLEMS:
            return replace(self, more_problems=self.more_problems + 1)
        text = f"{self.found.path}, line {line}: {what}"
        return replace(self, problems=(*self.problems, text))


class Segment(Struct, frozen=True):
    """What was read of a segment."""

    progress: SegmentProgress
    events: tuple[EventLine, ...]
    is_continued: bool
    """Whether it still begins as it did when it was read before."""


def read_segment(
    folder: Path, found: SegmentFile, before: SegmentProgress | None
) -> Segment:
    """Read a file that is new or was changed. Raises OSError.

    Only what was added, unless it no longer begins as it did.
    """
    if before is not None and found.size > before.found.size and before.sum:
        reader = _Reader(found, before)
        reader.read(folder)
        if reader.is_continued:
            return reader.segment()
    reader = _Reader(found, SegmentProgress(found))
    if before is not None:
        reader.watch = before
        reader.is_continued = before.end == 0
    reader.read(folder)
    return reader.segment()


class _Reader:
    """Reads the lines of one file."""

    def __init__(self, found: SegmentFile, start: SegmentProgress) -> None:
        self._found, self._start = found, start
        self._end, self._lines, self._sum = start.end, start.lines, start.sum
        self._count, self._latest = start.events, start.latest
        self._problems, self._more = list(start.problems), start.more_problems
        self._is_newer = False
        self._events: list[EventLine] = []
        self.watch: SegmentProgress | None = None
        """How far the file was read before, if that is read again."""
        self.is_continued = True

    def segment(self) -> Segment:
        """Return what was read."""
        progress = SegmentProgress(
            self._found,
            self._end,
            self._lines,
            self._sum,
            self._count,
            self._latest,
            tuple(self._problems),
            self._more,
            self._is_newer,
        )
        return Segment(progress, tuple(self._events), self.is_continued)

    def read(self, folder: Path) -> None:
        """Read to the end of the last whole line. Raises OSError."""
        for line in self._whole_lines(folder):
            self._take(line)
            if self.watch is not None and self._end == self.watch.end:
                then, now = self.watch, (self._sum, self._count)
                self.is_continued = now == (then.sum, then.events)
            if self._is_newer or (self.watch is None and not self.is_continued):
                return

    def _whole_lines(self, folder: Path) -> Iterator[bytes]:
        with open(open_segment(folder, self._found), "rb") as file:  # noqa: PTH123  # no path
            file.seek(self._end)
            left = self._found.size - self._end
            while left > 0:
                line = file.readline(min(left, LONGEST_LINE + 1))
                left -= len(line)
                if not line.endswith(b"\n") and len(line) <= LONGEST_LINE:
                    return
                yield line

    def _take(self, line: bytes) -> None:
        is_first = self._end == self._start.end
        before, sum_ = self._sum, checksum_of(line[:-1])
        heading = read_heading(line) if self._lines == 0 and sum_ else None
        if heading is not None and heading.quizapp > LINE_FORMAT:
            self._is_newer = True
            return
        self._end += len(line)
        self._lines += 1
        self._sum = sum_
        event = read_event(line, self._lines) if sum_ and heading is None else None
        if is_first and self._lines > 1:
            self.is_continued = event is not None and event.after == before
        if sum_ is None:
            self._report("damaged")
        elif event is not None:
            self._add(event, before)
        elif heading is None and read_heading(line) is None:
            self._report("no event")

    def _add(self, event: EventLine, before: str | None) -> None:
        if before is not None and event.after != before:
            self._report("lines before it are missing")
        self._events.append(event)
        self._count += 1
        self._latest = max(self._latest, event.event.at)

    def _report(self, what: str) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(f"{self._found.path}, line {self._lines}: {what}")
        else:
            self._more += 1
