"""Histograms: counts in equal bins, as columns above an axis of values.

The child counts, so that any number of elements can be drawn. It reports
`[counts, [low, high]]`, and as a third item how many numbers were not finite.
"""

import math
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from quizapp.core.runs.pictures.elements import as_float
from quizapp.core.runs.pictures.span import Frame, PictureLine, Span
from quizapp.core.terminal.ticks import round_ticks, tick_texts
from quizapp.core.values.value import Array, Items, Value

_MAX_LINES = 10
_LEVELS = " ▁▂▃▄▅▆▇█"
_LONGEST_TICK = 6
"""Cells of a count at the axis, where bins are many."""
_MAX_WIDE = 6
"""Cells of a column."""


class Bins(Struct, frozen=True):
    """Counts of numbers in equal intervals between two ends."""

    counts: tuple[int, ...]
    low: float
    high: float
    left_out: int = 0
    """Numbers that are not finite."""

    @property
    def total(self) -> int:
        """Return how many numbers are counted."""
        return sum(self.counts)

    @property
    def whole(self) -> bool:
        """Whether each bin is a whole number, in its middle."""
        step = (self.high - self.low) / len(self.counts)
        return step == 1 and self.low % 1 == 0.5

    @property
    def ends(self) -> tuple[float, float]:
        """Return the least and the largest number."""
        inset = 0.5 if self.whole else 0.0
        return self.low + inset, self.high - inset


def bins_of(value: Value) -> Bins | None:
    """Read what the child reports; None if it is anything else."""
    match value:
        case Items(items=(Array() as counts, Array(elements=(low, high)), *rest)):
            ends = as_float(low), as_float(high)
            whole = [n for n in counts.elements if type(n) is int and 0 <= n < 2**63]
            is_sound = math.isfinite(ends[1] - ends[0]) and ends[0] <= ends[1]
            if whole and len(whole) == len(counts.elements) and is_sound:
                return Bins(tuple(whole), *ends, _left_out(rest))
        case _:
            pass
    return None


def _left_out(rest: list[Value]) -> int:
    match rest:
        case [Array(elements=(int() as count,))]:
            return max(0, count)
        case _:
            return 0


def draw_histogram(bins: Bins, frame: Frame) -> Iterator[PictureLine]:
    """Draw the columns with an axis of counts and one of values."""
    bins = _merged(bins, frame.width - _LONGEST_TICK - 2)
    wanted = max(4, min(frame.height - 8, frame.width // 6, _MAX_LINES))
    ticks = round_ticks(0, max(1, *bins.counts), max(2, wanted // 3), whole=True)
    texts = tick_texts(ticks)
    margin = max(map(len, texts))
    intervals = len(ticks) - 1
    apart = max(1, wanted // intervals)
    rows = apart * intervals
    wide = max(1, min(_MAX_WIDE, (frame.width - margin - 2) // len(bins.counts)))
    heights = [_eighths(count / ticks[-1] * rows, count) for count in bins.counts]
    for row in range(rows):
        label = texts[-1 - row // apart] if row % apart == 0 else ""
        above = 8 * (rows - 1 - row)
        signs = "".join(_column(height - above, wide) for height in heights)
        axis = "┤" if label else "│"
        yield (Span(f"{label:>{margin}} {axis}", "quiet"), *_inked(signs.rstrip()))
    for line in _values(bins, margin, wide * len(bins.counts), frame.width):
        yield (Span(line, "quiet"),)


def _inked(signs: str) -> Iterator[Span]:
    for blank, group in groupby(signs, str.isspace):
        yield Span("".join(group), "plain" if blank else "series0")


def _merged(bins: Bins, room: int) -> Bins:
    """Add up neighbors until there is a cell for each bin."""
    together = math.ceil(len(bins.counts) / max(1, room))
    if together == 1:
        return bins
    starts = range(0, len(bins.counts), together)
    counts = tuple(sum(bins.counts[start : start + together]) for start in starts)
    step = (bins.high - bins.low) / len(bins.counts)
    high = bins.low + step * together * len(counts)
    return Bins(counts, bins.low, high, bins.left_out)


def _eighths(height: float, count: int) -> int:
    """Return how much of a height in lines is above the axis, in eighths of a line.

    Ticks and the axis are in the middle of their lines, so half a line is below. At
    least one is left unless the count is 0.
    """
    return max(1, round(8 * height) - 4) if count else 0


def _column(eighths: int, wide: int) -> str:
    """Return one cell's height of a column; with room, columns are set apart."""
    sign = _LEVELS[min(8, max(0, eighths))]
    return sign * (wide - 1) + " " if wide > 2 else sign * wide


def _values(bins: Bins, margin: int, columns: int, width: int) -> Iterator[str]:
    """Yield the axis of values, with ticks where they are, and the texts below it."""
    line, labels = ["─"] * columns, ""
    low, high = bins.low, bins.high
    ticks = _value_ticks(bins, columns)
    inside = [tick for tick in ticks if low <= tick <= high]
    texts = tick_texts(ticks)
    for tick, text in zip(ticks, texts, strict=True):
        if tick in inside:
            share = (tick - low) / (high - low) if low < high else 0.5
            column = min(columns - 1, int(share * columns))
            start = max(0, margin + 2 + column - len(text) // 2)
            if start + len(text) <= width and (not labels or start > len(labels)):
                line[column] = "┬"
                labels += " " * (start - len(labels)) + text
    yield f"{'0':>{margin}} └{''.join(line)}"
    yield labels


def _value_ticks(bins: Bins, columns: int) -> tuple[float, ...]:
    """Return as many round values as have room for their texts."""
    low, high = bins.low, bins.high
    if low == high:
        return (low,)
    ticks: tuple[float, ...] = (low, high)
    for most in range(max(1, columns // 3), 0, -1):
        ticks = round_ticks(low, high, most, whole=bins.whole)
        apart = (ticks[1] - ticks[0]) / (high - low) * columns
        if max(map(len, tick_texts(ticks))) + 2 <= apart:
            break
    return ticks
