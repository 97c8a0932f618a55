"""The flow over answers in several steps: tried, handed in, ticked, explored."""

from quizapp.core.basics.grade import Grade
from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Wrong
from quizapp.core.runs.outcome import Output, Program, TimedOut
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.session.phases import Asking, Revealed, Running
from quizapp.core.values.misread import Misread
from quizapp.flow.study import Study
from support.cards import BROKEN, HALVED, card, dropout_card, fix_card, open_card
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.workspaces import study

TIMED_OUT = FakeRunner(lambda _: TimedOut(Output(), 3.0))


def sitting_over(*cards, runner: FakeRunner | None = None, log=None) -> Study:
    """Begin a sitting whose code is really run."""
    return study(*cards, runner=runner or FakeRunner(executed), log=log)


def hand_in(sitting: Study, text: str) -> None:
    """Answer, and run it if need be."""
    assert sitting.respond(text) is None
    if isinstance(sitting.phase, Running):
        sitting.settle(sitting.run())


def revealed(sitting: Study) -> Revealed:
    """Return the verdict's phase."""
    assert isinstance(sitting.phase, Revealed)
    return sitting.phase


def test_the_users_code_is_what_is_run():
    """With the checks behind it; the log keeps the code."""
    log = FakeLog()
    sitting = sitting_over(fix_card(), log=log)
    hand_in(sitting, HALVED)
    assert isinstance(revealed(sitting).verdict, Correct)
    assert [each.passed for each in revealed(sitting).results] == [True, True]
    sitting.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.score) == (HALVED.rstrip(), 1.0)


def test_code_that_is_partly_right_has_its_share():
    """One of two checks."""
    sitting = sitting_over(fix_card())
    hand_in(sitting, BROKEN)
    assert isinstance(revealed(sitting).verdict, Partial)


def test_giving_up_on_code_runs_the_solution_and_suggests_again():
    """The checks' results are the solution's, so they are not shown as the user's."""
    runner = FakeRunner(executed)
    sitting = sitting_over(fix_card(), runner=runner)
    hand_in(sitting, "")
    assert isinstance(revealed(sitting).verdict, Wrong)
    assert revealed(sitting).suggested is Grade.AGAIN
    assert revealed(sitting).results == ()
    assert runner.programs[0].code.startswith(HALVED)


def test_code_whose_run_was_cut_short_is_asked_for_again():
    """No result is no verdict, and the user can mend the loop."""
    sitting = sitting_over(fix_card(), runner=TIMED_OUT)
    before = sitting.phase
    hand_in(sitting, "while True: pass")
    assert sitting.phase == before


def test_a_rehearsal_that_fails_changes_nothing():
    """It is judged for the user to see."""
    sitting = sitting_over(fix_card())
    program = sitting.trial_program(BROKEN)
    assert isinstance(program, Program)
    verdict = sitting.judge_trial(BROKEN, executed(program))
    assert isinstance(verdict, Partial)
    assert isinstance(sitting.phase, Asking)


def test_a_rehearsal_that_succeeds_is_the_answer():
    """Nobody has to hand in what is right already."""
    sitting = sitting_over(fix_card())
    program = sitting.trial_program(HALVED)
    assert isinstance(program, Program)
    sitting.judge_trial(HALVED, executed(program))
    assert isinstance(revealed(sitting).verdict, Correct)
    assert revealed(sitting).suggested is Grade.GOOD


def test_only_code_is_rehearsed():
    """A prediction is not run before the user commits."""
    assert sitting_over(dropout_card()).trial_program("[1, 0, 3]") is None
    assert isinstance(sitting_over(fix_card()).trial_program(" "), Misread)


def test_an_open_answer_is_revealed_before_it_is_judged():
    """The points are not known before."""
    log = FakeLog()
    sitting = sitting_over(open_card(), log=log)
    hand_in(sitting, "It makes noise.")
    assert isinstance(revealed(sitting).verdict, Unsettled)
    assert sitting.assess("1, 2") is None
    assert revealed(sitting).verdict == Partial(0.75, ("add next time: the third",))
    sitting.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.verdict, event.score) == ("1, 2", "partial", 0.75)


def test_ticks_can_be_changed_before_the_grade():
    """The last ones count."""
    sitting = sitting_over(open_card())
    hand_in(sitting, "")
    sitting.assess("1")
    sitting.assess("1, 2, 3")
    assert isinstance(revealed(sitting).verdict, Correct)


def test_what_is_no_tick_is_told():
    """And judges nothing."""
    sitting = sitting_over(open_card())
    hand_in(sitting, "")
    assert isinstance(sitting.assess("the first one"), Misread)
    assert isinstance(sitting.assess("9"), Misread)
    assert isinstance(revealed(sitting).verdict, Unsettled)


def test_only_an_open_answer_is_assessed():
    """Nobody answers a flashcard twice."""
    sitting = sitting_over(card())
    hand_in(sitting, "")
    before = sitting.phase
    assert sitting.assess("1") is None
    assert sitting.phase is before


def test_exploring_leaves_no_trace():
    """Neither the phase nor the log changes."""
    log = FakeLog()
    sitting = sitting_over(fix_card(), log=log)
    assert sitting.exploration() is None
    hand_in(sitting, BROKEN)
    before = sitting.phase
    begun = sitting.exploration()
    assert begun is not None
    assert begun.read(HALVED, executed(begun.program(HALVED))).reached
    assert sitting.phase is before
    assert log.rows == []
