"""Alignment of a typed array with the true one."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.alignment import (
    MAX_ALIGNED_ROWS,
    aligned,
    cut_around,
    shown_rows,
)
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.values.value import Array

EXACT = Tolerance(abs=0.0)


def rows_of(true: Array, mine: Array):
    """Return the rows, of arrays that can be aligned."""
    rows = aligned(true, mine, EXACT)
    assert rows is not None
    return rows


def test_each_element_is_beside_its_own():
    """Rows of a matrix have their index."""
    rows = rows_of(Array((2, 2), (1, 2, 3, 4)), Array((2, 2), (1, 2, 3, 5)))
    assert [row.index for row in rows] == [(0,), (1,)]
    assert [row.differs for row in rows] == [False, True]
    assert (rows[1].cells[1].expected, rows[1].cells[1].given) == ("4", "5")


def test_what_is_missing_differs():
    """A list that is too short or too long."""
    (row,) = rows_of(Array((2,), (1, 2)), Array((3,), (1, 2, 3)))
    assert [(c.expected, c.given, c.differs) for c in row.cells] == [
        ("1", "1", False),
        ("2", "2", False),
        ("–", "3", True),
    ]


def test_other_shapes_and_scalars_are_not_aligned():
    """Their places do not correspond."""
    assert (
        aligned(Array((2, 2), (1, 2, 3, 4)), Array((4,), (1, 2, 3, 4)), EXACT) is None
    )
    assert aligned(Array((), (1,)), Array((), (2,)), EXACT) is None


def test_zero_and_one_are_booleans_where_the_truth_is():
    """As the judge reads them."""
    (row,) = rows_of(Array((2,), (True, False)), Array((2,), (1, 1)))
    assert [cell.differs for cell in row.cells] == [False, True]


def test_a_large_matrix_shows_its_differing_rows():
    """Not those that are right."""
    true = Array((20, 1), tuple(range(20)))
    mine = Array((20, 1), (*range(19), 0))
    shown = shown_rows(rows_of(true, mine))
    assert [row.index for row in shown] == [(19,)]
    assert (
        len(shown_rows(rows_of(true, Array((20, 1), (99,) * 20)))) == MAX_ALIGNED_ROWS
    )


@given(
    st.lists(st.integers(0, 99_999), min_size=1, max_size=60),
    st.sets(st.integers(0, 59)),
    st.integers(12, 90),
)
def test_a_cut_row_fits_and_keeps_what_differs(elements, wrong, room):
    """As many wrong elements as there is room for, in their order."""
    mine = [n + 1 if at in wrong else n for at, n in enumerate(elements)]
    size = (len(elements),)
    (row,) = rows_of(Array(size, tuple(elements)), Array(size, tuple(mine)))
    parts = cut_around(row.cells, room)
    kept = [part for part in parts if part is not None]
    assert [part.place for part in kept] == sorted({part.place for part in kept})
    if len(kept) > 1:
        assert sum(3 if p is None else p.wide + 2 for p in parts) <= room
    if any(not part.differs for part in kept):
        assert {p.place for p in kept if p.differs} == {
            at for at in wrong if at < len(elements)
        }
