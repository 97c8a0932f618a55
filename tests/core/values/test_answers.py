"""A typed value is read in view of what the card asks, and of what is true."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.answers import (
    read_against,
    read_answer,
    read_element_type,
    read_sizes,
)
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Dtype, Items, Nothing, Text, Value, scalar
from support.outcomes import array, completed, vector
from support.strategies import COMPARABLE, TEXTS

BOOLEANS = vector(True, False, False, False)
MATRIX = Array((2, 2), (1, 2, 3, 4))
DRAWN = AnswerContext((("p", scalar(0.2)), ("batch", scalar(4)), ("T", scalar(7))))


def is_right(text: str, true: Value, context: AnswerContext = NO_CONTEXT) -> bool:
    """Return whether a text is read, and judged right against this truth."""
    response = Predict(ask="x").read_in(text, context)
    assert not isinstance(response, Misread), response
    return isinstance(response.judge(completed(true)), Correct)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        *[("T F F F", BOOLEANS), ("TFFF", BOOLEANS), ("yes no no no", BOOLEANS)],
        *[("y n n n", BOOLEANS), ("y, n, n, n", BOOLEANS), ("1 0 0 0", BOOLEANS)],
        *[("1000", BOOLEANS), ("[T, F, F, F].", BOOLEANS), ("T", scalar(True))],
        *[("result = T F F F", BOOLEANS), ("no", scalar(False)), ("0", scalar(False))],
        *[("1,000", scalar(1000)), ("1,000", vector(1, 0)), ("1 000", scalar(1000))],
        *[("1 000", vector(1, 0)), ("5,55", scalar(5.55)), ("5,55", vector(5, 55))],
        *[("2x3", vector(2, 3)), ("2x3", scalar(6)), ("2 by 3", vector(2, 3))],
        *[("f32", Dtype("float32")), ("torch.FloatTensor", Dtype("float32"))],
        *[
            ("≈0.57", scalar(0.571)),
            ("6.55 epochs", scalar(6.55)),
            ("512x", scalar(512)),
        ],
        *[
            ("p = 0.3", scalar(0.3)),
            ("nn.Dropout(0.3)", scalar(0.3)),
            ("two", scalar(2)),
        ],
        *[("-∞", scalar(-math.inf)), ("√(1/9)", scalar(1 / 3)), ("½", scalar(0.5))],
        *[("1.25*[1,0,3]", vector(1.25, 0.0, 3.75)), ("[½, 3²];", vector(0.5, 9))],
        *[
            ("y = [1, 2]", vector(1, 2)),
            ("≈ [1, 2]", vector(1, 2)),
            ("`[1, 2]`", vector(1, 2)),
        ],
        *[
            ("T F", Text("T F")),
            ("two", Text("two")),
            ("no", Text("no")),
            ("half", Text("half")),
        ],
        *[
            ("3 blind mice", Text("3 blind mice")),
            ("f32", Text("f32")),
            ("m²", Text("m²")),
        ],
        *[("-10 12.5", vector(-10, 12.5)), ("1.5 -0.5", vector(1.5, -0.5))],
        *[
            ("1 -2", scalar(-1)),
            ("-∞ 0", vector(-math.inf, 0)),
            ("5/4 -1", vector(1.25, -1)),
        ],
        *[
            ("[1, 2]\n[3, 4]", MATRIX),
            ("[1 2]\n [3 4]", MATRIX),
            ("[1, 2] [3, 4]", MATRIX),
        ],
        *[("8,192", scalar(8.192)), ("8,192", scalar(8192)), ("1.5e-05.", scalar(0.0))],
        *[("none.", Nothing()), ("0.5", array(0.5))],
    ],
)
def test_an_answer_is_read_as_what_is_true(text, true):
    """Where it can be read in several ways, the truth decides which one."""
    assert is_right(text, true)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        *[("T F F", BOOLEANS), ("TTFF", BOOLEANS), ("1 0 0 2", BOOLEANS)],
        *[("1,000", scalar(1.5)), ("5,55", scalar(555)), ("1 000", vector(1000, 0))],
        *[("2x3", scalar(5)), ("2x3", vector(3, 2)), ("f16", Dtype("float32"))],
        *[
            ("3²", scalar(32)),
            ("½", scalar(12)),
            ("10⁻³", scalar(103)),
            ("2½", scalar(21 / 2)),
        ],
        *[("10 -2", vector(10, 2)), ("8,192", scalar(81.92)), ("1 -2", scalar(1))],
        *[("y", Text("yes")), ("5", Text("five"))],
        *[("12k", scalar(12)), ("57%", scalar(57)), ("p = 0.3", scalar(0.2))],
    ],
)
def test_another_value_is_not_read_into_an_answer(text, true):
    """No reading makes a wrong answer right."""
    assert not is_right(text, true)


def test_a_name_has_its_drawn_value_before_any_other_meaning():
    """`T` is a number on a card that draws T."""
    assert is_right("1/(1-p)", scalar(1.25), DRAWN)
    assert is_right("[p, 1 - p]", vector(0.2, 0.8), DRAWN)
    assert is_right("T", scalar(7), DRAWN)


def test_what_is_wrong_with_a_unit_is_said():
    """Rather than that a comma is missing."""
    result = read_answer("12 MB", NO_CONTEXT)
    assert isinstance(result, Misread)
    assert "type the number alone" in result.message


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        *[("2x3", (2, 3)), ("2 by 3", (2, 3)), ("２×３", (2, 3)), ("[2;3]", (2, 3))],
        *[("x.shape = (2, 3)", (2, 3)), ("shape (2, 3)", (2, 3)), ("(2, 3).", (2, 3))],
        *[
            ("torch.Size([2, 3]).", (2, 3)),
            ("`(2, 3)`", (2, 3)),
            ("(batch, 3)", (4, 3)),
        ],
        *[("a scalar", ()), ("0-dimensional", ()), ("(2*batch, 3)", (8, 3))],
    ],
)
def test_a_shape_may_be_written_with_what_people_add(text, sizes):
    """A name, marks, names of sizes."""
    shape = read_sizes(text, DRAWN)
    assert isinstance(shape, Array)
    assert shape.elements == sizes


@pytest.mark.parametrize("text", ["2*3", "4 * 5 * 6", "(B, C)", "²", "2.5 by 3"])
def test_what_may_be_another_shape_is_asked_about(text):
    """A product is one size."""
    assert isinstance(read_sizes(text, DRAWN), Misread)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *[
            ("f32", "float32"),
            ("i64", "int64"),
            ("u8", "uint8"),
            ("FloatTensor", "float32"),
        ],
        *[("torch.FloatTensor", "float32"), ("torch.cuda.HalfTensor", "float16")],
        *[("LongTensor", "int64"), ("BFloat16Tensor", "bfloat16"), ("boolean", "bool")],
        *[("dtype('float32')", "float32"), ("<class 'numpy.float32'>", "float32")],
        *[
            ("float 32", "float32"),
            ("32-bit float", "float32"),
            ("64 bit integer", "int64"),
        ],
        *[
            ("`float32`", "float32"),
            ("torch.float32.", "float32"),
            ("Ｆloat32", "float32"),
        ],
        *[("double precision", "float64"), ("x.dtype = torch.int8", "int8")],
    ],
)
def test_a_dtype_has_many_names(text, name):
    """Short ones, legacy tensors, those of numpy, and in words."""
    assert read_element_type(text) == Dtype(name)


@given(TEXTS, COMPARABLE)
def test_reading_against_a_truth_never_raises(text, true):
    """Whatever the text and the truth."""
    value = read_answer(text, DRAWN)
    if isinstance(value, Misread):
        assert 0 < len(value.message) < 200
        assert value.at is None or 0 <= value.at <= len(text)
    else:
        again = read_against(true, text, value, DRAWN)
        assert not isinstance(again, Misread)


@given(st.lists(st.integers(0, 99), min_size=2, max_size=4), st.data())
def test_a_shape_is_read_in_every_notation(sizes, data):
    """Whatever is between and around its sizes."""
    between = data.draw(
        st.sampled_from([",", ", ", "x", " x ", "×", " by ", " ", "，"])
    )
    around = data.draw(
        st.sampled_from(["{}", "({})", "[{}]", "`{}`", "{}.", "shape = {}"])
    )
    text = around.format(between.join(map(str, sizes)))
    shape = read_sizes(text, NO_CONTEXT)
    assert isinstance(shape, Array), shape
    assert shape.elements == tuple(sizes)


def test_a_printed_tensor_is_read_with_its_line_breaks():
    """As it is copied off the screen, or pasted into one line."""
    text = "tensor([[1.2500, 0.0000],\n        [3.7500, 5.0000]])"
    true = Array((2, 2), (1.25, 0.0, 3.75, 5.0), "float32")
    assert is_right(text, true)
    assert is_right(text.replace("\n", " "), true)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("1, 2, and 3", vector(1, 2, 3)),
        ("2.5 and 1.3", vector(2.5, 1.3)),
        ("nan and 0", vector(math.nan, 0.0)),
        ("bf16 and fp32", Items((Dtype("bfloat16"), Dtype("float32")))),
        ("true and false", vector(True, False)),
    ],
)
def test_and_separates_values_as_a_comma_does(text, true):
    """As people write a list; words that are no values stay words."""
    assert is_right(text, true)
    assert is_right("black and white", Text("black and white"))
