"""Words are asked about where the code shows that the answer is none."""

import pytest

from quizapp.core.cards.card import Card
from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Text
from support.cards import card
from support.outcomes import completed

BOOLEANS = "x = [a == b, torch.equal(a, b)]"
NUMBERS = "x = torch.softmax(y, 0)"


def asked(snippet: str) -> Card:
    """Return a card that asks for `x`."""
    return card(kind=Predict(ask="x"), snippet=snippet).draw(0)


@pytest.mark.parametrize(
    ("snippet", "typed", "example"),
    [
        *[
            (BOOLEANS, typed, "True or False")
            for typed in ("only A", "A", "it depends")
        ],
        *[(NUMBERS, typed, "0.25, 3") for typed in ("all nan", "NaNs", "bigger")],
        ("x = (y == 0).sum()", "all", "a list such as 3, 0"),
        ("x = y.dtype", "the same", "float32"),
    ],
)
def test_words_for_another_sort_are_asked_about_with_an_example(
    snippet, typed, example
):
    """They are never judged."""
    response = asked(snippet).read(typed)
    assert isinstance(response, Misread)
    assert example in response.message


@pytest.mark.parametrize("snippet", ["x = f'{y}'", "x = y", "x = foo(y)"])
def test_words_are_judged_where_the_answer_may_be_text(snippet):
    """Right or wrong."""
    for typed, is_right in (("only A", True), ("only B", False)):
        response = asked(snippet).read(typed)
        assert not isinstance(response, Misread)
        verdict = asked(snippet).judge(response, completed(Text("only A")))
        assert isinstance(verdict, Correct) == is_right


@pytest.mark.parametrize(
    ("snippet", "typed", "true"),
    [
        (BOOLEANS, "no - yes", Array((2,), (False, True))),
        ("x = [a == b, y.argmax()]", "yes; 3", Array((2,), (True, 3))),
        (NUMBERS, "zero and 1.5", Array((2,), (0.0, 1.5))),
        (NUMBERS, "nan nan", Array((2,), (float("nan"),) * 2)),
        ("x = y.nonzero()", "empty list", Array((0,), ())),
        ("x = y.nonzero()", "an empty tensor", Array((0,), ())),
    ],
)
def test_words_that_are_such_a_value_are_read(snippet, typed, true):
    """A list of words for numbers and booleans, and what is said of empty values."""
    response = asked(snippet).read(typed)
    assert not isinstance(response, Misread)
    assert isinstance(asked(snippet).judge(response, completed(true)), Correct)
