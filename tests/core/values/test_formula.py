"""Formulas are equal if their values are, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.formula import (
    Formula,
    as_formula,
    difference,
    read_formula,
    read_like,
)
from quizapp.core.values.misread import Misread
from support.strategies import TEXTS


def verdict(right: str, typed: str) -> str | None:
    """Return how a typed formula differs from the right one; None if it is equal."""
    wanted = as_formula(right)
    assert wanted is not None
    formula = read_like(wanted, typed)
    assert isinstance(formula, Formula), formula
    return difference(wanted, formula)


SAME = [
    (
        "1 - p",
        ["1-p", "1 − p", "(1 - p)", "1 -p", "-p + 1", "$1-p$", "q = 1 - p", "1 - 1p"],
    ),
    ("1/(1 - p)", ["(1-p)^-1", "(1−p)**-1", "1 / (1-p)", r"\frac{1}{1-p}", "1÷(1-p)"]),
    (
        "sqrt(d)",
        ["√d", "d^0.5", "d^(1/2)", "d**.5", r"\sqrt{d}", "sqrt d", "math.sqrt(d)"],
    ),
    (
        "1/sqrt(d_k)",
        ["1/√dₖ", "d_k^-0.5", "1 / sqrt(d_{k})", "(d_k)^(-1/2)", "1/sqrt(dk)"],
    ),
    ("1 - ε", ["1-eps", "1 - epsilon", r"1-\epsilon", "1 − ϵ"]),
    ("H*T^2", ["HT²", "H T^2", "T*T*H", "T^2 · H", "H × T**2"]),
    ("p(1 - p)", ["p - p^2", "p*(1-p)", "(1-p)p", "p − p²"]),
    ("sqrt(p/(1 - p))", ["√(p/(1-p))", "(p/(1-p))^0.5", r"\sqrt{\frac{p}{1-p}}"]),
]


@pytest.mark.parametrize(
    ("right", "typed"), [(right, typed) for right, forms in SAME for typed in forms]
)
def test_another_way_to_write_a_formula_is_right(right, typed):
    """Signs, brackets, powers, Greek letters, subscripts, TeX, a left side."""
    assert verdict(right, typed) is None


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        *[
            ("1 - p", wrong)
            for wrong in ("1 + p", "p - 1", "1 - 2*p", "1/p", "p", "1 - q")
        ],
        *[("1/(1 - p)", wrong) for wrong in ("1 - p", "1/1 - p", "1/p", "1/(1 - p)^2")],
        *[("H*T^2", wrong) for wrong in ("H*T", "T^2", "2*H*T", "H^2*T")],
    ],
)
def test_another_value_is_wrong_and_named(right, typed):
    """The message gives a point, or the variable that is missing or too many."""
    assert verdict(right, typed)


def test_a_difference_is_shown_at_a_point():
    """With both values."""
    message = "not equal: at p = 0.3 it gives 1.3, the right formula 0.7"
    assert verdict("1 - p", "1 + p") == message


@pytest.mark.parametrize(
    "text",
    [
        *["before", "co-adaptation", "log-sum-exp", "on/off", "float32", "0.1", "1/9"],
        *["model.eval()", "dim=-1", "p", "softmax", "train mode", "", "1 - "],
    ],
)
def test_words_numbers_and_code_are_no_formulas(text):
    """They have no operator, no variable, or hyphens between words."""
    assert as_formula(text) is None


def test_one_division_with_two_readings_is_asked_about():
    """`1/2p` is (1/2)p to some and 1/(2p) to others."""
    assert isinstance(read_formula("1/2p"), Misread)


TERMS = st.recursive(
    st.sampled_from(["p", "d", "2", "3", "0.5"]),
    lambda terms: st.builds("({} {} {})".format, terms, st.sampled_from("+-*/"), terms),
    max_leaves=6,
)


@given(TERMS, st.randoms())
def test_a_formula_equals_itself_in_other_spelling(text, random):
    """Other signs for the same operators, and any spaces."""
    wanted = as_formula(text)
    if wanted is None:
        return
    signs = {"-": "−–-", "*": "·×*", "/": "÷/"}
    typed = "".join(random.choice(signs.get(sign, sign)) for sign in text)
    typed = typed.replace(" ", random.choice(("", " ", "  ")))
    formula = read_like(wanted, typed)
    assert isinstance(formula, Formula)
    assert difference(wanted, formula) is None


@given(TERMS)
def test_a_formula_differs_from_one_more(text):
    """And from itself with a variable more."""
    wanted = as_formula(text)
    if wanted is None:
        return
    more = read_like(wanted, f"{text} + 1")
    assert isinstance(more, Formula)
    assert difference(wanted, more)


@given(TEXTS)
def test_no_text_breaks_the_reader(text):
    """It gives a formula or says why not."""
    assert isinstance(read_formula(text), Formula | Misread)
