"""Descriptions: what a picture shows, in words: as its heading, or instead of it.

The sentence is for screen readers and pipes: shape, range, zeros, pattern, trend.
"""

from collections.abc import Iterator, Sequence

from quizapp.core.basics.english import quantity
from quizapp.core.runs.outcome import Show
from quizapp.core.runs.pictures.curves import Series, series_of
from quizapp.core.runs.pictures.elements import (
    as_float,
    finite_range,
    matrix,
    not_finite,
    range_text,
    share_text,
    short,
)
from quizapp.core.runs.pictures.histogram import Bins, bins_of
from quizapp.core.runs.pictures.trend import trend
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.value import Array, Number, TensorSummary, Value
from quizapp.core.values.writer import write

_MAX_LISTED = 4
"""Indices of rows or columns; more are counted."""


def about(value: Value, show: Show) -> str:
    """Describe a value in a few words: its dtype, shape and range."""
    if isinstance(value, TensorSummary):
        return sanitize_line(value.text)
    if isinstance(value, Array):
        return _about_array(value)
    if show == "histogram" and (bins := bins_of(value)) is not None:
        return _about_bins(bins)
    if show == "curve" and (series := series_of(value)):
        return _about_series(series)
    return ""


def sentence_of(name: str, value: Value, show: Show) -> str:
    """Describe in one sentence what the picture of a value would show."""
    text = about(value, show) or sanitize_line(write(value))
    parts = [text.replace("  ", ", ")]
    series = series_of(value) if show == "curve" else {}
    match show:
        case "heatmap" if isinstance(value, Array):
            parts = [f"heatmap of {parts[0]}", *_patterns(value)]
        case "curve" if series:
            trends = (
                f"{line_name} {trend(tuple(map(as_float, line)))}".strip()
                for line_name, line in series.items()
            )
            parts = [_about_series(series, "curve"), *trends]
        case "histogram" if (bins := bins_of(value)) is not None:
            parts = [f"histogram of {parts[0]}", *_peaks(bins)]
        case _:
            pass
    return f"{sanitize_line(name)}: {'; '.join(parts)}."


def _about_array(array: Array) -> str:
    dtype = f"{array.dtype} " if array.dtype else ""
    shape = sanitize_line(f"{dtype}{array.shape}" if array.shape else dtype.strip())
    if len(array.elements) < 2:
        return shape
    parts = [range_text(*finite_range(array.elements))]
    if zeros := sum(element == 0 for element in array.elements):
        parts.append(f"{share_text(zeros / len(array.elements))} zeros")
    if odd := not_finite(array.elements):
        parts.append(odd)
    return f"{shape}  {', '.join(parts)}"


def _about_bins(bins: Bins) -> str:
    odd = f", {bins.left_out} not finite" if bins.left_out else ""
    return f"{quantity(bins.total, 'number')}, {range_text(*bins.ends)}{odd}"


def _about_series(series: Series, noun: str = "line") -> str:
    numbers = [number for line in series.values() for number in line]
    lengths = sorted({len(line) for line in series.values()})
    most = quantity(lengths[-1], "number")
    length = most if len(lengths) == 1 else f"{lengths[0]} to {most}"
    odd = not_finite(numbers)
    return (
        f"{quantity(len(series), noun)} of {length},"
        f" {range_text(*finite_range(numbers))}{f', {odd}' if odd else ''}"
    )


def _patterns(array: Array) -> Iterator[str]:
    """Yield where a matrix is zero, and where its largest number is."""
    if len(array.shape) != 2 or not array.elements:
        return
    rows = matrix(array)
    if any(array.elements):
        yield from filter(None, (_triangle(rows) or _zero_lines(rows),))
    numbers = list(map(as_float, array.elements))
    _, high = finite_range(numbers)
    if numbers.count(high) == 1:
        row, column = divmod(numbers.index(high), array.shape[1])
        yield f"the largest is in row {row}, column {column}"


def _triangle(rows: Sequence[Sequence[Number]]) -> str:
    """Say on which side of the diagonal a square matrix is zero."""
    if len(rows) != len(rows[0]) or len(rows) < 2:
        return ""
    sides = {"above": False, "below": False}
    for at, row in enumerate(rows):
        sides["above"] |= any(row[at + 1 :])
        sides["below"] |= any(row[:at])
    empty = [side for side, filled in sides.items() if not filled]
    if len(empty) == 2:
        return "zero everywhere but on the diagonal"
    return f"zero {empty[0]} the diagonal" if empty else ""


def _zero_lines(rows: Sequence[Sequence[Number]]) -> str:
    lines = {"row": rows, "column": list(zip(*rows, strict=True))}
    parts = []
    for noun, each in lines.items():
        zero = [at for at, line in enumerate(each) if not any(line)]
        if len(zero) > _MAX_LISTED:
            parts.append(quantity(len(zero), noun))
        elif zero:
            plural = "s" if len(zero) > 1 else ""
            parts.append(f"{noun}{plural} {', '.join(map(str, zero))}")
    return f"all zero in {' and in '.join(parts)}" if parts else ""


def _peaks(bins: Bins) -> Iterator[str]:
    """Yield where most numbers are, and where half of them are."""
    most = max(bins.counts)
    if not bins.total or len(bins.counts) == 1:
        return
    share, at = share_text(most / bins.total), bins.counts.index(most)
    step = (bins.high - bins.low) / len(bins.counts)
    start = bins.low + at * step
    if bins.whole:
        yield f"the most frequent, {short(start + 0.5)}, is {share} of them"
    else:
        yield (
            f"the highest of {len(bins.counts)} bins, from {short(start)} to"
            f" {short(start + step)}, has {share} of them"
        )
        passed = 0
        for place, count in enumerate(bins.counts, start=1):
            passed += count
            if 2 * passed >= bins.total:
                end = short(bins.low + place * step)
                yield f"{share_text(passed / bins.total)} are up to {end}"
                return
