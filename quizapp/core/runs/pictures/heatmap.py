"""Heatmaps: a matrix as squares, cell by cell; a zero is blank.

A small matrix has its indices at the edges. In colors, a tall one has two rows in a
line; signs need a line for each row, and so do nan and inf, which no color can mean.
"""

import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from msgspec import Struct

from quizapp.core.runs.pictures.elements import as_float, matrix
from quizapp.core.runs.pictures.scale import (
    Scale,
    legend,
    scale_of,
    sign_of,
)
from quizapp.core.runs.pictures.span import Frame, Ink, PictureLine, Shades, Span, Tone
from quizapp.core.terminal.cells import fit_text
from quizapp.core.values.value import Array

LEAST_ELEMENTS = 9
"""Fewer are read faster as numbers."""
MAX_ROWS = 24
"""Lines of a heatmap; the rest is counted."""
_LEAST_INDEXED = 30
"""The width from which there is room for indices."""


class _Sheet(Struct, frozen=True):
    """The rows of a heatmap, with their indices."""

    labels: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    has_columns: bool
    """Whether a column is a dimension, not a part of a wrapped vector."""


def says_nothing(array: Array) -> bool:
    """Return whether numbers are too few, or all the same; NaN equals nothing."""
    few = len(array.elements) < LEAST_ELEMENTS or len(set(array.elements)) < 2
    return few and bool(array.shape)


def draw_heatmap(array: Array, frame: Frame) -> Iterator[PictureLine]:
    """Draw each number as a square: two cells of a line, or half a cell."""
    sheet = _sheet(array, frame.width)
    numbers = [number for row in sheet.rows for number in row]
    scale = scale_of(numbers)
    columns = max(map(len, sheet.rows))
    fits = 2 * columns <= frame.width
    is_small = fits and len(sheet.rows) <= max(12, min(frame.height - 10, MAX_ROWS))
    is_finite = all(map(math.isfinite, numbers))
    if frame.shades == "colors" and is_finite and not is_small:
        lines, shown = 2 * MAX_ROWS, frame.width
        yield from _halves(sheet.rows[:lines], scale, shown)
    else:
        lines = MAX_ROWS
        shown = yield from _wholes(sheet, scale, columns, frame)
    if more := _more(len(sheet.rows) - lines, columns - shown):
        yield (Span(fit_text(more, min(len(more), frame.width)), "quiet"),)
    yield from legend(numbers, scale, frame.shades, frame.width)


def _wholes(
    sheet: _Sheet, scale: Scale, columns: int, frame: Frame
) -> Generator[PictureLine, None, int]:
    """Yield a line for each row, with indices if there is room; return the columns."""
    margin = max(map(len, sheet.labels)) + 1
    wide = 2 if 2 * columns <= frame.width else 1
    tight = 2 * columns <= frame.width < 2 * columns + margin
    if tight or frame.width < _LEAST_INDEXED:
        margin = 0
    shown = (frame.width - margin) // wide
    if margin and sheet.has_columns:
        heads = _heads(min(columns, shown), wide)
        yield (Span(" " * margin + heads, "quiet"),)
    for label, row in zip(sheet.labels[:MAX_ROWS], sheet.rows, strict=False):
        index = f"{label:>{margin - 1}} " if margin else ""
        cells = _whole(row[:shown], scale, frame.shades, wide)
        yield (Span(index, "quiet"), *cells)
    return shown


def _sheet(array: Array, width: int) -> _Sheet:
    """Return an array's rows; a vector is wrapped after a multiple of ten."""
    if len(array.shape) > 1:
        rows = tuple(tuple(map(as_float, row)) for row in matrix(array))
        labels = tuple(_indices(place, array.shape[:-1]) for place in range(len(rows)))
        return _Sheet(labels, rows, has_columns=True)
    numbers = tuple(map(as_float, array.elements))
    room = (width - 5) // 2
    if len(numbers) <= room:
        return _Sheet(("",), (numbers,), has_columns=True)
    length = max(5, room // 10 * 10)
    starts = range(0, len(numbers), length)
    labels = tuple(map(str, starts))
    rows = tuple(numbers[start : start + length] for start in starts)
    return _Sheet(labels, rows, has_columns=False)


def _indices(place: int, lengths: Sequence[int]) -> str:
    """Return the indices of a row in all dimensions but the last."""
    indices: list[str] = []
    for length in reversed(lengths):
        place, index = divmod(place, length)
        indices.insert(0, str(index))
    return ",".join(indices)


def _heads(columns: int, wide: int) -> str:
    """Return the columns' indices: each of ten, else each fifth or tenth."""
    every = 1 if wide == 2 and columns <= 10 else 5 if wide == 2 else 10
    labels = (f"{place:<{every * wide}}" for place in range(0, columns, every))
    return "".join(labels)[: columns * wide].rstrip()


def _more(rows: int, columns: int) -> str:
    counts = {"rows": rows, "columns": columns}
    parts = [f"{count} more {name}" for name, count in counts.items() if count > 0]
    return f"… {', '.join(parts)}" if parts else ""


def _whole(
    row: Iterable[float], scale: Scale, shades: Shades, wide: int
) -> Iterator[Span]:
    """Yield a row with a line of its own."""
    signs: Iterator[tuple[str, Tone | Ink]] = (
        sign_of(number, scale, shades) for number in row
    )
    for (sign, role), group in groupby(signs):
        yield Span(sign * wide * len(list(group)), role)


def _halves(
    rows: Sequence[tuple[float, ...]], scale: Scale, columns: int
) -> Iterator[PictureLine]:
    """Yield two rows in each line."""
    levels = [[scale.level(number) for number in row[:columns]] for row in rows]
    below: list[list[float | None]] = [*levels[1::2], []]
    for top, bottom in zip(levels[::2], below, strict=False):
        inks = [Ink(*pair) for pair in zip_longest(top, bottom)]
        line: list[Span] = []
        for ink, group in groupby(inks):
            line.append(Span(_block(ink) * len(list(group)), ink))
        yield tuple(line)


def _block(ink: Ink) -> str:
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
