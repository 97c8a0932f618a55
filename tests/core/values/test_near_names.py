"""Only what is near is proposed for an unknown name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.answers import read_answer
from quizapp.core.values.misread import Misread
from quizapp.core.values.near_names import nearest_name
from quizapp.core.values.value import scalar
from support.strategies import TEXTS

NAMES = ["rate", "yes", "nan", "sqrt", "float32", "sigmoid", "p"]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *[("rat", "rate"), ("raet", "rate"), ("ratee", "rate"), ("Rate", "rate")],
        *[("nann", "nan"), ("sqr", "sqrt"), ("flaot32", "float32")],
        *[("sigmiod", "sigmoid"), ("eps", None), ("it", None), ("q", None)],
        *[("note", None), ("tensor", None), ("", None), ("ray", None)],
    ],
)
def test_a_short_word_has_one_slip(word, name):
    """A longer one has most letters in common."""
    assert nearest_name(word, NAMES) == name


@given(st.sampled_from(["rate", "sqrt"]), st.integers(0, 3), st.sampled_from("xzkw"))
def test_each_slip_is_seen(name, place, letter):
    """One letter changed, missing or added."""
    for slip in (
        name[:place] + letter + name[place + 1 :],
        name[:place] + name[place + 1 :],
        name[:place] + letter + name[place:],
    ):
        assert nearest_name(slip, NAMES) == name


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_no_word_makes_it_raise(word, names):
    """What is proposed is one of the names."""
    assert nearest_name(word, names) in {None, *names}


@pytest.mark.parametrize("text", ["g/(g+eps)", "1/(1-yep)", "[it, 3]", "2*truee"])
def test_nothing_else_is_proposed(text):
    """Nor a truth value in arithmetic."""
    response = read_answer(text, NO_CONTEXT)
    assert isinstance(response, Misread)
    assert "did you mean" not in response.message


@pytest.mark.parametrize(
    ("text", "value"),
    [("1/(1+λ)", 0.8), ("β", 2.0), ("4λ", 1.0), ("σ(0)", 0.5), ("σ(β − 2)", 0.5)],
)
def test_a_greek_letter_is_the_name_that_code_gives_it(text, value):
    """And `σ(...)` is the sigmoid."""
    context = AnswerContext((("lam", scalar(0.25)), ("beta", scalar(2.0))))
    assert read_answer(text, context) == scalar(value)


@pytest.mark.parametrize("text", ["1/(1+μ)", "λ", "σ"])
def test_a_greek_letter_that_nothing_is_called_is_unknown(text):
    """It is asked about, or no number."""
    response = read_answer(text, NO_CONTEXT)
    assert isinstance(response, Misread) or response != scalar(1.0)
