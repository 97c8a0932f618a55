"""Alignment: a typed array beside the true one, element under element.

Long rows are cut around what differs; nothing that differs is left out unnoticed.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.values.value import Array, Number
from quizapp.core.values.writer import write_number

MAX_ALIGNED_ROWS = 6
"""Rows of a matrix that are shown; the rest are counted."""
MISSING = "–"
CUT = "…"


class Cell(Struct, frozen=True):
    """The two elements of one place."""

    place: int
    expected: str
    given: str
    differs: bool

    @property
    def wide(self) -> int:
        """Columns of the longer one."""
        return max(len(self.expected), len(self.given))


class AlignedRow(Struct, frozen=True):
    """One row of both arrays."""

    index: tuple[int, ...]
    """Of the row; empty if there is only one."""
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether any of its elements differ."""
        return any(cell.differs for cell in self.cells)


def aligned(
    true: Array, given: Array, tolerance: Tolerance
) -> tuple[AlignedRow, ...] | None:
    """Return both arrays row by row; None where places do not correspond."""
    if not true.shape or not given.shape or not true.elements or not given.elements:
        return None
    if true.shape != given.shape and len(true.shape) + len(given.shape) > 2:
        return None
    size, mine = true.shape[-1], given.shape[-1]
    count = len(true.elements) // size
    return tuple(
        AlignedRow(
            _index(number, true.shape[:-1]),
            tuple(
                _cells(
                    true.elements[number * size : (number + 1) * size],
                    given.elements[number * mine : (number + 1) * mine],
                    tolerance,
                )
            ),
        )
        for number in range(count)
    )


def shown_rows(rows: Sequence[AlignedRow]) -> tuple[AlignedRow, ...]:
    """Return all rows if they are few, else the first ones that differ."""
    if len(rows) <= MAX_ALIGNED_ROWS:
        return tuple(rows)
    return tuple(row for row in rows if row.differs)[:MAX_ALIGNED_ROWS]


def cut_around(cells: Sequence[Cell], room: int) -> tuple[Cell | None, ...]:
    """Return the cells that fit, those that differ first; None is where some are cut.

    Each cell takes its width and two columns, a cut takes three.
    """
    if sum(cell.wide + 2 for cell in cells) <= room:
        return tuple(cells)
    wrong = [cell.place for cell in cells if cell.differs]
    near = {place + step for place in wrong for step in (-1, 1)}
    rest = [cell.place for cell in cells]
    kept: list[int] = []
    for place in dict.fromkeys([*wrong, *sorted(near & set(rest)), *rest]):
        trial = sorted([*kept, place])
        if _room_of(cells, trial) > room and kept:
            break
        kept = trial
    return tuple(_with_cuts(cells, kept))


def _room_of(cells: Sequence[Cell], kept: Sequence[int]) -> int:
    parts = _with_cuts(cells, kept)
    return sum(3 if part is None else part.wide + 2 for part in parts)


def _with_cuts(cells: Sequence[Cell], kept: Sequence[int]) -> Iterator[Cell | None]:
    last = -1
    for place in kept:
        if place != last + 1:
            yield None
        yield cells[place]
        last = place
    if last != len(cells) - 1:
        yield None


def _cells(
    true: Sequence[Number], given: Sequence[Number], tolerance: Tolerance
) -> Iterator[Cell]:
    for place in range(max(len(true), len(given))):
        right = write_number(true[place]) if place < len(true) else MISSING
        mine = write_number(given[place]) if place < len(given) else MISSING
        both = place < len(true) and place < len(given)
        same = both and tolerance.allows(true[place], _as(true[place], given[place]))
        yield Cell(place, right, mine, not same)


def _as(true: Number, given: Number) -> Number:
    """Return 0 and 1 as booleans where the truth is one, as the judge does."""
    return bool(given) if isinstance(true, bool) and given in (0, 1) else given


def _index(place: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    index: list[int] = []
    for size in reversed(shape):
        place, remainder = divmod(place, size)
        index.append(remainder)
    return tuple(reversed(index))
