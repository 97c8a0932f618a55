"""Typed text is read, never evaluated; unreadable text is reported, not raised."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.comparison import compare
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct
from quizapp.core.values.exception_names import read_exception
from quizapp.core.values.misread import MAX_TEXT_BYTES, Misread
from quizapp.core.values.notation import (
    read_dtype,
    read_number,
    read_printed,
    read_shape,
    read_value,
)
from quizapp.core.values.value import (
    Array,
    Dtype,
    ExceptionClass,
    Items,
    Nothing,
    Text,
    scalar,
)
from quizapp.core.values.writer import write
from support.outcomes import vector
from support.strategies import COMPARABLE, GRAMMARISH, TEXTS, VALUES, WILD

READERS = [
    read_value,
    read_number,
    read_shape,
    read_dtype,
    read_exception,
    read_printed,
]


def misread(result) -> Misread:
    """Return a result that must be a misread."""
    assert isinstance(result, Misread)
    return result


@pytest.mark.parametrize("text", ["True", "[1]", "hello", "None", "1, 2", "float32"])
def test_a_number_is_asked_for_with_examples(text):
    """What is no single number is refused where one is needed."""
    assert "0.25, 1/4 or 25%" in misread(read_number(text)).message


@pytest.mark.parametrize(
    "text",
    [
        *["(2, 3)", "(2,3)", "[2, 3]", "2, 3", "2,3", "2 3", "[2 3]", "(2, 3,)"],
        *["2x3", "2 x 3", "2X3", "2×3", "(2x3)", "torch.Size([2, 3])", "Size((2,3))"],
    ],
)
def test_a_shape_may_be_written_in_many_ways(text):
    """Brackets and commas do not matter."""
    assert read_shape(text) == vector(2, 3)


@pytest.mark.parametrize(
    "text", ["()", "( )", "[]", "scalar", "Scalar", "0-d", "0d", "torch.Size([])"]
)
def test_the_shape_of_a_scalar_is_empty(text):
    """It can be said in a word."""
    assert read_shape(text) == vector()


@pytest.mark.parametrize("text", ["5", "(5)", "(5,)", "[5]"])
def test_one_size_needs_no_comma(text):
    """Python's rule for tuples is no obstacle."""
    assert read_shape(text) == vector(5)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        *[("-1", None, "whole numbers"), ("2.0", None, "whole numbers")],
        *[("(2, True)", None, "whole numbers"), ("[[2, 3]]", None, "(2, 3)")],
        *[("(B, T)", 1, "(2, 3)"), ("two", None, "(2, 3)"), ("(2, 3", 5, "(2, 3)")],
        *[("", None, "nothing"), ("2 " * MAX_TEXT_BYTES, None, "too long")],
    ],
)
def test_what_is_no_shape_is_reported(text, at, expected):
    """With an example of one that is."""
    result = misread(read_shape(text))
    assert expected in result.message
    assert result.at == at


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *[("float32", "float32"), ("torch.float32", "float32"), ("Float32", "float32")],
        *[("float", "float32"), ("torch.float", "float32"), ("double", "float64")],
        *[("long", "int64"), ("int", "int32"), ("half", "float16"), ("bool", "bool")],
        *[("bf16", "bfloat16"), ("np.int64", "int64"), ("'uint8'", "uint8")],
        *[("dtype=torch.int8", "int8"), ("torch.float8_e4m3fn", "float8_e4m3fn")],
    ],
)
def test_a_dtype_may_be_named_with_torch_or_without(text, name):
    """Aliases mean what they mean in torch."""
    assert read_dtype(text) == Dtype(name)


def test_a_misspelt_dtype_is_answered_with_the_nearest():
    """An unknown one with an example."""
    assert "did you mean float32?" in misread(read_dtype("flaot32")).message
    assert "such as float32" in misread(read_dtype("string")).message
    assert "too long" in misread(read_dtype("f" * (MAX_TEXT_BYTES + 1))).message


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RuntimeError", "RuntimeError"),
        ("RuntimeError: size mismatch", "RuntimeError"),
        ("builtins.ValueError('no')", "ValueError"),
        ("queue.Empty", "Empty"),
    ],
)
def test_an_exception_is_read_by_its_class(text, name):
    """Module and message do not matter."""
    assert read_exception(text) == ExceptionClass(name)


@pytest.mark.parametrize("text", ["none", "None", "nothing", "no error", "no"])
def test_raising_nothing_is_an_answer(text):
    """The code may run to its end."""
    assert read_exception(text) == Nothing()


def test_what_is_no_exception_is_reported():
    """With the class that was probably meant."""
    assert misread(read_exception("RuntimeEror")).message.endswith("RuntimeError?")
    assert "or none" in misread(read_exception("it works")).message


@pytest.mark.parametrize(
    "text",
    [
        "valueerror",
        "Value Error",
        "VALUEERROR",
        "`ValueError`",
        "ValueError()",
        "a ValueError.",
    ],
)
def test_an_exception_may_be_named_in_any_case(text):
    """With spaces, brackets, or an article."""
    assert read_exception(text) == ExceptionClass("ValueError")


def test_a_typed_backslash_n_begins_a_line():
    """Printed text is otherwise taken as it is, and bounded."""
    assert read_printed("a \\n[1, ") == Text("a \n[1, ")
    assert "too long" in misread(read_printed("x" * (MAX_TEXT_BYTES + 1))).message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (vector(1, 2.0, True), "[1, 2.0, True]"),
        (scalar(1 / 3), "0.3333333"),
        (vector(1e-9, 1e20, 16777217.5), "[1e-09, 1e+20, 16777217.5]"),
        (vector(math.nan, -math.inf, -0.0), "[nan, -inf, -0.0]"),
        (Array((2, 0), ()), "[[], []]"),
        (Array((10**9, 0), ()), "tensor([], size=(1000000000, 0))"),
        (Array((0, 3), ()), "tensor([], size=(0, 3))"),
        (Items((Text('a"\\\n'), Nothing())), "['a\"\\\\\\n', None]"),
        (Dtype("int64"), "int64"),
    ],
)
def test_values_are_written_as_they_can_be_typed(value, text):
    """Seven digits, or all of them where seven would be too far off."""
    assert write(value) == text


@given(TEXTS, st.sampled_from(READERS))
def test_no_text_makes_a_reader_raise(text, read):
    """Whatever is typed gives a value, or a misread that says what is wrong."""
    result = read(text)
    if isinstance(result, Misread):
        assert 0 < len(result.message) < 200
        assert result.at is None or 0 <= result.at <= len(text)


@given(VALUES.map(write), st.data(), WILD | GRAMMARISH, st.sampled_from(READERS))
def test_no_mutation_of_a_value_makes_a_reader_raise(text, data, patch, read):
    """Not even one that is nearly right."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    read(text[:start] + patch[:5] + text[end:])


@given(COMPARABLE)
def test_what_is_written_is_read_back_as_right(value):
    """The text of a value, typed in, compares as correct with the value."""
    result = read_value(write(value))
    assert not isinstance(result, Misread)
    assert isinstance(compare(value, result, Tolerance()), Correct)


@pytest.mark.parametrize(
    ("text", "elements"),
    [("1.25 0 3.75", (1.25, 0, 3.75)), ("true false False", (True, False, False))],
)
def test_a_row_without_its_brackets_is_a_list(text, elements):
    """As one reads it off the screen."""
    assert read_value(text) == Array((len(elements),), elements)


@pytest.mark.parametrize("slip", ["flase", "ture", "Flase"])
def test_a_misspelt_constant_is_asked_back(slip):
    """A slip of the fingers is not judged as a text."""
    result = read_value(slip)
    assert isinstance(result, Misread)
    assert result.message.startswith("did you mean")


def test_printing_nothing_can_be_typed():
    """An empty line gives up; a pair of quotes says that nothing is printed."""
    assert read_printed('""') == Text("")
    assert isinstance(read_printed("  "), Misread)
