"""Drawing: results of a run as text, readable without color."""

import math
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.runs.pictures import Ink, picture_of
from quizapp.core.values.value import Array, Items, Number, TensorSummary, Text, scalar


def array(shape: tuple[int, ...], *elements: Number) -> Array:
    return Array(shape, elements, "float32")


def text_of(name, value, show, width=76) -> list[str]:
    """Return the lines as text."""
    lines = picture_of(name, value, show, width)
    return ["".join(span.text for span in line).rstrip() for line in lines]


def test_the_first_line_says_what_it_is():
    """Name, dtype, shape, range and the share of zeros."""
    first = text_of("x", array((2, 2), 0.0, 1.5, 2.0, -3.0), "values")[0]
    assert first == "x  float32 (2, 2)  from -3 to 2, 25% zeros"


def test_a_zero_of_a_heatmap_has_no_ink():
    """Few rows are large: each number is a square of two cells."""
    mask = array((3, 4), *(1.0, 1.0, 0.0, 0.0), *(0.0, 0.0, 1.0, 0.0), *[1.0] * 4)
    drawn = text_of("mask", mask, "heatmap")
    assert drawn[1:4] == ["████", "    ██", "████████"]
    assert drawn[4] == "0 ████████████ 1.0   blank is exactly 0"


def test_many_rows_of_a_heatmap_share_lines():
    """Two each; the halves are inked where their number is not zero."""
    rows = [(1.0, 1.0, 0.0, 0.0), (1.0, 0.0, 1.0, 0.0)] * 10
    drawn = text_of("mask", array((20, 4), *chain(*rows)), "heatmap")
    assert drawn[1:11] == ["██▀▀▄▄"] * 10


def test_heat_is_relative_to_the_largest_magnitude():
    """And signed, so that two hues can show the sign, as the color scale does."""
    numbers = (2.0, -4.0) * 8
    (_, cells, scale) = picture_of("w", array((1, 16), *numbers), "heatmap", 76)
    assert {span.role for span in cells} == {Ink(0.5, 0.5), Ink(-1.0, -1.0)}
    text = "".join(span.text for span in scale)
    assert text.startswith("-4.0 ")
    assert " 4.0 " in text


def test_a_tiny_number_is_no_zero():
    """However small compared to the largest."""
    numbers = (1000.0, 1e-9) * 8
    (_, cells, _) = picture_of("w", array((1, 16), *numbers), "heatmap", 76)
    assert cells[-1].role == Ink(0.01, 0.01)


@pytest.mark.parametrize("numbers", [(1.0, 0.0, 1.0, 1.0, 1.0), (0.5,) * 40])
def test_a_heatmap_that_says_nothing_is_not_drawn(numbers):
    """A few numbers are read faster, and equal ones show no pattern."""
    assert picture_of("x", array((len(numbers),), *numbers), "heatmap", 76) == ()


def test_values_are_aligned():
    """Column under column."""
    assert text_of("y", array((2, 2), 1.25, 0.0, -0.5, 12.0), "values")[1:] == [
        "  1.25     0",
        "  -0.5    12",
    ]


def test_a_curve_has_its_axes():
    """The highest and lowest value, the first and last step."""
    drawn = text_of("loss", array((3,), 2.0, 1.0, 0.5), "curve")
    assert drawn[1].startswith("  2 ┤•")
    assert drawn[9].startswith("0.5 ┤")
    assert drawn[-1].endswith("step 2")


def test_curves_have_marks_and_names():
    """Shown apart without color."""
    pairs = [("with", (3.0, 1.0)), ("without", (3.0, 2.0))]
    items = tuple(Items((Text(n), array((2,), *line))) for n, line in pairs)
    drawn = text_of("loss", Items(items), "curve")
    assert drawn[-1].strip() == "• with   × without"
    assert any("×" in line for line in drawn[1:-1])


def test_a_histogram_has_bars_and_counts():
    """From where each bin begins."""
    drawn = text_of("x", Items((array((2,), 1, 4), array((2,), 0.0, 1.0))), "histogram")
    assert drawn[1].startswith("  0 ┤█")
    assert drawn[1].endswith(" 1")
    assert drawn[2].endswith("█ 4")


@pytest.mark.parametrize("show", ["heatmap", "values", "curve", "histogram"])
def test_what_cannot_be_drawn_is_written(show):
    """A number, or a tensor that is too large, is reported in words."""
    assert text_of("s", scalar(3.0), show)[1:] == ["3.0"]
    large = TensorSummary((1000,), "float32", "float32 of shape (1000,), mean 0")
    assert "mean 0" in text_of("s", large, show)[1]


NUMBERS = st.floats() | st.integers(-1000, 1000) | st.booleans()
ARRAYS = st.lists(st.integers(0, 5), max_size=3).flatmap(
    lambda shape: st.lists(
        NUMBERS, min_size=math.prod(shape), max_size=math.prod(shape)
    ).map(lambda numbers: Array(tuple(shape), tuple(numbers), None))
)
VALUES = ARRAYS | st.lists(ARRAYS, max_size=6).map(lambda items: Items(tuple(items)))


@given(
    VALUES,
    st.sampled_from(["heatmap", "values", "curve", "histogram"]),
    st.integers(1, 200),
)
def test_nothing_that_a_child_reports_crashes_a_picture(value, show, width):
    """And no line is wider than there is room, its heading aside."""
    for line in picture_of("x", value, show, width)[1:]:
        assert sum(len(span.text) for span in line) <= max(width, 60) + 20
