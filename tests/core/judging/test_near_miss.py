"""Near misses are named, and only where they hold for every element."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.cards.variant import Vary
from quizapp.core.judging.comparison import compare
from quizapp.core.judging.near_miss import Factor, factor, name_of, numbers_in
from quizapp.core.judging.tolerance import Tolerance
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
    off_by = factor(true, mine, SAME)
    assert off_by is not None
    assert off_by.ratio == pytest.approx(times)


@given(st.lists(st.floats(), max_size=4), st.lists(st.floats(), max_size=4))
def test_a_factor_that_is_found_holds_for_every_element(true, mine):
    """Infinities and nan have none; nothing raises."""
    if len(true) == len(mine):
        found = factor(array(*true), array(*mine), SAME)
        if found is not None:
            pairs = zip(true, mine, strict=True)
            assert all(SAME(right * found.ratio, given_) for right, given_ in pairs)


@given(st.lists(st.integers(-(10**400), 10**400), min_size=2, max_size=3))
def test_numbers_beyond_every_float_are_reported_apart_without_a_fault(numbers):
    """Comparing never raises."""
    true, mine = Array((len(numbers),), tuple(numbers)), array(*([1.0] * len(numbers)))
    verdict = compare(true, mine, Tolerance())
    assert isinstance(verdict, Wrong | Correct)


USES = "y = x * mask / (1 − p); z = q @ k / sqrt(d_k)"


@pytest.mark.parametrize(
    ("ratio", "scope", "name"),
    [
        (0.8, {"p": 0.2}, "1 - p, with p = 0.2"),
        (1.25, {"p": 0.2}, "1/(1 - p), with p = 0.2"),
        (0.2, {"p": 0.2}, "p, with p = 0.2"),
        (0.64, {"p": 0.2}, "(1 - p)**2, with p = 0.2"),
        (5.0, {"p": 0.2}, "1/p, with p = 0.2"),
        (8.0, {"d_k": 64}, "sqrt(d_k), with d_k = 64"),
        (0.25, {"n": 4}, "1/n, with n = 4"),
        (0.9, {"lr": 0.1}, None),
        (0.5, {"p": 0.5}, None),
        (0.9, {"p": 0.1, "q": 0.9}, None),
        (2.0, {"n": 2}, None),
        (0.7, {"p": 0.2}, None),
        (0.83, {"p": 0.2}, None),
        (1.0, {"p": 0, "q": 1}, None),
    ],
)
def test_a_shared_factor_is_named_in_what_the_card_computes_with(ratio, scope, name):
    """Not if something equally simple fits, nor as what the card never computes."""
    assert name_of(Factor(ratio, 0.0, is_shared=True), scope, USES) == name


@pytest.mark.parametrize(
    ("true", "typed", "scope", "name"),
    [
        (1 / 0.9, 0.9, {"p": 0.1}, "(1 - p)**2, with p = 0.1"),
        (1 / 0.9, 1.0, {"p": 0.1}, "1 - p, with p = 0.1"),
        (1.0, 0.778, {"p": 0.222}, "1 - p, with p = 0.222"),
        (1.0, 0.78, {"p": 0.222}, None),
        (1.0546875, 142 / 128, {"p": 0.05}, None),
        (32768.0, 128, {"scale": 65536}, None),
        (0.25, 1, {"n": 4}, None),
    ],
)
def test_one_number_needs_a_factor_that_no_chance_explains(true, typed, scope, name):
    """It is exact, or typed finely, and no plain whole number."""
    off_by = factor(scalar(true), scalar(typed), SAME)
    assert off_by is not None
    assert name_of(off_by, scope, USES) == name


PLAUSIBLE = [
    *(n / d for n in range(1, 20) for d in range(1, 20)),
    *(n / 128 for n in range(64, 256)),
    *(n / 100 for n in range(1, 1000)),
    *range(1, 1025),
]
"""What people type: fractions, decimals, whole numbers."""


@pytest.mark.slow
@settings(max_examples=30)  # each is three thousand numbers
@given(st.sampled_from([0.05, 0.1, 0.15, 0.2, 0.3]), st.integers(2, 4096))
def test_a_factor_of_a_random_wrong_number_is_rarely_named(p, n):
    """In less than one of a hundred, with two numbers to name it by."""
    true = scalar(n * p / (1 - p))
    factors = [factor(true, scalar(typed), SAME) for typed in PLAUSIBLE]
    scope = {"p": p, "n": n}
    named = [off_by for off_by in factors if off_by and name_of(off_by, scope, USES)]
    assert len(named) < len(PLAUSIBLE) / 100


@given(st.floats(0.01, 0.99), st.floats(1e-3, 1e3))
def test_a_coarsely_typed_number_is_explained_only_by_what_is_exact(p, typed):
    """A number with two digits has a factor that half a dozen names would fit."""
    coarse = float(f"{typed:.2g}")
    off_by = factor(scalar(1.0), scalar(coarse), SAME)
    assert off_by is not None
    name = name_of(off_by, {"p": p}, USES)
    exact = (p, 1 / p, 1 - p, 1 / (1 - p), (1 - p) ** 2, 1 / (1 - p) ** 2)
    assert name is None or any(abs(coarse - n) <= 1e-5 * n for n in exact)


def test_the_numbers_of_a_card_are_those_its_snippet_assigns_and_uses():
    """At the top level, and as plain numbers."""
    code = "p = 0.2\nn = 3  # rows\nif n:\n    q = 0.1\nx = p * n\ny = [1]\nz = 1.\n"
    assert numbers_in(code, None) == {"p": 0.2, "n": 3}
    assert numbers_in(code, "x / z") == {"p": 0.2, "n": 3, "z": 1.0}


@pytest.mark.parametrize("varied", [True, False])
def test_a_card_names_the_factor_by_a_drawn_or_a_literal_number(varied):
    """The learner hears which rule they took."""
    uses = "output = x * mask / (1 - p)"
    card = dropout_card(snippet=f"p = 0.2\n{uses}")
    if varied:
        card = dropout_card(snippet=uses, vary=(Vary("p", (0.2,)),)).draw(0)
    response = card.kind.read("[1, 0, 3]")
    assert not isinstance(response, Misread)
    verdict = card.judge(response, completed(array(1.25, 0.0, 3.75)))
    assert "the factor 0.8 is 1 - p, with p = 0.2" in feedback(verdict)
