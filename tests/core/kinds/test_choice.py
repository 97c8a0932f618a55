"""A choice is answered by numbers of options, whatever order they are shown in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct, Verdict, Wrong
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.values.misread import Misread

OPTIONS = (
    Option("right"),
    Option("wrong", because="it is not"),
    Option("also right"),
    Option("last"),
)
ONE = Choice((Option("right", correct=True), *OPTIONS[1:]))
ALL = Choice(
    (Option("right", correct=True), OPTIONS[1], Option("also right", correct=True)),
    pick="all",
)


def judge(kind: Choice, text: str) -> Verdict:
    """Read a response that is one, and judge it."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    return response.judge(None)


def test_one_option_is_picked_by_its_number():
    """The reason of the wrong one is shown."""
    assert judge(ONE, " 1 ") == Correct()
    assert judge(ONE, "2") == Wrong(("“wrong” is wrong: it is not",))
    assert ONE.truth(None) == "right"


def test_all_right_options_are_picked_in_any_order():
    """What is missing is reported as well as what is wrong."""
    assert judge(ALL, "3 1") == judge(ALL, "1,3,3") == Correct()
    assert judge(ALL, "2, 1") == Wrong(
        ("“wrong” is wrong: it is not", "you missed “also right”")
    )
    assert ALL.truth(None) == "- right\n- also right"


@pytest.mark.parametrize(
    ("kind", "text", "at", "message"),
    [
        (ONE, "1 2", None, "choose one option only"),
        (ONE, "", None, "choose an option by its number"),
        (ALL, "1, 7", 3, "choose a number from 1 to 3"),
        (ALL, "right", 0, "choose a number from 1 to 3"),
        (ALL, "0", 0, "choose a number from 1 to 3"),
        (ALL, "²", 0, "choose a number from 1 to 3"),
    ],
)
def test_a_choice_is_made_by_numbers(kind, text, at, message):
    """Anything else is reported."""
    assert kind.read(text) == Misread(message, at)


@given(st.integers(0, 2**32))
def test_options_are_shuffled_the_same_for_the_same_seed(seed):
    """Each option is shown once, and a response means the same in any order."""
    order = ONE.display_order(seed)
    assert sorted(order) == [1, 2, 3, 4]
    assert order == ONE.display_order(seed)
    assert Choice(OPTIONS, pin=True).display_order(seed) == (1, 2, 3, 4)


def test_every_order_of_options_occurs():
    """No option has a favorite place."""
    assert len({ONE.display_order(seed) for seed in range(500)}) == 24
