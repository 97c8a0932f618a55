"""The grammar of typed values: arithmetic, lists, tensors, dtypes, exceptions, text."""

import math

import pytest

from quizapp.core.values.misread import MAX_TEXT_BYTES, Misread
from quizapp.core.values.notation import read_value
from quizapp.core.values.value import (
    Array,
    Dtype,
    ExceptionClass,
    Items,
    Members,
    Nothing,
    Text,
    scalar,
)
from support.outcomes import vector


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("2", 2), ("2.", 2.0), (".5", 0.5), ("1_000", 1000), ("1e-3", 0.001)],
        *[("-1", -1), ("+2", 2), ("--1", 1), ("- 3", -3), ("−2", -2)],
        *[("5/0.9", 5 / 0.9), ("1/4", 0.25), ("6÷4", 1.5), ("2×3", 6), ("2·3", 6)],
        *[("-2**2", -4), ("2**-1", 0.5), ("2**3**2", 512), ("2^10", 1024)],
        *[("20%", 0.2), ("12.5 %", 0.125), ("1 - 20%", 0.8)],
        *[("(1 + 2) * 3", 9), ("1 -2", -1), ("2*(1 -3)", -4), ("10 - 2 - 3", 5)],
        *[("inf", math.inf), ("-inf", -math.inf), ("float('-inf')", -math.inf)],
        *[("Infinity", math.inf), ("torch.inf", math.inf), ("1e400", math.inf)],
        *[("pi", math.pi), ("sqrt(4)", 2.0), ("ln(e)", 1.0), ("abs(-3)", 3)],
        *[("3²", 9), ("10⁻³", 0.001), ("-3²", -9), ("2²⁰", 2**20), ("(1−.2)⁻¹", 1.25)],
        *[("½", 0.5), ("2½", 2.5), ("-2½", -2.5), ("¾", 0.75), ("½²", 0.25)],
        *[("²⁄₃", 2 / 3), ("1²⁄₃", 5 / 3), ("1⁄9", 1 / 9), ("50 ﹪", 0.5)],
        *[("√2", 2**0.5), ("√(1/9)", 1 / 3), ("2√3", 12**0.5), ("∛8", 2), ("³√27", 3)],
        *[("∞", math.inf), ("−∞", -math.inf), ("π/2", math.pi / 2), ("2π", math.tau)],
        *[("$10/9$", 10 / 9), (r"\frac{10}{9}", 10 / 9), (r"\frac12", 0.5)],
        *[(r"\(\frac{1}{\sqrt{4}}\)", 0.5), ("2^{-10}", 2**-10), ("`0.5`", 0.5)],
        *[(r"1.5 \times 10^{-3}", 0.0015), (r"-\infty", -math.inf), ("2(1 - 3)", -4)],
        *[("(1 + 1)(2 + 1)", 6), ("log₂(8)", 3), ("log10(100)", 2), ("１２", 12)],
        *[("tensor(2.)", 2.0), ("np.float32(2.5)", 2.5), ("int(2.9)", 2)],
    ],
)
def test_a_number_may_be_arithmetic(text, number):
    """Signs, powers and percentages bind as in Python and on paper."""
    value = read_value(text)
    assert isinstance(value, Array)
    assert value.shape == ()
    assert value.elements == pytest.approx((number,))
    assert isinstance(value.elements[0], bool) is isinstance(number, bool)


@pytest.mark.parametrize("text", ["nan", "NaN", "torch.nan", "float('nan')", "-nan"])
def test_nan_is_a_number(text):
    """However it is written."""
    value = read_value(text)
    assert isinstance(value, Array)
    assert math.isnan(value.elements[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1.25, 0, 3.75]", vector(1.25, 0, 3.75)),
        ("1.25, 0, 3.75", Array((3,), (1.25, 0, 3.75), None, ",")),
        ("[1.25 0. 3.75]", vector(1.25, 0.0, 3.75)),
        ("[ 1. -1.  2.]", vector(1.0, -1.0, 2.0)),
        ("[1 - 1]", vector(0)),
        ("[1, 2 -1]", vector(1, 1)),
        ("[sqrt(4) -(1 -2) 3/4]", vector(2.0, 1, 0.75)),
        ("(1, 2)", Array((2,), (1, 2), None, "(")),
        ("(1,)", Array((1,), (1,), None, "(")),
        ("{1, 2}", Members((scalar(1), scalar(2)))),
        ("[[1,2],[3,4]]", Array((2, 2), (1, 2, 3, 4))),
        ("[[1 2]\n [3 4]]", Array((2, 2), (1, 2, 3, 4))),
        ("[[[1], [2]]]", Array((1, 2, 1), (1, 2))),
        ("1.25*[1, 0, 3]", vector(1.25, 0.0, 3.75)),
        ("[1, 0, 3] / 0.8", vector(1.25, 0.0, 3.75)),
        ("[1, 0, 3] / 4", vector(0.25, 0.0, 0.75)),
        ("[½, −∞]", vector(0.5, -math.inf)),
        ("[]", vector()),
        ("[[], []]", Array((2, 0), ())),
        ("[True, false]", vector(True, False)),
        ("[T, F]", vector(True, False)),
        ("np.True_", scalar(True)),
        ("tensor([1.5, 2.])", vector(1.5, 2.0)),
        ("tensor([1.], dtype=torch.float64)", vector(1.0, dtype="float64")),
        ("tensor([1., 2.], grad_fn=<MulBackward0>)", vector(1.0, 2.0)),
        ("tensor([1], device='cuda:0', requires_grad=True)", vector(1)),
        ("tensor([], size=(0, 3))", Array((0, 3), ())),
        ("array([1., 2.], dtype=float32)", vector(1.0, 2.0, dtype="float32")),
        ("torch.Size([2, 3])", Array((2,), (2, 3), None, "S")),
        ("[[1], [2, 3]]", Items((vector(1), vector(2, 3)))),
        ("(tensor([1]), None)", Items((vector(1), Nothing()), "(")),
        ("torch.float32", Dtype("float32")),
        ("long", Dtype("int64")),
        ("ValueError", ExceptionClass("ValueError")),
        ("torch.cuda.OutOfMemoryError('x')", ExceptionClass("OutOfMemoryError")),
        ("None", Nothing()),
        ('"a \\"b\\"\\n"', Text('a "b"\n')),
        ("'it'", Text("it")),
        ("'a–b ½ m²'", Text("a–b ½ m²")),
        ("“it”", Text("it")),
        ("['３', ３]", Items((Text("３"), scalar(3)))),
        ("don't know", Text("don't know", bare=True)),
        ("KeyError: [1", Text("KeyError: [1", bare=True)),
    ],
)
def test_values_are_read_as_python_torch_and_numpy_print_them(text, value):
    """And as people shorten them."""
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("", None, "nothing was typed"),
        (" \n", None, "nothing was typed"),
        ("[1, 2", 5, "closing ] is missing"),
        ("[1 2", 4, "closing ] is missing"),
        ("(1, 2]", 5, "']' is not expected here"),
        ("1, 2]", 4, "']' is not expected here"),
        ("[1,,2]", 3, "',' is not expected here"),
        ("[1; 2]", 2, "use a comma"),
        ("1.2.3", 3, "is not expected here"),
        ("5,55", 1, "type 5.55, or [5, 55]"),
        ("1,000", 1, "type 1.000 or 1000"),
        ("[T + 1, F]", 1, "'T' is unknown; type its value"),
        ("2 *", 3, "something is missing at the end"),
        ("tensor([1],", 11, "missing at the end"),
        ("tensor(1, 2)", 0, "takes one value"),
        ("ones(3)", 0, "'ones' is not a known function"),
        ("[1] * 3", 6, "arithmetic needs single numbers"),
        ("True + 1", 7, "arithmetic needs single numbers"),
        ("1/0", 2, "division by zero"),
        ("0**-1", 3, "division by zero"),
        ("(-8)**0.5", 6, "root of a negative number"),
        ("log(-1)", 0, "log has no value there"),
        ("int('x')", 0, "text that is not a number"),
        ("x = 3", 0, "'x' is unknown"),
        ("2 * [1]", 4, "arithmetic needs single numbers"),
        ("1 / [1]", 4, "arithmetic needs single numbers"),
        ("[fasle, 1]", 1, "'fasle' is unknown; did you mean false?"),
        ("²", None, "a power as 3^2"),
        ("[1, ²]", None, "a power as 3^2"),
        ("1.5½", None, "which number is meant by ½?"),
        ("√", None, "a root of what?"),
        ("∜16", None, "a root of what?"),
        ("p∞", None, "infinity stands alone"),
        ("@", 0, "'@' is not understood"),
        ("[1, \ud800]", 4, "'\\ud800' is not understood"),
        ("'open", 0, "is not understood"),
        ("[" + "long" * 999, 1, "'longlonglonglonglonglong…' is unknown"),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_place(text, at, expected):
    """A misread names the first character at fault."""
    result = read_value(text)
    assert isinstance(result, Misread)
    assert expected in result.message
    assert result.at == at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * (MAX_TEXT_BYTES + 1), "too long"),
        ("×" * (MAX_TEXT_BYTES // 2 + 1), "too long"),
        ("[" * MAX_TEXT_BYTES, "nested more than"),
        ("-" * MAX_TEXT_BYTES, "nested more than"),
        ("[1, " * (MAX_TEXT_BYTES // 4), "nested more than"),
        ("tensor(" * (MAX_TEXT_BYTES // 7), "nested more than"),
        ("2**" * (MAX_TEXT_BYTES // 3), "nested more than"),
        ("9**9**9**9", "too large"),
        ("9.0**9**9", "too large"),
        ("10**40 * " * 400 + "1", "too large"),
        ("1" * 41, "more than 40 digits"),
        ("exp(1000)", "no value"),
        ("'" * MAX_TEXT_BYTES, "not expected here"),
        ("<" * MAX_TEXT_BYTES, "not understood"),
        (" " * (MAX_TEXT_BYTES - 1) + "]", "not expected here"),
    ],
)
def test_the_work_is_bounded(text, expected):
    """Size, depth, digits and powers have their limits, all of them reported."""
    result = read_value(text)
    assert isinstance(result, Misread)
    assert expected in result.message


NAMES = {"p": scalar(0.2), "g": vector(3.0, 4.0), "e": scalar(0.1)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("p", scalar(0.2)), ("1/(1-p)", scalar(1.25)), ("1 − p", scalar(0.8))],
        *[
            ("2p", scalar(0.4)),
            ("(1 - p)(1 - p)", scalar(0.8 * 0.8)),
            ("g", vector(3, 4)),
        ],
        *[("p²", scalar(0.2**2)), ("√p", scalar(0.2**0.5)), ("e", scalar(0.1))],
        *[("[p, 1 - p]", vector(0.2, 0.8)), (r"\frac{1}{1-p}", scalar(1.25))],
    ],
)
def test_a_name_has_the_value_it_was_drawn_with(text, value):
    """It comes before a constant of the same name."""
    assert read_value(text, NAMES) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 - q", "'q' is unknown; type its value, such as 0.25"),
        ("1 - prob", "'prob' is unknown; type the value of prop: 0.5"),
    ],
)
def test_an_unknown_name_is_answered_with_what_to_type(text, expected):
    """The value of the name that was probably meant, or any value."""
    result = read_value(text, {"prop": scalar(0.5)})
    assert isinstance(result, Misread)
    assert result.message == expected


def test_a_list_as_long_as_the_limit_is_read():
    """The limit is on bytes, not on items."""
    value = read_value("1," * (MAX_TEXT_BYTES // 2))
    assert isinstance(value, Array)
    assert value.shape == (MAX_TEXT_BYTES // 2,)
