"""Heatmaps: values differ by color, or by sign where there are few colors."""

import math
from itertools import chain

import pytest

from quizapp.core.runs.pictures.heatmap import draw_heatmap, says_nothing
from quizapp.core.runs.pictures.span import Frame, Ink, Shades, Span
from quizapp.core.values.value import Array, Number


def array(shape: tuple[int, ...], *elements: Number) -> Array:
    return Array(shape, elements, "float32")


def drawn(value: Array, width=76, shades: Shades = "colors") -> list[str]:
    """Return the lines as text."""
    lines = draw_heatmap(value, Frame(width, 24, shades))
    return ["".join(span.text for span in line).rstrip() for line in lines]


def spans(value: Array) -> list[Span]:
    return [span for line in draw_heatmap(value, Frame(76)) for span in line]


def test_a_zero_is_blank_and_rows_and_columns_have_indices():
    """Few rows are large: each number is a square of two cells."""
    mask = array((3, 4), *(1.0, 1.0, 0.0, 0.0), *(0.0, 0.0, 1.0, 0.0), *[1.0] * 4)
    assert drawn(mask) == [
        "  0 1 2 3",
        "0 ████",
        "1     ██",
        "2 ████████",
        "██ 1   blank is exactly 0",
    ]


def test_more_dimensions_have_more_indices():
    """All but the last are in a row's."""
    lines = drawn(array((2, 2, 3), *range(1, 13)))
    assert [line.split()[0] for line in lines[1:5]] == ["0,0", "0,1", "1,0", "1,1"]


def test_a_vector_is_wrapped():
    """Each line begins with the index of its first number."""
    lines = drawn(array((100,), *[0.0, 1.0] * 50))
    assert [line.split()[0] for line in lines[:4]] == ["0", "30", "60", "90"]


def test_many_rows_share_lines():
    """Two each; the halves are inked where their number is not zero."""
    rows = [(1.0, 1.0, 0.0, 0.0), (1.0, 0.0, 1.0, 0.0)] * 10
    assert drawn(array((20, 4), *chain(*rows)))[:10] == ["█▀▄"] * 10


@pytest.mark.parametrize(("shades", "rows"), [("colors", 52), ("signs", 76)])
def test_rows_without_room_are_counted(shades, rows):
    """A heatmap has 24 lines, in colors with two rows each."""
    lines = drawn(array((100, 64), *[0.5, 1.0] * 3200), shades=shades)
    assert lines[-2] == f"… {rows} more rows"


def test_heat_is_relative_to_the_largest_magnitude():
    """And signed, so that two hues can show the sign."""
    inks = {span.role for span in spans(array((1, 16), *(2.0, -4.0) * 8))}
    assert {Ink(0.5, 0.5), Ink(-1.0, -1.0)} <= inks


def test_a_tiny_number_is_no_zero():
    """However small compared to the largest."""
    drawn = spans(array((1, 16), *(1000.0, 1e-9) * 8))
    assert Span("██", Ink(0.01, 0.01)) in drawn


@pytest.mark.parametrize(
    ("numbers", "legend"),
    [
        (range(-8, 1), "from -8 ████████████ to 0   blank is exactly 0"),
        (range(-3, 6), "from -5 █████ 0 █████ to 5   blank is exactly 0"),
        (range(100, 109), "from 100 ████████████ to 108"),
    ],
)
def test_the_legend_has_the_ends_of_the_scale(numbers, legend):
    """Zero is in the middle of two signs; numbers far from 0 leave it out."""
    assert drawn(array((3, 3), *numbers))[-1] == legend


def test_a_few_different_numbers_are_named_instead():
    """Each with its color."""
    lines = drawn(array((3, 3), *(0.5, 0.0, 2.0) * 3))
    assert lines[-1] == "██ 0.5   ██ 2   blank is exactly 0"


def test_signs_grow_with_the_magnitude():
    """Those of negative numbers are others than those of positive ones."""
    numbers = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0)
    lines = drawn(array((1, 9), *numbers), shades="signs")
    assert lines[1] == "0 ##≡≡==--  ░░▒▒▓▓██"
    assert lines[2] == "from -4 ##≡=- 0 ░▒▓██ to 4   blank is exactly 0"


@pytest.mark.parametrize("shades", ["colors", "signs"])
def test_what_is_not_finite_has_its_own_signs(shades):
    """The legend names them; they are no part of the scale."""
    numbers = (math.nan, math.inf, -math.inf, 1.0)
    lines = drawn(array((3, 4), *numbers * 3), shades=shades)
    assert lines[1] == "0 ??↑↑↓↓██"
    assert lines[-1] == "██ 1   ?? nan   ↑↑ inf   ↓↓ -inf"


@pytest.mark.parametrize("numbers", [(1.0, 0.0, 1.0, 1.0, 1.0), (0.5,) * 40])
def test_a_heatmap_can_say_nothing(numbers):
    """A few numbers are read faster, and equal ones show no pattern."""
    assert says_nothing(array((len(numbers),), *numbers))
