"""Fix and implement: code is read, run with the checks, and judged."""

import pytest

from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Verdict, Wrong
from quizapp.core.kinds.coding import Written, in_own_lines, trace
from quizapp.core.runs.outcome import Crashed, Killed, Output, Raised, TimedOut
from quizapp.core.values.misread import Misread
from support.cards import BROKEN, HALVED, fix_card, implement_card
from support.outcomes import completed, executed

BOTH = pytest.mark.parametrize("card", [fix_card(), implement_card()])


def judged(card, code: str) -> Verdict:
    """Run code with the card's checks and judge it."""
    response = card.kind.read(code)
    assert isinstance(response, Written)
    program = card.program(0, response)
    assert program is not None
    return response.judge(executed(program))


@BOTH
def test_code_that_passes_every_check_is_correct(card):
    """However it is written."""
    assert judged(card, "half = lambda x: x * 0.5") == Correct()


@BOTH
def test_the_share_of_the_checks_is_the_score(card):
    """The failing check is named with its values."""
    reason = "halves: failed: half(4) == 2; half(4) = 4"
    assert judged(card, BROKEN) == Partial(0.5, (reason,))


@BOTH
def test_code_that_passes_no_check_is_wrong(card):
    """Each reason names its check, and the line that raised."""
    verdict = judged(card, "def half(x):\n    return y")
    assert isinstance(verdict, Wrong)
    assert verdict.reasons[0] == "halves (line 2): NameError: name 'y' is not defined"


@BOTH
def test_code_that_raises_by_itself_is_wrong(card):
    """The exception is shown with its line in the code."""
    assert judged(card, "x = 1\nx.foo") == Wrong(
        ("AttributeError in line 2: 'int' object has no attribute 'foo'",)
    )


@BOTH
def test_code_that_breaks_off_is_at_fault_in_its_last_line(card):
    """Not in a line of the harness, which the user has never seen."""
    verdict = judged(card, "x = 1\ndef f():")
    assert isinstance(verdict, Wrong)
    assert verdict.reasons[0].startswith("IndentationError in line 2: expected an ind")


def test_what_python_says_of_the_harness_is_left_out():
    """Its lines are not the user's."""
    message = "unterminated string literal (detected at line 7) (<snippet>, line 7)"
    outcome = in_own_lines(
        Raised(Output(), 0.1, "SyntaxError", (), message, 7), "x = '"
    )
    assert isinstance(outcome, Raised)
    assert (outcome.line, outcome.message) == (1, "unterminated string literal")


@pytest.mark.parametrize(
    "outcome",
    [
        TimedOut(Output(), 3.0),
        Killed(Output(), 1.0, "memory"),
        Crashed(Output(), 0.1, "signal SIGSEGV"),
        completed(),
        None,
    ],
)
def test_a_run_without_results_settles_nothing(outcome):
    """It is never a pass."""
    response = fix_card().kind.read(HALVED)
    assert isinstance(response, Written)
    assert isinstance(response.judge(outcome), Unsettled)


@BOTH
def test_without_a_response_the_solution_is_run(card):
    """It is the run that shows the truth."""
    program = card.program()
    assert program is not None
    assert program.code.startswith(HALVED)


def test_code_is_kept_as_it_is():
    """Line breaks are those of Unix; the text reads back to an equal response."""
    read = fix_card().kind.read("\n  x = 1\r\ny = 2\r\n\n")
    assert isinstance(read, Written)
    assert read.text == "\n  x = 1\ny = 2"
    assert fix_card().kind.read(read.text) == read


def test_code_too_long_for_the_log_is_refused():
    """With its size and the limit."""
    read = fix_card().kind.read("#" * 17_000)
    assert isinstance(read, Misread)
    assert read.message == "the code is 16.6 KiB long; keep it below 16 KiB"


def test_nothing_at_all_is_no_answer():
    """It gives up, as elsewhere."""
    assert isinstance(fix_card().kind.read(" \n "), Misread)


def test_what_the_user_begins_with_is_the_code_of_the_question():
    """The broken snippet of a fix card, the starter of an implement card."""
    assert fix_card().code == BROKEN
    assert implement_card().code == "def half(x):\n    ...\n"
    assert fix_card().proof == implement_card().proof == ""


def test_the_lines_of_an_exception_are_shown_with_their_code():
    """Cut to the user's lines."""
    card = fix_card()
    response = card.kind.read("def half(x):\n    return y")
    assert isinstance(response, Written)
    program = card.program(0, response)
    assert program is not None
    result = response.coding.results(executed(program))[0]
    assert trace(result, response.text) == ((2, "return y"),)


def test_code_agrees_with_the_same_code_but_for_its_spaces():
    """So a `wrong` response may be shown."""
    one, other = (fix_card().kind.read(code) for code in ("x = 1", "x  = 1\n"))
    assert isinstance(one, Written)
    assert isinstance(other, Written)
    assert one.agrees(other)
