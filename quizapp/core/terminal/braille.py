"""Braille: lines of dots in cells of 2 by 4.

Dots are counted from the left and from the top. A cell is a number of eight bits, one
for each of its dots; 0 is empty.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

DOT_COLUMNS = 2
DOT_ROWS = 4

Vertex: TypeAlias = tuple[int, float]
"""The column of a dot, and the height of a line in rows of dots from the top."""

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""Of each dot, by its column and row in a cell."""


def braille_sign(bits: int) -> str:
    """Return the character with these dots; a space without any."""
    return chr(0x2800 + bits) if bits else " "


def cells_with(
    strokes: Iterable[Mapping[int, tuple[int, int]]], columns: int, rows: int
) -> list[list[int]]:
    """Return the cells of a canvas with these strokes; what is outside is cut off."""
    cells = [[0] * columns for _ in range(rows)]
    for stroke in strokes:
        for column, (top, bottom) in stroke.items():
            if 0 <= column < columns * DOT_COLUMNS:
                for row in range(max(0, top), min(bottom, rows * DOT_ROWS - 1) + 1):
                    bit = _BITS[column % DOT_COLUMNS][row % DOT_ROWS]
                    cells[row // DOT_ROWS][column // DOT_COLUMNS] |= bit
    return cells


def stroke_through(points: Sequence[Vertex]) -> dict[int, tuple[int, int]]:
    """Connect points from left to right: the top and bottom dot of each column.

    A column takes the line from halfway to its left neighbor to halfway to its right
    one, so that a steep line has no gaps.
    """
    stroke: dict[int, tuple[int, int]] = {}
    lines = (
        pairwise(points) if len(points) > 1 else [(point, point) for point in points]
    )
    for start, end in lines:
        for column, one, other in _parts(start, end):
            top, bottom = sorted((one, other))
            before = stroke.get(column, (top, bottom))
            stroke[column] = (min(before[0], top), max(before[1], bottom))
    return stroke


def _parts(start: Vertex, end: Vertex) -> Iterator[tuple[int, int, int]]:
    """Yield each column of a line between two points, with the dots of its ends."""
    (left, first), (right, last) = start, end
    if left == right:
        yield left, _dot(first), _dot(last)
        return
    slope = (last - first) / (right - left)
    for column in range(left, right + 1):
        if abs(slope) <= 1:
            middle = _dot(first + slope * (column - left))
            yield column, middle, middle
        else:
            begin = first + slope * max(0, column - left - 0.5)
            finish = first + slope * min(right - left, column - left + 0.5)
            yield column, _dot(begin), _dot(finish)


def _dot(height: float) -> int:
    return math.floor(height + 0.5)
