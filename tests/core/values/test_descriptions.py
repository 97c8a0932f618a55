"""Values without content, described in words, and what people put around a number."""

import pytest

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import (
    Array,
    DictPairs,
    Items,
    Members,
    Nothing,
    Text,
    scalar,
)
from support.outcomes import completed

EMPTY_LIST = Array((0,), ())
PREDICT = Predict(ask="x")


def is_right(kind, outcome, typed: str) -> bool:
    """Return whether a typed answer is read and right."""
    response = kind.read(typed)
    assert not isinstance(response, Misread), response
    return isinstance(response.judge(outcome), Correct)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        *[(Nothing(), text) for text in ("None", "nothing", "null", "Nil")],
        *[
            (EMPTY_LIST, text)
            for text in ("[]", "empty", "empty list", "an empty list")
        ],
        (Items((), "("), "empty tuple"),
        *[(Members(()), text) for text in ("set()", "empty set", "empty")],
        *[(DictPairs(()), text) for text in ("{}", "empty dict", "Empty dictionary.")],
        *[(Text(""), text) for text in ("''", "empty string", "an empty string")],
    ],
)
def test_a_value_without_content_may_be_described(value, typed):
    """As people say it."""
    assert is_right(PREDICT, completed(value), typed)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (EMPTY_LIST, "empty dict"),
        (Members(()), "empty list"),
        (DictPairs(()), "nothing"),
        (Nothing(), "empty"),
        (Text("empty"), "empty string"),
        (scalar(0), "nothing"),
    ],
)
def test_a_description_of_another_value_is_wrong(value, typed):
    """An empty list is no empty dict, and nothing is not 0."""
    assert not is_right(PREDICT, completed(value), typed)


@pytest.mark.parametrize("typed", ["nothing", "None", "(nothing)", "no output", '""'])
def test_nothing_printed_may_be_said_in_words(typed):
    """Where something is printed, that is wrong."""
    printed = Predict(expect="printed")
    assert is_right(printed, completed(stdout=""), typed)
    assert not is_right(printed, completed(stdout="a\n"), typed)


def test_a_set_may_be_typed_without_braces():
    """In any order; in the brackets of a list it is none."""
    true = Members((scalar(1), scalar(2), scalar(3)))
    assert is_right(PREDICT, completed(true), "3, 1, 2")
    assert not is_right(PREDICT, completed(true), "[1, 2, 3]")
    assert not is_right(PREDICT, completed(true), "1, 2, 4")


@pytest.mark.parametrize(
    "typed", ["0.8?", "factor: 0.8", "etwa 0,8", "the factor: 4/5"]
)
def test_a_number_may_be_asked_back_or_labeled(typed):
    """Neither belongs to it."""
    assert is_right(Numeric(ask="x"), completed(scalar(0.8)), typed)


def test_minus_may_be_a_word():
    """`minus 0.5` is -0.5, not 0.5."""
    assert is_right(Numeric(ask="x"), completed(scalar(-0.5)), "minus 0.5")
    assert not is_right(Numeric(ask="x"), completed(scalar(0.5)), "minus 0.5")


@pytest.mark.parametrize(
    "typed", ["0.3 ln 2", r"0.3 \ln 2", "0.15 ln(4)", "ln 2 * 0.3"]
)
def test_a_function_may_follow_its_factor(typed):
    """As on paper, with or without brackets."""
    assert is_right(Numeric(ask="x"), completed(scalar(0.2079)), typed)


@pytest.mark.parametrize("typed", ["0.3-p", "0.3-eps", "37n", "0.2λ"])
def test_a_variable_is_no_unit(typed):
    """What it stands for is asked; the number before it is not the answer."""
    assert isinstance(Numeric(ask="x").read(typed), Misread)


def test_a_whole_number_may_be_computed_from_decimals():
    """The last bit of a float does not count, the next whole number does."""
    true = Array((2,), (600, 0))
    assert is_right(PREDICT, completed(true), "[1000 * (0.9 - 0.3), 0]")
    assert not is_right(PREDICT, completed(true), "[601, 0]")
