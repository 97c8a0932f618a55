"""Pictures: results of a run as text, no wider than asked for."""

import math
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.runs.pictures.description import sentence_of
from quizapp.core.runs.pictures.picture import picture_of
from quizapp.core.runs.pictures.span import Frame
from quizapp.core.terminal.cells import cell_count
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.value import Array, Items, Number, TensorSummary, Text, scalar


def array(shape: tuple[int, ...], *elements: Number) -> Array:
    return Array(shape, elements, "float32")


def text_of(name, value, show, width=76) -> list[str]:
    """Return the lines as text."""
    lines = picture_of(name, value, show, Frame(width))
    return ["".join(span.text for span in line).rstrip() for line in lines]


def test_the_first_line_says_what_it_is():
    """Name, dtype, shape, range and the share of zeros."""
    first = text_of("x", array((2, 2), 0.0, 1.5, 2.0, -3.0), "values")[0]
    assert first == "x  float32 (2, 2)  from -3 to 2, 25% zeros"


def test_values_are_aligned():
    """Column under column."""
    assert text_of("y", array((2, 2), 1.25, 0.0, -0.5, 12.0), "values")[1:] == [
        "  1.25     0",
        "  -0.5    12",
    ]


def test_a_heading_without_room_takes_more_lines():
    """The name first."""
    lines = picture_of(
        "w", array((2, 2), 0.0, 1.5, math.nan, -3.0), "values", Frame(24)
    )
    heading = ["".join(span.text for span in line) for line in lines[:3]]
    assert heading == ["w", "float32 (2, 2)  from -3", "to 1.5, 25% zeros, 1 nan"]


@pytest.mark.parametrize("show", ["heatmap", "values", "curve", "histogram"])
def test_what_cannot_be_drawn_is_written(show):
    """A number, or a tensor that is too large, is reported in words."""
    assert text_of("s", scalar(3.0), show)[1:] == ["3.0"]
    large = TensorSummary((1000,), "float32", "float32 of shape (1000,), mean 0")
    assert "mean 0" in text_of("s", large, show)[1]


NUMBERS = st.floats() | st.integers() | st.booleans() | st.just(10**400)
SHAPES = st.lists(st.integers(0, 7) | st.sampled_from([40, 200]), max_size=3)
ARRAYS = SHAPES.filter(lambda shape: math.prod(shape) <= 4096).flatmap(
    lambda shape: st.lists(
        NUMBERS, min_size=min(60, math.prod(shape)), max_size=min(60, math.prod(shape))
    ).map(
        lambda some: Array(
            tuple(shape), tuple(islice(cycle(some), math.prod(shape))), None
        )
    )
)
NAMED = st.builds(lambda name, line: Items((Text(name), line)), st.text(), ARRAYS)
BINS = st.builds(
    lambda counts, ends: Items(
        (Array((len(counts),), tuple(counts)), Array((2,), tuple(sorted(ends))))
    ),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=40),
    st.tuples(*[st.floats(allow_nan=False)] * 2),
)
MANY = st.lists(ARRAYS | NAMED, max_size=6).map(lambda items: Items(tuple(items)))


@given(
    st.text(),
    ARRAYS | MANY | BINS,
    st.sampled_from(["heatmap", "values", "curve", "histogram"]),
    st.integers(20, 160),
    st.integers(5, 60),
    st.sampled_from(["colors", "signs"]),
)
def test_no_line_is_wider_than_the_frame(name, value, show, width, height, shades):
    """Whatever a child reports; in at most 45 lines, and with nothing to obey."""
    lines = picture_of(name, value, show, Frame(width, height, shades))
    assert len(lines) <= 45
    for line in lines:
        text = "".join(span.text for span in line)
        assert cell_count(text) <= width
        assert sanitize_line(text) == text
    sentence = sentence_of(name, value, show)
    assert sanitize_line(sentence) == sentence
