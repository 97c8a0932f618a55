"""Pictures: named results of a run as text, cell by cell.

Every picture is readable without color: in a heatmap a zero is blank, in a chart each
series has its own sign. A `Span` names its role; the front end picks the color.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.runs.outcome import Show
from quizapp.core.terminal.plot import draw_bar
from quizapp.core.values.value import Array, Items, Number, TensorSummary, Text, Value
from quizapp.core.values.writer import write, write_number

MARKS = "•×+o"
"""One for each series of a chart, to distinguish them without color."""
CHART_ROWS = 9
LEAST_ELEMENTS = 9
"""Of a heatmap: fewer are read faster as numbers."""
LARGE_ROWS = 16
"""Rows of a matrix up to which each gets a whole line."""
SCALE_CELLS = 12
"""The length of the color scale."""
MAX_ROWS = 32
"""Lines of a heatmap or of values; the rest are counted."""


class Ink(Struct, frozen=True):
    """The two halves of a heatmap cell, each from -1 to 1; None is a zero."""

    top: float | None
    bottom: float | None


Role: TypeAlias = Literal["plain", "quiet", "series0", "series1", "series2", "series3"]


_SERIES: tuple[Role, ...] = ("series0", "series1", "series2", "series3")


class Span(Struct, frozen=True):
    """A stretch of a line in one role."""

    text: str
    role: Role | Ink = "plain"


PictureLine: TypeAlias = tuple[Span, ...]


def picture_of(
    name: str, value: Value, show: Show, width: int
) -> tuple[PictureLine, ...]:
    """Draw a value under its name, at most `width` cells wide.

    Nothing is drawn of a heatmap that says nothing: of a few numbers, or all the same.
    """
    if show == "heatmap" and isinstance(value, Array) and _says_nothing(value):
        return ()
    lines = list(_drawn(value, show, max(20, width)))
    return ((Span(f"{name}  ", "plain"), Span(about(value), "quiet")), *lines)


def about(value: Value) -> str:
    """Describe a value in a few words: its dtype, shape and range."""
    if isinstance(value, TensorSummary):
        return value.text
    if not isinstance(value, Array):
        return ""
    dtype = f"{value.dtype} " if value.dtype else ""
    shape = f"{dtype}{value.shape}" if value.shape else dtype.strip()
    if len(value.elements) < 2:
        return shape
    low, high = _range(value.elements)
    zeros = sum(element == 0 for element in value.elements)
    share = f", {zeros / len(value.elements):.0%} zeros" if zeros else ""
    return f"{shape}  from {_short(low)} to {_short(high)}{share}"


def _drawn(value: Value, show: Show, width: int) -> Iterator[PictureLine]:
    series = _series(value) if show == "curve" else {}
    match show:
        case "heatmap" if isinstance(value, Array) and value.shape and value.elements:
            yield from _heatmap(value, width)
        case "values" if isinstance(value, Array) and value.shape and value.elements:
            yield from _values(value, width)
        case "curve" if series and max(map(len, series.values())) > 1:
            yield from _curve(series, width)
        case "histogram" if (bins := _bins(value)) is not None:
            yield from _histogram(bins, width)
        case _:
            yield (Span(write(value)[:width]),)


# Heatmap


def _says_nothing(array: Array) -> bool:
    few = len(array.elements) < LEAST_ELEMENTS or len(set(array.elements)) < 2
    return few and bool(array.shape)


def _heatmap(array: Array, width: int) -> Iterator[PictureLine]:
    """Draw each number as a square: two cells of a line, or half a cell.

    NaN is not equal to itself, so an array of it is drawn.
    """
    rows, columns = _matrix(array)
    scale = max((abs(n) for row in rows for n in row if math.isfinite(n)), default=0)
    inks = [[_ink(number, scale) for number in row] for row in rows]
    wide = 2 if 2 * columns <= width else 1
    shown = inks[: 2 * MAX_ROWS]
    is_large = wide == 2 and len(rows) <= LARGE_ROWS
    halves = (shown, shown) if is_large else (shown[::2], shown[1::2])
    for top, bottom in zip_longest(*halves):
        cells = [
            Ink(up, None if bottom is None else bottom[place])
            for place, up in enumerate(top[: width // wide])
        ]
        yield tuple(_runs(cells, wide))
    if len(rows) > len(shown) or columns > width // wide:
        yield (Span(f"… {len(rows)} rows of {columns}", "quiet"),)
    yield _legend(rows, scale)


def _runs(cells: Iterable[Ink], wide: int) -> Iterator[Span]:
    for ink, group in groupby(cells):
        glyph = _glyph(ink)
        yield Span(glyph * wide * len(list(group)), ink)


def _glyph(ink: Ink) -> str:
    """Return the block for a cell; a zero leaves its half empty."""
    match ink.top is None, ink.bottom is None:
        case True, True:
            return " "
        case False, True:
            return "▀"
        case True, False:
            return "▄"
        case _:
            return "▀" if ink.top != ink.bottom else "█"


def _ink(number: Number, scale: float) -> float | None:
    if number == 0:
        return None
    if not math.isfinite(number):
        return 1.0
    return round(number / scale, 2) or math.copysign(0.01, number)


def _legend(rows: Sequence[Sequence[Number]], scale: float) -> PictureLine:
    """Return the color scale, with the numbers at its ends."""
    negative = any(number < 0 for row in rows for number in row)
    first = -1.0 if negative else 0.0
    steps = [first + (1 - first) * n / (SCALE_CELLS - 1) for n in range(SCALE_CELLS)]
    levels = [round(step, 2) or 0.01 for step in steps]
    low = write_number(-scale) if negative else "0"
    return (
        Span(f"{low} ", "quiet"),
        *(Span("█", Ink(level, level)) for level in levels),
        Span(f" {write_number(scale)}   blank is exactly 0", "quiet"),
    )


def _matrix(array: Array) -> tuple[list[tuple[Number, ...]], int]:
    """Return the last dimension's rows, whatever the other dimensions."""
    columns = array.shape[-1]
    return list(_rows(array.elements, columns)), columns


def _rows(elements: tuple[Number, ...], columns: int) -> Iterator[tuple[Number, ...]]:
    for start in range(0, len(elements), columns):
        yield elements[start : start + columns]


# Values


def _values(array: Array, width: int) -> Iterator[PictureLine]:
    rows, columns = _matrix(array)
    texts = [[_short(number) for number in row] for row in rows[:MAX_ROWS]]
    cell = max(len(text) for row in texts for text in row) + 2
    fitting = max(1, width // cell)
    for row in texts:
        line = "".join(f"{text:>{cell}}" for text in row[:fitting])
        yield (Span(line + (" …" if columns > fitting else "")),)
    if len(rows) > MAX_ROWS:
        yield (Span(f"… {len(rows)} rows", "quiet"),)


def _short(number: Number) -> str:
    """Return a number with four digits; only a true zero is written 0."""
    if isinstance(number, bool | int):
        return str(number)
    if number == 0:
        return "0"
    return f"{number:.4g}"


# Curve


def _series(value: Value) -> dict[str, tuple[Number, ...]]:
    """Return the lines of a chart by their names, which may be empty.

    A vector is one line, a matrix or list of vectors more; a dict names them, and
    arrives as a list of pairs.
    """
    if isinstance(value, Array) and len(value.shape) == 1:
        return {"": value.elements}
    rows: list[tuple[str, tuple[Number, ...]]] = []
    if isinstance(value, Array) and len(value.shape) == 2 and value.elements:
        rows = [(str(place), row) for place, row in enumerate(_matrix(value)[0])]
    elif isinstance(value, Items):
        rows = [
            (str(place), item.elements) if isinstance(item, Array) else _named(item)
            for place, item in enumerate(value.items)
        ]
    return dict([row for row in rows if row[1]][: len(MARKS)])


def _named(value: Value) -> tuple[str, tuple[Number, ...]]:
    match value:
        case Items(items=(Text(text=name), Array(elements=elements))):
            return name, elements
        case _:
            return "?", ()


def _curve(series: dict[str, tuple[Number, ...]], width: int) -> Iterator[PictureLine]:
    low, high = _range([number for line in series.values() for number in line])
    labels = [_short(float(high)), _short(float(low))]
    margin = max(map(len, labels))
    columns = min(width - margin - 2, 64)
    grid = _grid(list(series.values()), low, high, columns)
    for place, row in enumerate(grid):
        label = {0: labels[0], CHART_ROWS - 1: labels[1]}.get(place, "")
        yield (Span(f"{label:>{margin}} ┤", "quiet"), *_marked(row))
    length = max(map(len, series.values()))
    axis = f"{'':>{margin}} └{'─' * columns}"
    yield (Span(axis, "quiet"),)
    last = f"step {length - 1}"
    yield (Span(f"{'':>{margin}}  0{last:>{columns - 1}}", "quiet"),)
    if len(series) > 1:
        yield tuple(_names(list(series), margin))


def _names(names: list[str], margin: int) -> Iterator[Span]:
    yield Span(" " * (margin + 2))
    for number, name in enumerate(names):
        yield Span(MARKS[number], _SERIES[number])
        yield Span(f" {name}   ", "quiet")


def _grid(
    series: list[tuple[Number, ...]], low: float, high: float, columns: int
) -> list[list[int | None]]:
    """Put each series' number into its cells; earlier series win."""
    grid: list[list[int | None]] = [[None] * columns for _ in range(CHART_ROWS)]
    spread = (high - low) or 1.0
    for number, line in enumerate(series):
        for column in range(columns):
            at = column * (len(line) - 1) / max(1, columns - 1)
            height = line[round(at)]
            if math.isfinite(height):
                row = round((high - height) / spread * (CHART_ROWS - 1))
                if grid[row][column] is None:
                    grid[row][column] = number
    return grid


def _marked(row: list[int | None]) -> Iterator[Span]:
    for number, group in groupby(row):
        count = len(list(group))
        if number is None:
            yield Span(" " * count)
        else:
            yield Span(MARKS[number] * count, _SERIES[number])


# Histogram


def _bins(value: Value) -> tuple[tuple[int, ...], float, float] | None:
    """Read counts and their range, which the child reports: `[counts, [low, high]]`."""
    match value:
        case Items(items=(Array(elements=counts), Array(elements=(low, high)))):
            whole = tuple(
                count for count in counts if type(count) is int and count >= 0
            )
            ends = math.isfinite(low) and math.isfinite(high)
            if whole and len(whole) == len(counts) and ends:
                return whole, float(low), float(high)
        case _:
            pass
    return None


def _histogram(
    bins: tuple[tuple[int, ...], float, float], width: int
) -> Iterator[PictureLine]:
    counts, low, high = bins
    step = (high - low) / len(counts)
    labels = [_short(low + step * place) for place in range(min(MAX_ROWS, len(counts)))]
    margin = max(map(len, labels))
    most = max(1, *counts)
    room = max(4, min(48, width - margin - 10))
    for label, count in zip(labels, counts, strict=False):
        yield (
            Span(f"{label:>{margin}} ┤", "quiet"),
            Span(draw_bar(count / most * room), "series0"),
            Span(f" {count}", "quiet"),
        )


def _range(numbers: Iterable[Number]) -> tuple[float, float]:
    finite = [float(number) for number in numbers if math.isfinite(number)]
    return (min(finite), max(finite)) if finite else (0.0, 0.0)
