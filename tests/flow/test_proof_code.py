"""Code cards and goals are verified by running them."""

import pytest

from quizapp.core.cards.card import Misconception, Modify
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.implement import Implement
from quizapp.core.runs.checks import ROWS
from quizapp.core.runs.outcome import Output, TimedOut
from quizapp.flow.proof import prove
from support.cards import (
    BROKEN,
    CHECKS,
    HALVED,
    card,
    fix_card,
    implement_card,
    open_card,
)
from support.fakes import FakeRunner
from support.outcomes import executed

EMPTY = "def half(x):\n    ...\n"


def problems(card_, script=executed) -> list[str]:
    """Return what is wrong with a card, in words."""
    proof = prove(card_, FakeRunner(script))
    assert all(each.position == card_.position for each in proof.problems)
    return [each.message for each in proof.problems]


@pytest.mark.parametrize("card_", [fix_card(), implement_card(), open_card()])
def test_a_sound_card_has_no_problems(card_):
    """Its solution passes, all else fails."""
    assert problems(card_) == []


def test_the_truth_of_a_code_card_is_its_solution():
    """With the time of its run."""
    proof = prove(fix_card(), FakeRunner(executed))
    assert (proof.truth, proof.seconds) == (HALVED, 0.002)


def test_a_solution_that_fails_is_a_problem():
    """The failing check is named with its values, and nothing else is said."""
    (message,) = problems(card("bad", Fix(CHECKS, BROKEN), snippet=BROKEN))
    assert message == (
        "the solution fails its checks (halves: failed: half(4) == 2; half(4) = 4);"
        " fix one of them"
    )


def test_a_solution_that_passes_by_chance_is_a_problem():
    """Under another seed it fails."""

    def script(program):
        bad = program.seed and program.code.startswith(HALVED)
        return TimedOut(Output(), 3.0) if bad else executed(program)

    (message,) = problems(fix_card(), script)
    assert message.startswith("the solution fails its checks under another seed (no re")


def test_a_broken_snippet_that_passes_is_a_problem():
    """There would be nothing to fix."""
    (message,) = problems(fix_card(snippet=HALVED))
    assert message == (
        "the broken snippet passes every check (halves; half(0) == 0);"
        " add one that it fails"
    )


def test_a_starter_that_passes_is_a_problem():
    """There would be nothing to write."""
    (message,) = problems(card("w", Implement(HALVED, CHECKS, HALVED)))
    assert message.startswith("the starter passes every check")


def test_every_mutant_that_passes_is_a_problem():
    """It says which, and what it passed; one that raises has failed."""
    mutants = (BROKEN, "half = lambda x: 0.5 * x", "1 / 0", "half = lambda x: x // 2")
    messages = problems(card("w", Implement(EMPTY, CHECKS, HALVED, mutants)))
    assert [message.partition(" passes")[0] for message in messages] == [
        "mutants[1]",
        "mutants[3]",
    ]


def test_every_other_solution_that_fails_is_a_problem():
    """It says which, and what it missed; one that passes is fine."""
    others = ("half = lambda x: x / 2", BROKEN, "1 / 0")
    messages = problems(card("m", Fix(CHECKS, HALVED, others), snippet=BROKEN))
    assert messages[0] == (
        "also_right[1] fails (halves: failed: half(4) == 2; half(4) = 4); check"
        " behavior that the prompt asks for, or correct this solution"
    )
    assert messages[1].startswith("also_right[2] fails (ZeroDivisionError")
    assert len(messages) == 2


def test_a_wrong_response_in_code_is_run():
    """It is judged by a run of its own."""
    right = Misconception("half = lambda x: x / 2", "it is not")
    (message,) = problems(fix_card(wrong=(right,)))
    assert "is judged correct" in message
    wrong = Misconception("half = lambda x: x", "nothing is halved")
    assert problems(fix_card(wrong=(wrong,))) == []


@pytest.mark.parametrize(
    ("solution", "expected"),
    [
        ("y = 4", []),
        ("y = 5", ["the solution of `modify` misses its goal (`y` is even)"]),
        ("y = n", ["the solution of `modify` misses its goal (NameError"]),
    ],
)
def test_a_goal_can_be_reached(solution, expected):
    """The author's own edit proves it."""
    modify = Modify("g", "assert y % 2 == 0, '`y` is even'", solution)
    messages = problems(card("c", snippet="y = 3", modify=modify))
    assert len(messages) == len(expected)
    assert all(map(str.startswith, messages, expected)), messages


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ("assert y % 2 == 0", None),
        ("assert y == 3", "the snippet already meets the goal of `modify`"),
    ],
)
def test_a_goal_that_is_met_already_is_a_problem(checks, expected):
    """There would be nothing to bring about."""
    messages = problems(card("c", snippet="y = 3", modify=Modify("g", checks)))
    assert [message.partition(";")[0] for message in messages] == (
        [expected] if expected else []
    )


def test_checks_of_a_goal_that_do_not_report_are_a_problem():
    """A loop without end says nothing of the goal, so nobody could reach it."""

    def script(program):
        checked = program.ask == ROWS
        return TimedOut(Output(), 3.0) if checked else executed(program)

    goal = Modify("g", "while y: ...\nassert y == 4", "y = 4")
    (message,) = problems(card("c", snippet="y = 3", modify=goal), script)
    assert message.startswith("the checks of `modify` did not report (")
