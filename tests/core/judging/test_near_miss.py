"""Near misses are named, and only where they hold for every element."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.cards.variant import Vary
from quizapp.core.judging.comparison import Tolerance, compare
from quizapp.core.judging.near_miss import factor, literals, names_of
from quizapp.core.judging.verdict import Correct, Wrong, feedback
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_value
from quizapp.core.values.value import Array, scalar
from support.cards import dropout_card
from support.outcomes import array, completed

SAME = Tolerance().allows
ROWS = Array((2, 3), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), "float32")


def feedback_on(true: Array, typed: str) -> tuple[str, ...]:
    """Return what is said of a typed value."""
    value = read_value(typed)
    assert not isinstance(value, Misread)
    verdict = compare(true, value, Tolerance())
    assert isinstance(verdict, Wrong)
    return verdict.reasons


@pytest.mark.parametrize(
    ("true", "typed", "miss"),
    [
        (
            array(1.25, 0.0, 3.75),
            "[1, 0, 3]",
            "all off by the same factor: yours = 0.8 x the answer",
        ),
        (
            array(1.11, 2.22),
            "[-1.11, -2.22]",
            "all signs are flipped",
        ),
        (array(1.0, 2.0, 3.0), "[1, -2, 3]", "the sizes are right; some signs are not"),
        (array(1.0, 2.0, 4.0), "[4, 2, 1]", "the right numbers in reverse order"),
        (array(1.0, 2.0, 4.0), "[2, 1, 4]", "the right numbers in another order"),
        (
            array(1.0, 0.0, 4.0),
            "[2, 0, 3]",
            "the zeros are right; the other values are not",
        ),
        (array(1.0, 2.0), "[7, 5]", "the shape is right"),
        (
            array(True, False, dtype="bool"),
            "[False, True]",
            "every value is the opposite",
        ),
        (
            Array((2, 2), (1, 2, 3, 4), "int64"),
            "[[1, 3], [2, 4]]",
            "yours is the transpose",
        ),
    ],
)
def test_a_near_miss_is_named(true, typed, miss):
    """Before the count of wrong elements, as a reason of its own."""
    assert feedback_on(true, typed)[0] == miss


@pytest.mark.parametrize(
    ("true", "typed"),
    [(array(1.0, 2.0, 3.0), "[1, 2, 9]"), (scalar(2.0), "[3]"), (ROWS, "[1, 2]")],
)
def test_what_is_no_near_miss_gets_no_name(true, typed):
    """Two right numbers of three are shown in the table; a number has no order."""
    reasons = " ".join(feedback_on(true, typed))
    assert not any(word in reasons for word in ("factor", "order", "sign", "zeros"))


NUMBERS = st.lists(
    st.floats(0.5, 100) | st.floats(-100, -0.5) | st.just(0.0), min_size=1, max_size=6
).filter(any)
FACTORS = st.sampled_from([0.1, 0.2, 0.8, 1.25, 5.0, -2.0, 4.0])


@given(NUMBERS, FACTORS)
def test_a_common_factor_is_found_whatever_the_numbers(numbers, times):
    """Zeros aside, which no factor moves."""
    true, mine = array(*numbers), array(*(each * times for each in numbers))
    assert factor(true, mine, SAME) == pytest.approx(times)


@given(st.lists(st.floats(), max_size=4), st.lists(st.floats(), max_size=4))
def test_a_factor_that_is_found_holds_for_every_element(true, mine):
    """Infinities and nan have none; nothing raises."""
    if len(true) == len(mine):
        found = factor(array(*true), array(*mine), SAME)
        if found is not None:
            pairs = zip(true, mine, strict=True)
            assert all(SAME(right * found, given_) for right, given_ in pairs)


@given(st.lists(st.integers(-(10**400), 10**400), min_size=2, max_size=3))
def test_numbers_beyond_every_float_are_reported_apart_without_a_fault(numbers):
    """Comparing never raises."""
    true, mine = Array((len(numbers),), tuple(numbers)), array(*([1.0] * len(numbers)))
    verdict = compare(true, mine, Tolerance())
    assert isinstance(verdict, Wrong | Correct)


@pytest.mark.parametrize(
    ("found", "scope", "names"),
    [
        (0.8, {"p": 0.2}, ("1 - p, with p = 0.2",)),
        (1.25, {"p": 0.2}, ("1/(1 - p), with p = 0.2",)),
        (0.2, {"p": 0.2}, ("p, with p = 0.2",)),
        (0.64, {"p": 0.2}, ("(1 - p)**2, with p = 0.2",)),
        (5.0, {"p": 0.2}, ("1/p, with p = 0.2",)),
        (8.0, {"d_k": 64}, ("sqrt(d_k), with d_k = 64",)),
        (0.25, {"n": 4}, ("1/n, with n = 4",)),
        (0.5, {"p": 0.5}, ("1 - p, with p = 0.5", "p, with p = 0.5")),
        (0.7, {"p": 0.2}, ()),
        (0.83, {"p": 0.2}, ()),
        (1.0, {"p": 0, "q": 1}, ()),
    ],
)
def test_a_factor_is_named_in_the_numbers_of_the_card(found, scope, names):
    """A half is both p and 1 - p, and that is said."""
    assert names_of(found, scope) == names


def test_the_numbers_of_a_card_are_those_its_snippet_assigns():
    """At the top level, and as plain numbers."""
    code = "p = 0.2\nn = 3  # rows\nif n:\n    q = 0.1\nx = 2 * n\ny = [1]\nz = 1.\n"
    assert literals(code) == {"p": 0.2, "n": 3, "z": 1.0}


@pytest.mark.parametrize("varied", [True, False])
def test_a_card_names_the_factor_by_a_drawn_or_a_literal_number(varied):
    """The learner hears which rule they took."""
    card = dropout_card(snippet="" if varied else "p = 0.2\n")
    if varied:
        card = dropout_card(vary=(Vary("p", (0.2,)),)).draw(0)
    response = card.kind.read("[1, 0, 3]")
    assert not isinstance(response, Misread)
    verdict = card.judge(response, completed(array(1.25, 0.0, 3.75)))
    assert "the factor 0.8 is 1 - p, with p = 0.2" in feedback(verdict)
