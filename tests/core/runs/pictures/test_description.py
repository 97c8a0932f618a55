"""Descriptions: one sentence for each picture."""

import pytest

from quizapp.core.runs.outcome import Show
from quizapp.core.runs.pictures.description import about, sentence_of
from quizapp.core.values.value import Array, Items, TensorSummary, Text, Value, scalar


def matrix(rows: int, columns: int, *elements: float) -> Array:
    return Array((rows, columns), elements, "float32")


TRIL = matrix(3, 3, 1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5)
GAPS = matrix(2, 3, -1, 0, 1, -1, 0, 2)
LINES = Items(
    tuple(
        Items((Text(name), Array((2,), line)))
        for name, line in (("a", (3.0, 1.0)), ("b", (3.0, 4.0)))
    )
)


@pytest.mark.parametrize(
    ("value", "show", "sentence"),
    [
        (
            TRIL,
            "heatmap",
            "x: heatmap of float32 (3, 3), from 0 to 1, 33% zeros;"
            " zero above the diagonal; the largest is in row 0, column 0.",
        ),
        (
            GAPS,
            "heatmap",
            "x: heatmap of float32 (2, 3), from -1 to 2, 33% zeros;"
            " all zero in column 1; the largest is in row 1, column 2.",
        ),
        (
            LINES,
            "curve",
            "x: 2 curves of 2 numbers, from 1 to 4; a falls from 3 to 1;"
            " b rises from 3 to 4.",
        ),
        (
            Array((3,), (0.0, 1.0, 2.0), "float32"),
            "curve",
            "x: 1 curve of 3 numbers, from 0 to 2; rises from 0 to 2.",
        ),
        (
            Items((Array((2,), (20, 80)), Array((2,), (-0.5, 1.5)))),
            "histogram",
            "x: histogram of 100 numbers, from 0 to 1;"
            " the most frequent, 1, is 80% of them.",
        ),
        (
            Items((Array((4,), (1, 6, 2, 1)), Array((2,), (0.0, 2.0)))),
            "histogram",
            "x: histogram of 10 numbers, from 0 to 2; the highest of 4 bins,"
            " from 0.5 to 1, has 60% of them; 70% are up to 1.",
        ),
        (TensorSummary((9, 9), "int64", "of 9 by 9"), "heatmap", "x: of 9 by 9."),
        (scalar(3.0), "curve", "x: 3.0."),
    ],
)
def test_a_sentence_says_what_the_picture_would_show(
    value: Value, show: Show, sentence: str
):
    """Its kind, shape and range, then what stands out."""
    assert sentence_of("x", value, show) == sentence


def test_a_heading_has_the_counts_and_the_range():
    """Of all lines together."""
    assert about(LINES, "curve") == "2 lines of 2 numbers, from 1 to 4"


def test_a_tiny_share_of_zeros_is_not_none():
    """It is less than one percent."""
    line = Array((300,), (0.0, *[1.0] * 299))
    assert about(line, "values") == "(300,)  from 0 to 1, <1% zeros"
