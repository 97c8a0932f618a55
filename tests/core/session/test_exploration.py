"""Exploring: edited code is run with what was asked, and with the goal's checks."""

from quizapp.core.cards.card import Modify
from quizapp.core.judging.response import Blank, Response
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Completed, Raised
from quizapp.core.session.exploration import Exploration, Tried, explore
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import scalar
from support.cards import HALVED, card, fix_card, open_card
from support.outcomes import executed

MODIFY = Modify("Make `y` even.", "assert y % 2 == 0")
PREDICT = card("p", Predict(ask="y"), snippet="x = 2\ny = x + 1", modify=MODIFY)
PROOF = card("c", snippet="y = 3", modify=MODIFY)


def exploration(card_, response: Response = Blank()) -> Exploration:
    """Begin to explore a card."""
    begun = explore(card_, 0, response)
    assert begun is not None
    return begun


def tried(begun: Exploration, code: str) -> Tried:
    """Run edited code."""
    return begun.read(code, executed(begun.program(code)))


def test_the_value_asked_for_is_that_of_the_edited_code():
    """In addition to the checks of the goal."""
    try_ = tried(exploration(PREDICT), "y = 7")
    assert isinstance(try_.outcome, Completed)
    assert try_.outcome.value == scalar(7)
    assert not try_.reached


def test_the_goal_is_reached_when_its_checks_pass():
    """The snippet as it is does not."""
    begun = exploration(PREDICT)
    assert not tried(begun, begun.original).reached
    assert tried(begun, "x = 3\ny = x + 1").reached


def test_a_proof_is_explored_by_its_output_and_its_goal():
    """It asks for no value."""
    try_ = tried(exploration(PROOF), "y = 4\nprint(y)")
    assert try_.outcome.output.stdout == "4\n"
    assert try_.reached


def test_a_card_without_goal_is_run_as_it_is():
    """Nothing is added after its code."""
    begun = exploration(card("c", snippet="y = 3"))
    assert begun.program("y = 4").code == "y = 4"
    assert tried(begun, "y = 4").results == ()


def test_code_is_explored_with_the_checks_of_its_card():
    """From the user's code, or from the solution if they gave none."""
    fix = fix_card()
    assert exploration(fix).original == HALVED.strip("\n")
    response = fix.kind.read("half = int")
    assert not isinstance(response, Misread)
    begun = exploration(fix, response)
    assert begun.original == "half = int"
    assert [each.passed for each in tried(begun, "half = int").results] == [False, True]


def test_an_exception_is_in_a_line_of_the_code():
    """However much is added after it."""
    try_ = tried(exploration(PROOF), "y = (")
    assert isinstance(try_.outcome, Raised)
    assert try_.outcome.line == 1


def test_a_card_without_code_is_not_explored():
    """There is nothing to edit."""
    assert explore(open_card(), 0, Blank()) is None
