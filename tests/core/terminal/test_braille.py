"""Braille: strokes through points, as bits of cells."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.braille import braille_sign, cells_with, stroke_through


@pytest.mark.parametrize(
    ("column", "row", "sign"), [(0, 0, "⠁"), (1, 0, "⠈"), (0, 3, "⡀"), (1, 3, "⢀")]
)
def test_each_dot_has_its_bit(column, row, sign):
    """The corners of a cell."""
    cells = cells_with([{column: (row, row)}], 1, 1)
    assert braille_sign(cells[0][0]) == sign


def test_a_cell_without_dots_is_a_space():
    """Fonts draw the empty braille character in different ways."""
    assert braille_sign(0) == " "


POINTS = st.lists(
    st.tuples(st.integers(0, 60), st.floats(-5, 50)), min_size=1, max_size=20
).map(sorted)


@given(POINTS)
def test_a_stroke_has_no_gaps(points):
    """From the first column to the last, dots of neighbors touch."""
    stroke = stroke_through(points)
    columns = sorted(stroke)
    assert columns == list(range(points[0][0], points[-1][0] + 1))
    for left, right in pairwise(columns):
        (top, bottom), (other_top, other_bottom) = stroke[left], stroke[right]
        assert other_top <= bottom + 1
        assert top <= other_bottom + 1


@given(POINTS, st.integers(1, 20), st.integers(1, 8))
def test_what_is_outside_is_cut_off(points, columns, rows):
    """A canvas keeps its size."""
    cells = cells_with([stroke_through(points)], columns, rows)
    assert [len(row) for row in cells] == [columns] * rows
    assert all(0 <= cell < 256 for row in cells for cell in row)
