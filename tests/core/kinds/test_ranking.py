"""An order is typed with signs in the direction that is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.misread import Misread
from support.cards import card
from support.outcomes import completed


def right(question: str, printed: str, typed: str) -> bool:
    """Return whether a typed order is right."""
    asked = card(
        kind=Predict(expect="printed"), prompt=question, snippet="print(1)"
    ).draw(0)
    response = asked.read(typed)
    assert not isinstance(response, Misread)
    verdict = asked.judge(response, completed(stdout=f"{printed}\n"))
    return isinstance(verdict, Correct)


@given(
    st.permutations(["A", "B", "C"]),
    st.sampled_from([("Best first?", " > "), ("Order them, lowest first.", "<")]),
)
def test_the_sign_of_the_question_is_right_and_the_other_is_the_reverse(items, asked):
    """Best first is `B > A > C`; the same letters with `<` are another order."""
    question, sign = asked
    other = sign.translate({60: 62, 62: 60})
    printed = " ".join(items)
    assert right(question, printed, sign.join(items))
    assert not right(question, printed, other.join(items))
    assert right(question, printed, other.join(items[::-1]))
    assert not right(question, printed, sign.join(items[::-1]))


@pytest.mark.parametrize(
    "question", ["Order A, B and C.", "Best first, or worst first?"]
)
def test_without_a_direction_only_the_order_of_lists_is_right(question):
    """`>` may mean either."""
    assert right(question, "B A C", "B < A < C")
    assert not right(question, "B A C", "B > A > C")


def test_other_text_is_no_order():
    """A comparison that is printed is typed as it is."""
    assert right("Best first?", "x > 1 is False", "x > 1 is False")


def test_an_order_that_is_printed_with_signs_may_be_typed_with_them():
    """In its direction."""
    assert right("Best first?", "B > A", "B>A")
    assert right("Which one?", "B > A", "A < B")
    assert not right("Best first?", "B > A", "A > B")
    assert not right("Which one?", "B > A", "B >= A")
    assert not right("Best first?", "B > A", "B < A")
