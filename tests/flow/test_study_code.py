"""The flow over answers in several steps: tried, handed in, ticked, explored."""

from quizapp.core.basics.grade import Grade
from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Wrong
from quizapp.core.runs.outcome import Completed, Output, Program, TimedOut
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.session.phases import Revealed, Running
from quizapp.core.values.misread import Misread
from quizapp.flow.study import Study
from support.cards import BROKEN, HALVED, card, dropout_card, fix_card, open_card
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.workspaces import study

TIMED_OUT = FakeRunner(lambda _: TimedOut(Output(), 3.0))


def session_over(*cards, runner: FakeRunner | None = None, log=None) -> Study:
    """Begin a session whose code is really run."""
    return study(*cards, runner=runner or FakeRunner(executed), log=log)


def hand_in(study_session: Study, text: str) -> None:
    """Answer, and run it if need be."""
    assert study_session.respond(text) is None
    if isinstance(study_session.phase, Running):
        study_session.settle(study_session.run())


def revealed(study_session: Study) -> Revealed:
    """Return the verdict's phase."""
    assert isinstance(study_session.phase, Revealed)
    return study_session.phase


def test_the_users_code_is_what_is_run():
    """With the checks behind it; the log keeps the code."""
    log = FakeLog()
    study_session = session_over(fix_card(), log=log)
    hand_in(study_session, HALVED)
    assert isinstance(revealed(study_session).verdict, Correct)
    assert [each.passed for each in revealed(study_session).results] == [True, True]
    study_session.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.score) == (HALVED.rstrip(), 1.0)


def test_code_that_is_partly_right_has_its_share():
    """One of two checks."""
    study_session = session_over(fix_card())
    hand_in(study_session, BROKEN)
    assert isinstance(revealed(study_session).verdict, Partial)


def test_giving_up_on_code_runs_the_solution_and_suggests_again():
    """The checks' results are the solution's, so they are not shown as the user's."""
    runner = FakeRunner(executed)
    study_session = session_over(fix_card(), runner=runner)
    hand_in(study_session, "")
    assert isinstance(revealed(study_session).verdict, Wrong)
    assert revealed(study_session).suggested is Grade.AGAIN
    assert revealed(study_session).results == ()
    assert runner.programs[0].code.startswith(HALVED)


def test_code_whose_run_was_cut_short_is_asked_for_again():
    """No result is no verdict, and the user can fix the loop."""
    study_session = session_over(fix_card(), runner=TIMED_OUT)
    before = study_session.phase
    hand_in(study_session, "while True: pass")
    assert study_session.phase == before


def test_a_rehearsal_changes_nothing():
    """Not even one that passes every check."""
    log = FakeLog()
    study_session = session_over(fix_card(), log=log)
    before = study_session.phase
    program = study_session.trial_program(HALVED)
    assert isinstance(program, Program)
    assert isinstance(executed(program), Completed)
    assert study_session.phase is before
    assert not log.rows


def test_only_code_is_rehearsed():
    """A prediction is not run before the user commits."""
    assert session_over(dropout_card()).trial_program("[1, 0, 3]") is None
    assert isinstance(session_over(fix_card()).trial_program(" "), Misread)


def test_an_open_answer_is_revealed_before_it_is_judged():
    """The points are not known before."""
    log = FakeLog()
    study_session = session_over(open_card(), log=log)
    hand_in(study_session, "It makes noise.")
    assert isinstance(revealed(study_session).verdict, Unsettled)
    assert study_session.assess("1, 2") is None
    assert revealed(study_session).verdict == Partial(
        0.75, ("add next time: the third",)
    )
    study_session.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.verdict, event.score) == ("1, 2", "partial", 0.75)


def test_ticks_can_be_changed_before_the_grade():
    """The last ones count."""
    study_session = session_over(open_card())
    hand_in(study_session, "")
    study_session.assess("1")
    study_session.assess("1, 2, 3")
    assert isinstance(revealed(study_session).verdict, Correct)


def test_what_is_no_tick_is_reported():
    """And judges nothing."""
    study_session = session_over(open_card())
    hand_in(study_session, "")
    assert isinstance(study_session.assess("the first one"), Misread)
    assert isinstance(study_session.assess("9"), Misread)
    assert isinstance(revealed(study_session).verdict, Unsettled)


def test_only_an_open_answer_is_assessed():
    """Nobody answers a flashcard twice."""
    study_session = session_over(card())
    hand_in(study_session, "")
    before = study_session.phase
    assert study_session.assess("1") is None
    assert study_session.phase is before


def test_exploring_leaves_no_trace():
    """Neither the phase nor the log changes."""
    log = FakeLog()
    study_session = session_over(fix_card(), log=log)
    assert study_session.exploration() is None
    hand_in(study_session, BROKEN)
    before = study_session.phase
    begun = study_session.exploration()
    assert begun is not None
    assert begun.read(HALVED, executed(begun.program(HALVED))).reached
    assert study_session.phase is before
    assert log.rows == []
