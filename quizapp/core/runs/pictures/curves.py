"""Curves: series of numbers, drawn in braille between two axes.

Each series has its own mark, so that they differ without color: on every number if
there are few, else here and there. The upright axis has the values, the other one the
numbers' places in their series, from 0. Arrows are infinite; nan leaves a gap.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from operator import or_

from msgspec import Struct

from quizapp.core.runs.pictures.elements import as_float, finite_range, matrix
from quizapp.core.runs.pictures.span import SERIES, Frame, PictureLine, Span, Tone
from quizapp.core.terminal.braille import (
    DOT_COLUMNS,
    DOT_ROWS,
    braille_sign,
    cells_with,
    stroke_through,
)
from quizapp.core.terminal.cells import cell_count, fit_text
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.terminal.ticks import round_ticks, tick_texts
from quizapp.core.values.value import Array, Items, Number, Text, Value

MARKS = "•×+o"
"""One for each series of a chart."""
MAX_COLUMNS = 100
_MAX_LINES = 16
"""Of the plot itself, at a width of four times as many columns."""
_MARK_EVERY = 14
"""Columns between two marks of a long series."""

Series = Mapping[str, tuple[Number, ...]]


class _Plot(Struct, frozen=True):
    """The area between the axes."""

    ticks: tuple[float, ...]
    """Of the upright axis, from the bottom to the top."""
    last: int
    """The largest place of a number in its series."""
    columns: int
    rows: int

    def dot_column(self, place: int) -> int:
        """Return where a number is drawn, by its place in the series."""
        return round(place * (self.columns * DOT_COLUMNS - 1) / max(1, self.last))

    def height(self, number: float) -> float:
        """Return a finite number's height in dots from the top; ticks are in cells."""
        low, high = self.ticks[0] / 2, self.ticks[-1] / 2  # their difference is finite
        share = (high - number / 2) / (high - low)
        return share * (self.rows - 1) * DOT_ROWS + (DOT_ROWS - 1) / 2

    def cell(self, place: int, number: float) -> tuple[int, int]:
        """Return the row and column of a number's cell; infinity is at the edge."""
        column = self.dot_column(place) // DOT_COLUMNS
        if math.isinf(number):
            return (0 if number > 0 else self.rows - 1), column
        row = math.floor(self.height(number) + 0.5) // DOT_ROWS
        return min(max(row, 0), self.rows - 1), column


def series_of(value: Value) -> dict[str, tuple[Number, ...]]:
    """Return the lines of a chart by their names, sanitized, at most four.

    A vector is one line, a matrix or list of vectors more; a dict names them, and
    arrives as a list of pairs.
    """
    if isinstance(value, Array) and len(value.shape) == 1:
        return {"": value.elements}
    rows: list[tuple[str, tuple[Number, ...]]] = []
    if isinstance(value, Array) and len(value.shape) == 2 and value.elements:
        rows = [(str(place), row) for place, row in enumerate(matrix(value))]
    elif isinstance(value, Items):
        rows = [
            (str(place), item.elements) if isinstance(item, Array) else _named(item)
            for place, item in enumerate(value.items)
        ]
    return dict([row for row in rows if row[1]][: len(MARKS)])


def _named(value: Value) -> tuple[str, tuple[Number, ...]]:
    match value:
        case Items(items=(Text(text=name), Array(elements=elements))):
            return sanitize_line(name), elements
        case _:
            return "?", ()


def draw_curves(series: Series, frame: Frame) -> Iterator[PictureLine]:
    """Draw at least one series of at least two numbers."""
    lines = [tuple(map(as_float, line)) for line in series.values()]
    plot = _plot(lines, series, frame)
    texts = tick_texts(plot.ticks)
    margin = max(map(len, texts))
    labels = dict(zip(_tick_rows(plot), texts, strict=True))
    for row, spans in enumerate(_rows(lines, plot)):
        axis = "┤" if row in labels else "│"
        yield (Span(f"{labels.get(row, ''):>{margin}} {axis}", "quiet"), *spans)
    for line in _places(plot, margin):
        yield (Span(line, "quiet"),)
    if len(series) > 1:
        yield from _legend(list(series), margin + 2, frame.width)


def _plot(lines: Sequence[tuple[float, ...]], series: Series, frame: Frame) -> _Plot:
    """Choose round numbers for the upright axis, and a size in which they are even."""
    low, high = finite_range(number for line in lines for number in line)
    whole = all(isinstance(each, int) for line in series.values() for each in line)
    last = max(map(len, lines)) - 1
    widest = min(frame.width - 8, MAX_COLUMNS)
    wanted = max(5, min(frame.height // 2, widest // 4, _MAX_LINES))
    ticks = round_ticks(low, high, max(2, wanted * 2 // 5), whole=whole)
    intervals = len(ticks) - 1
    rows = max(1, (wanted - 1) // intervals) * intervals + 1
    margin = max(map(len, tick_texts(ticks)))
    columns = min(frame.width - margin - 2, MAX_COLUMNS, max(36, 8 * last + 1))
    return _Plot(ticks, last, columns, rows)


def _tick_rows(plot: _Plot) -> list[int]:
    apart = (plot.rows - 1) // (len(plot.ticks) - 1)
    return [plot.rows - 1 - apart * number for number in range(len(plot.ticks))]


def _rows(lines: Sequence[tuple[float, ...]], plot: _Plot) -> Iterator[PictureLine]:
    """Yield the plot: marks, lines, and a dashed zero behind them."""
    drawn = [_cells(line, plot) for line in lines]
    marks = _marks(lines, plot)
    zero = plot.cell(0, 0)[0] if plot.ticks[0] < 0 < plot.ticks[-1] else None
    for row in range(plot.rows):
        signs: list[tuple[str, Tone]] = []
        for column in range(plot.columns):
            bits = {at: cells[row][column] for at, cells in enumerate(drawn)}
            sign = _sign({at: dots for at, dots in bits.items() if dots})
            ground: tuple[str, Tone] = ("╌", "quiet") if row == zero else (" ", "plain")
            signs.append(marks.get((row, column)) or sign or ground)
        yield tuple(_joined(signs))


def _sign(bits: Mapping[int, int]) -> tuple[str, Tone] | None:
    """Return a cell's character, by the dots of the series in it; None without any.

    The one with the fewest dots has the color. One with many is left out, so that a
    line is seen on top of the area that noise covers.
    """
    if not bits:
        return None
    first = min(bits, key=lambda at: bits[at].bit_count())
    most = 2 * bits[first].bit_count()
    dots = [each for each in bits.values() if each.bit_count() <= most]
    return braille_sign(reduce(or_, dots)), SERIES[first]


def _joined(signs: Sequence[tuple[str, Tone]]) -> Iterator[Span]:
    for role, group in groupby(signs, key=lambda sign: sign[1]):
        yield Span("".join(sign for sign, _ in group), role)


def _cells(line: Sequence[float], plot: _Plot) -> list[list[int]]:
    strokes = []
    for known, group in groupby(enumerate(line), lambda pair: math.isfinite(pair[1])):
        if known:
            points = [(plot.dot_column(at), plot.height(each)) for at, each in group]
            strokes.append(stroke_through(points))
    return cells_with(strokes, plot.columns, plot.rows)


def _marks(
    lines: Sequence[tuple[float, ...]], plot: _Plot
) -> dict[tuple[int, int], tuple[str, Tone]]:
    """Return the sign of each marked cell; infinite numbers first."""
    marks: dict[tuple[int, int], tuple[str, Tone]] = {}
    for number, line in enumerate(lines):
        for place, each in enumerate(line):
            if math.isinf(each):
                arrow = "↑" if each > 0 else "↓"
                marks.setdefault(plot.cell(place, each), (arrow, SERIES[number]))
    for number, line in enumerate(lines):
        for place in _marked_places(number, len(lines), plot):
            if place < len(line) and math.isfinite(line[place]):
                cell = plot.cell(place, line[place])
                marks.setdefault(cell, (MARKS[number], SERIES[number]))
    return marks


def _marked_places(number: int, count: int, plot: _Plot) -> Sequence[int]:
    """Return which places of a series have a mark: all, or some in turn."""
    if plot.last * 4 < plot.columns:
        return range(plot.last + 1)
    if count == 1:
        return ()
    columns = range(2 + number * _MARK_EVERY // count, plot.columns, _MARK_EVERY)
    return [round(column * plot.last / (plot.columns - 1)) for column in columns]


def _places(plot: _Plot, margin: int) -> Iterator[str]:
    """Yield the lower axis and the places below it, as many as there is room for."""
    line, labels = ["─"] * plot.columns, ""
    width = margin + 2 + plot.columns
    for tick in round_ticks(0, plot.last, max(1, plot.columns // 8), whole=True):
        if tick <= plot.last:
            column = plot.dot_column(int(tick)) // DOT_COLUMNS
            line[column] = "┬"
            text = str(int(tick))
            start = margin + 2 + column - len(text) // 2
            if start > cell_count(labels) and start + len(text) <= width:
                labels += " " * (start - len(labels)) + text
    yield f"{'':>{margin}} └{''.join(line)}"
    name = "index"
    room = width - len(labels) - len(name)
    yield labels + " " * room + name if room >= 2 else labels


def _legend(names: Sequence[str], start: int, width: int) -> Iterator[PictureLine]:
    """Yield each mark with its name, in as many lines as that takes."""
    line: list[Span] = []
    taken = start
    for number, name in enumerate(names):
        text = fit_text(name, min(cell_count(name), width - start - 2))
        size = cell_count(text) + 2
        if line and taken + 3 + size > width:
            yield tuple(line)
            line = []
        if line:
            line.append(Span("   "))
            taken += 3
        else:
            line.append(Span(" " * start))
            taken = start
        line += [Span(MARKS[number], SERIES[number]), Span(f" {text}", "quiet")]
        taken += size
    yield tuple(line)
