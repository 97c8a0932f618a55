"""A given value against the true one: element by element, and what differs is said."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.core.judging.comparison import compare, compare_shape
from quizapp.core.judging.printed import compare_printed
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import (
    MAX_MISMATCHES,
    Correct,
    Mismatch,
    Unsettled,
    Wrong,
    feedback,
)
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_value
from quizapp.core.values.value import (
    Array,
    Dtype,
    ExceptionClass,
    Items,
    Nothing,
    Opaque,
    TensorSummary,
    Text,
    scalar,
)
from support.outcomes import array
from support.strategies import COMPARABLE, GRAMMARISH, VALUES, WILD, arrays

TWO_DECIMALS = Tolerance()
EXACTLY = Tolerance(abs=0.0)
SQUARE = Array((2, 2), (1.0, 2.0, 3.0, 4.0), "float32")
OBLONG = Array((2, 3), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), "float32")
RAGGED = Items((array(1.0), array(2.0, 3.0)))


def judged(true, text, tolerance=TWO_DECIMALS):
    """Judge typed text against a true value."""
    value = read_value(text)
    assert not isinstance(value, Misread)
    return compare(true, value, tolerance)


def said(true, text) -> str:
    """Return all that is said of a wrong answer."""
    verdict = judged(true, text)
    assert isinstance(verdict, Wrong)
    return "; ".join(feedback(verdict))


@pytest.mark.parametrize(
    ("true", "given_", "equal"),
    [
        *[(1.11, 1.115, True), (1.11, 1.105, True), (1.11, 1.116, False)],
        *[(10 / 9, 1.11, True), (0.0, 0.005, True), (0.0, -0.006, False)],
        *[(3.3450000286, 3.34, True), (3.3450000286, 3.35, True)],
        *[(math.nan, math.nan, True), (math.nan, 0.0, False), (0.0, math.nan, False)],
        *[(-0.0, 0.0, True), (0.0, -0.0, True), (2.0, 2, True)],
        *[(math.inf, math.inf, True), (math.inf, -math.inf, False)],
        *[(math.inf, 1e308, False), (1e308, math.inf, False)],
        *[(3, 3, True), (3, 3.0, True), (3, 3.004, False), (2**60, 2**60 + 1, False)],
        *[(True, True, True), (True, False, False), (1, True, False)],
        *[(10**400, 10**400, True), (10**400, 1.5, False), (1.5, 10**400, False)],
    ],
)
def test_two_decimals_are_enough_for_floats_only(true, given_, equal):
    """Integers and booleans are exact; nan equals nan, -0.0 equals 0.0."""
    assert TWO_DECIMALS.allows(true, given_) is equal


@pytest.mark.parametrize(
    ("tolerance", "given_", "equal"),
    [
        *[(EXACTLY, 200.0, True), (EXACTLY, 200.000001, False)],
        *[(Tolerance(abs=0, rel=0.01), 202.0, True)],
        *[(Tolerance(abs=0, rel=0.01), 202.1, False)],
        *[(Tolerance(abs=1, rel=0.01), 203.0, True)],
    ],
)
def test_the_author_sets_the_tolerance(tolerance, given_, equal):
    """Absolute and relative add up, as in torch.allclose."""
    assert tolerance.allows(200.0, given_) is equal


def test_a_relative_tolerance_is_a_share_of_the_truth():
    """Not of what was typed, or a larger guess would be allowed more."""
    tolerance = Tolerance(abs=0, rel=0.1)
    assert tolerance.allows(100.0, 109.5)
    assert not tolerance.allows(100.0, 110.5)


def test_an_integer_may_be_off_by_whole_numbers_only():
    """A tolerance of 1.5 allows one more or less."""
    assert Tolerance(abs=1.5).allows(10, 11)
    assert not Tolerance(abs=1.5).allows(10, 12)
    assert not Tolerance(abs=1.5).allows(10, 11.2)


@pytest.mark.parametrize(
    ("tolerance", "text"),
    [
        (TWO_DECIMALS, "two decimals are enough"),
        (EXACTLY, "exactly"),
        (Tolerance(abs=0.1), "within 0.1"),
        (Tolerance(abs=0.1, rel=0.05), "within 0.1 + 5 %"),
    ],
)
def test_a_tolerance_is_said_in_words(tolerance, text):
    """It is part of the line that says what to type."""
    assert str(tolerance) == text


@pytest.mark.parametrize(
    ("true", "text"),
    [
        (array(10 / 9, 0.0, 10 / 3), "[1.11 0. 3.33]"),
        (array(True, False, dtype="bool"), "[1, 0]"),
        (array(True, False, dtype="bool"), "True, False"),
        (array(math.nan, -math.inf), "nan, -inf"),
        (scalar(True), "yes"),
        (Dtype("float32"), "torch.float"),
        (ExceptionClass("IndexError"), "IndexError: out of range"),
        (ExceptionClass("Empty"), "queue.Empty"),
        (Text("3.50"), "3.50"),
        (Text("yes"), "yes"),
        (Text("Two  words"), "two words"),
        (Nothing(), "none"),
        (RAGGED, "[[1], [2, 3]]"),
        (Items((array(1.0, 2.0), array(3.0, 4.0))), "[[1, 2], [3, 4]]"),
        (Items(()), "[]"),
        (Array((0, 3), (), "float32"), "tensor([], size=(0, 3))"),
    ],
)
def test_what_means_the_same_is_correct(true, text):
    """However it is typed."""
    assert judged(true, text) == Correct()


@pytest.mark.parametrize(
    ("true", "text", "expected"),
    [
        (scalar(1.5), "2", "expected 1.5, you typed 2"),
        (array(1.0, 2.0, 3.0), "[1, 2]", "the shape is (3,), yours is (2,)"),
        (OBLONG, "1,2,3,4,5,6", "the numbers are right; their nesting is not"),
        (OBLONG, "[[1, 4], [2, 5], [3, 6]]", "yours is the transpose"),
        (SQUARE, "[[1, 3], [2, 4]]", "yours is the transpose"),
        (SQUARE, "[[1, 2], [3]]", "the shape is (2, 2), your rows differ in length"),
        (
            SQUARE,
            "[1, None]",
            "expected an array of numbers, [[",
        ),
        (array(1.0), "IndexError", "you typed an exception"),
        (RAGGED, "[[1]]", "expected 2 items, you typed 1"),
        (RAGGED, "[[1], [2, 4]]", "item 1: 1 of 2 elements is wrong; [1, 1] expected"),
        (RAGGED, "3", "expected a list, [[1.0], [2.0, 3.0]]; you typed a number"),
        (
            Items((Array((), (1,)),)),
            "tensor([], size=(9999999999, 0))",
            "1 item, you",
        ),
        (Dtype("float32"), "float64", "expected float32, you typed float64"),
        (Nothing(), "0", "expected None; you typed a number"),
        (Text("yes"), "no", "expected 'yes', you typed 'False'"),
        (
            ExceptionClass("KeyError"),
            "Key",
            "KeyError; you typed a string",
        ),
        (Array((0, 3), ()), "[]", "the shape is (0, 3), yours is (0,)"),
    ],
)
def test_what_differs_is_said(true, text, expected):
    """Shape, sort or elements, in words."""
    assert expected in said(true, text)


def test_numbers_are_only_called_right_if_there_are_any():
    """Two empty arrays of other shapes have no numbers to be right."""
    assert "numbers are right" not in said(Array((0, 3), ()), "[]")


def test_the_shape_of_a_single_number_is_accepted_and_noted():
    """`2.` for `tensor([2.])` is right, with a note."""
    assert judged(array(2.0), "2.") == Correct(("the shape is (1,)",))
    assert isinstance(judged(array(2.0), "3."), Wrong)


def test_a_wrong_dtype_is_reported_though_the_values_are_right():
    """Values are what was asked; the dtype is worth knowing."""
    verdict = judged(array(1.0, 2.0), "tensor([1, 2], dtype=torch.int64)")
    assert verdict == Correct(("the dtype is float32, not int64",))


def test_wrong_elements_are_listed_by_index():
    """Rows before columns."""
    verdict = judged(OBLONG, "[[1, 0, 3], [4, 5, 7]]")
    assert verdict == Wrong(
        ("2 of 6 elements are wrong",),
        (Mismatch((0, 1), "2.0", "0"), Mismatch((1, 2), "6.0", "7")),
    )


def test_no_more_than_eight_wrong_elements_are_listed():
    """The rest is counted."""
    verdict = compare(array(*[1.0] * 20), array(*[2.0] * 20), TWO_DECIMALS)
    assert isinstance(verdict, Wrong)
    assert verdict.reasons[-1] == "20 of 20 elements are wrong; the first 8:"
    assert len(verdict.mismatches) == MAX_MISMATCHES


@pytest.mark.parametrize(
    "true",
    [
        TensorSummary((1000, 1000), "float32", "float32 of shape (1000, 1000)"),
        Opaque("Linear", "Linear(in_features=1)"),
        Items((scalar(1), Opaque("Linear", "Linear()"))),
    ],
)
def test_what_cannot_be_typed_settles_nothing(true):
    """Neither right nor wrong."""
    assert isinstance(compare(true, true, TWO_DECIMALS), Unsettled)
    assert isinstance(compare(true, Items((scalar(1),) * 2), EXACTLY), Unsettled)


@pytest.mark.parametrize(
    ("true", "typed"),
    [
        ("torch.Size([2, 3])\n", "torch.Size([2,3])"),
        ("a  b\n\n", " a b "),
        ("\nfirst\n", "first"),
        ("loss: 0.3333 after 3 steps\n", "loss: 0.33 after 3 steps"),
        ("1.1111 -2.2222\n", "1.11 -2.22"),
        ("tensor([1.1111, 0.0000])\n", "[1.11, 0]"),
        ("torch.float32 True\n", "torch.float32 True"),
        ("'a\\n'\n", "'a\\n'"),
        ("1\n2\n", "1\\n2"),
        ("", ""),
    ],
)
def test_spacing_and_rounding_of_printed_text_are_forgiven(true, typed):
    """Numbers between words may be rounded too."""
    assert compare_printed(true, typed, TWO_DECIMALS) == Correct()


@pytest.mark.parametrize(
    ("true", "typed", "expected"),
    [
        ("a\nb\n", "a", "expected 2 lines, you typed 1"),
        ("a\nb\n", "a\nc", "line 2: expected 'b', you typed 'c'"),
        ("ab", "a b", "line 1"),
        ("loss: 0.33", "loss: 0.35", "line 1"),
        ("3 steps", "3.001 steps", "line 1"),
        ("2.5 -1.0", "1.5", "line 1"),
        ("12", "1 2", "line 1"),
        ("x\n" * 20, "y\n" * 20, "and 12 more"),
    ],
)
def test_printed_words_lines_and_numbers_have_to_be_right(true, typed, expected):
    """The first wrong lines are quoted."""
    verdict = compare_printed(true, typed, TWO_DECIMALS)
    assert isinstance(verdict, Wrong)
    assert expected in "; ".join(verdict.reasons)


@given(COMPARABLE)
def test_every_value_equals_itself(value):
    """Whatever a run gives, the same given is correct."""
    assert isinstance(compare(value, value, EXACTLY), Correct)


@pytest.mark.slow
@given(VALUES, VALUES, st.floats(0), st.floats(0))
def test_no_pair_of_values_makes_it_raise(true, given_, absolute, relative):
    """Each pair gets a verdict, which has something to say unless it is correct."""
    verdict = compare(true, given_, Tolerance(absolute, relative))
    assert isinstance(verdict, Correct) or any(feedback(verdict))


@given(arrays(), arrays())
def test_other_shapes_are_wrong_from_both_sides(one, other):
    """Unless both hold a single number."""
    single = len(one.elements) == len(other.elements) == 1
    assume(not single and one.shape != other.shape)
    assert isinstance(compare(one, other, TWO_DECIMALS), Wrong)
    assert isinstance(compare(other, one, TWO_DECIMALS), Wrong)


@given(WILD | GRAMMARISH, WILD | GRAMMARISH)
def test_no_printed_text_makes_it_raise(true, typed):
    """A text is correct against itself and gets a verdict against any other."""
    assert compare_printed(true, true, EXACTLY) == Correct()
    assert isinstance(compare_printed(true, typed, EXACTLY), Correct | Wrong)


def test_shapes_are_reported_as_shapes():
    """Not as the 1-D arrays they are kept in."""
    verdict = compare_shape(Array((3,), (2, 4, 5)), Array((2,), (2, 5)))
    assert verdict == Wrong(("the shape is (2, 4, 5), you typed (2, 5)",))


def test_one_number_for_a_vector_is_reported_to_be_too_few():
    """Even where all elements are equal."""
    verdict = compare(Array((2,), (0.0, 0.0)), scalar(0), Tolerance())
    assert isinstance(verdict, Wrong)
    assert "type a number for each element" in verdict.reasons
