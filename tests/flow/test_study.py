"""The flow over its ports: questions, verdicts, records and undo."""

from datetime import timedelta

import pytest

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import TWO, Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.variant import Vary
from quizapp.core.judging.verdict import Unsettled
from quizapp.core.runs.outcome import Crashed, Output
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.review import Retracted, Reviewed, facts, reviews_in_force
from quizapp.core.session.ending import LimitReached, NothingDue, TimeUp
from quizapp.core.session.phases import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.session.session import Earlier, Undone
from quizapp.core.values.misread import Misread
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import SessionOptions
from quizapp.flow.study import Study
from support.cards import card, choice_card, dropout_card, open_card
from support.fakes import MORNING, FakeBits, FakeClock, FakeLog, FakeRunner
from support.workspaces import study


def answer(study_session: Study, text: str) -> Revealed:
    """Answer the card on the screen, running it if need be."""
    assert study_session.respond(text) is None
    if isinstance(study_session.phase, Running):
        study_session.settle(study_session.run())
    assert isinstance(study_session.phase, Revealed)
    return study_session.phase


def test_a_prediction_is_judged_by_the_run():
    """The typed tensor is compared with what the snippet gave."""
    study_session = study(dropout_card())
    assert answer(study_session, "[1.25, 0, 3.75]").suggested is Grade.GOOD


def test_the_card_is_not_run_before_the_answer():
    """Truth is computed after the user has committed."""
    runner = FakeRunner()
    study_session = study(dropout_card(), runner=runner)
    assert runner.programs == []
    study_session.respond("[1, 0, 3]")
    assert isinstance(study_session.phase, Running)


def test_a_misread_answer_leaves_the_question():
    """Nothing is judged and nothing recorded."""
    study_session = study(dropout_card())
    assert isinstance(study_session.respond("[1, 2"), Misread)
    assert isinstance(study_session.phase, Asking)


def test_a_grade_is_one_fact_in_the_log():
    """Card, content, response, verdict, both grades, time and versions."""
    log = FakeLog()
    study_session = study(
        dropout_card(),
        log=log,
        session_options=SessionOptions(versions=("0.1", "2.13")),
    )
    study_session.hint()
    answer(study_session, "[1, 0, 3]")
    study_session.grade(Grade.HARD)
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert str(event.card) == "deck/scaling"
    assert (event.response, event.verdict, event.score) == ("[1, 0, 3]", "wrong", 0.0)
    assert (event.suggested, event.grade, event.hints) == (Grade.AGAIN, Grade.HARD, 1)
    assert (event.app, event.torch) == ("0.1", "2.13")


def test_the_log_gives_the_interval_that_the_button_promised():
    """Folding the log leads to exactly the previewed memory."""
    log = FakeLog()
    study_session = study(dropout_card(), log=log)
    phase = answer(study_session, "[1.25, 0, 3.75]")
    study_session.grade(Grade.EASY)
    assert fold(log.rows).by_card[phase.posed.card.id] == phase.futures[Grade.EASY]


def test_a_grade_that_cannot_be_saved_changes_nothing():
    """The card stays revealed, so the grade can be given again."""
    log = FakeLog(broken=True)
    study_session = study(dropout_card(), log=log)
    phase = answer(study_session, "[1, 0, 3]")
    with pytest.raises(LogError):
        study_session.grade()
    assert study_session.phase is phase
    log.broken = False
    study_session.grade()
    assert len(log.rows) == 1


def test_undo_returns_to_the_verdict_and_retracts():
    """Grade, undo, grade again: the log has three facts, and one review is in force."""
    log = FakeLog()
    study_session = study(dropout_card(), card("two"), log=log)
    phase = answer(study_session, "[1, 0, 3]")
    study_session.grade(Grade.GOOD)
    assert study_session.undo()
    assert study_session.phase == phase
    study_session.grade(Grade.AGAIN)
    assert [type(row) for row in log.rows] == [Reviewed, Retracted, Reviewed]
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.AGAIN]


def test_the_last_card_can_be_undone_after_the_end():
    """A finished session opens again."""
    study_session = study(card())
    answer(study_session, "")
    study_session.grade(Grade.EASY)
    assert isinstance(study_session.phase, Finished)
    assert study_session.undo()
    assert isinstance(study_session.phase, Revealed)


def test_nothing_to_undo_is_said():
    """The first card has no past in this session."""
    assert not study(card()).undo()


def test_an_outcome_without_a_result_leaves_the_grade_to_the_user():
    """A crash of the interpreter is an outcome, not the app's end."""
    runner = FakeRunner(lambda _: Crashed(Output(), 0.1, "signal SIGSEGV"))
    study_session = study(dropout_card(), runner=runner)
    assert isinstance(answer(study_session, "[1, 0, 3]").verdict, Unsettled)
    study_session.grade()
    assert study_session.session.done == 1


def test_a_card_answered_without_a_run_can_be_proved():
    """The proof's outcome is shown; the verdict does not change."""
    study_session = study(choice_card(snippet="print(1)"))
    before = answer(study_session, "1")
    study_session.prove(study_session.run())
    assert isinstance(study_session.phase, Revealed)
    assert study_session.phase.outcome is not None
    assert study_session.phase.verdict == before.verdict


def test_again_comes_back_in_the_session_and_good_does_after_its_step():
    """A new card is asked until it has graduated."""
    study_session = study(card())
    for grade in (Grade.AGAIN, Grade.GOOD, Grade.GOOD):
        answer(study_session, "")
        study_session.grade(grade)
    assert isinstance(study_session.phase, Finished)
    assert study_session.phase.ending == NothingDue(reviewed=True, returns="1d")


def test_no_new_question_after_the_minutes_are_over():
    """The card on the screen may still be graded."""
    clock = FakeClock()
    study_session = study(
        card(), card("two"), clock=clock, session_options=SessionOptions(minutes=5)
    )
    clock.pass_(minutes=6)
    answer(study_session, "")
    study_session.grade()
    assert isinstance(study_session.phase, Finished)
    assert study_session.phase.ending == TimeUp()


def test_tomorrow_the_card_is_asked_again():
    """What is due is asked by a new session over the same log."""
    log, clock = FakeLog(), FakeClock()
    first = study(dropout_card(), log=log, clock=clock)
    answer(first, "[1.25, 0, 3.75]")
    first.grade(Grade.EASY)
    assert isinstance(study(dropout_card(), log=log, clock=clock).phase, Finished)
    clock.pass_(days=30)
    assert isinstance(study(dropout_card(), log=log, clock=clock).phase, Asking)


def test_the_seconds_are_those_until_the_answer():
    """Reading the explanation is not counted."""
    log, clock = FakeLog(), FakeClock(step=timedelta(0))
    study_session = study(card(), log=log, clock=clock)
    clock.pass_(seconds=42)
    answer(study_session, "")
    clock.pass_(minutes=10)
    study_session.grade()
    event = log.rows[0]
    assert isinstance(event, Reviewed)
    assert event.seconds == 42


def test_values_are_drawn_again_at_each_review_and_logged():
    """Resuming shows the same values; the log says which they were."""
    log, clock = FakeLog(), FakeClock()
    varied = card(prompt="{{p}}", vary=(Vary("p", tuple(range(1000))),))
    shown = []
    for _ in range(3):
        study_session = study(varied, log=log, clock=clock)
        again = study(varied, log=log, clock=clock)
        assert isinstance(study_session.phase, Asking)
        assert isinstance(again.phase, Asking)
        assert again.phase.posed.card == study_session.phase.posed.card
        shown.append(study_session.phase.posed.card.prompt)
        answer(study_session, "")
        study_session.grade(Grade.EASY)
        clock.pass_(days=400)
    assert len(set(shown)) == 3
    events = [event for event in log.rows if isinstance(event, Reviewed)]
    assert [event.variant for event in events] == [f'{{"p":{text}}}' for text in shown]


ASKS = SessionOptions(confidence=True)


def test_how_sure_is_asked_between_the_answer_and_the_run():
    """Nothing runs before; what was said is in the log."""
    log, runner = FakeLog(), FakeRunner()
    study_session = study(dropout_card(), log=log, runner=runner, session_options=ASKS)
    study_session.respond("[1, 0, 3]")
    assert isinstance(study_session.phase, Weighing)
    assert runner.programs == []
    study_session.weigh(Confidence.UNSURE)
    assert isinstance(study_session.phase, Running)
    study_session.settle(study_session.run())
    study_session.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.confidence is Confidence.UNSURE


def test_how_sure_can_be_skipped_and_the_answer_changed():
    """`back` asks again; without a number nothing is logged of it."""
    log = FakeLog()
    study_session = study(choice_card(), log=log, session_options=ASKS)
    study_session.respond("2")
    study_session.back()
    assert isinstance(study_session.phase, Asking)
    study_session.respond("1")
    study_session.weigh(None)
    assert isinstance(study_session.phase, Revealed)
    study_session.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.confidence) == ("1", None)


def test_a_flashcard_is_not_weighed():
    """No verdict follows that one could be sure of."""
    study_session = study(card(), session_options=ASKS)
    study_session.respond("")
    assert isinstance(study_session.phase, Revealed)


def test_sure_and_wrong_comes_back_in_the_session_whatever_the_grade():
    """The buttons say so; setting the verdict aside takes it back."""
    log = FakeLog()
    study_session = study(choice_card(), log=log, session_options=ASKS)
    study_session.respond("2")
    study_session.weigh(Confidence.CERTAIN)
    assert isinstance(study_session.phase, Revealed)
    assert study_session.phase.labels()[Grade.EASY] == "Easy 10m"
    study_session.override()
    assert isinstance(study_session.phase, Revealed)
    assert study_session.phase.labels()[Grade.EASY].endswith("d")
    study_session.override()
    study_session.grade(Grade.EASY)
    assert isinstance(study_session.phase, Asking)
    assert study_session.phase.posed.reviews == 1


def test_ticking_again_changes_what_the_grades_lead_to():
    """An answer that was sure, and wrong by the last ticks, is followed up."""
    log = FakeLog()
    study_session = study(open_card(), log=log, session_options=ASKS)
    study_session.respond("It makes noise.")
    study_session.assess("1, 2, 3")
    study_session.assess("none")
    study_session.grade(Grade.AGAIN)
    assert study_session._ledger.memories == fold(log.rows)


def test_the_ending_counts_the_cards_that_are_left():
    """Those beyond the limit, and those that are locked."""
    ground = card("a")
    cards = [ground, card("b"), card("c", requires=(ground.id,))]
    agenda = lay_out(
        [each.id for each in cards],
        Memories(),
        Moment(MORNING),
        Rules(limit=1, requires={cards[2].id: cards[2].requires}),
    )
    study_session = study(*cards, agenda=agenda)
    answer(study_session, "")
    study_session.grade(Grade.EASY)
    assert isinstance(study_session.phase, Finished)
    assert study_session.phase.ending == LimitReached(left=1, locked=1)


def test_of_two_grades_the_others_are_not_taken():
    """Hard and Easy are not on offer."""
    log = FakeLog()
    study_session = study(card(), log=log, session_options=SessionOptions(grades=TWO))
    answer(study_session, "")
    study_session.grade(Grade.HARD)
    assert log.rows == []
    study_session.grade(Grade.GOOD)
    assert len(log.rows) == 1


def asked(study_session: Study) -> str | None:
    """Return the name of the card that is asked."""
    phase = study_session.phase
    return phase.posed.card.id.card if isinstance(phase, Asking) else None


def test_a_buried_card_comes_back_tomorrow():
    """Its schedule is as it was; the session goes on with the next card."""
    log, clock = FakeLog(), FakeClock()
    study_session = study(card("one"), card("two"), log=log, clock=clock)
    study_session.set_aside(Mark.BURIED)
    assert asked(study_session) == "two"
    assert asked(study(card("one"), card("two"), log=log, clock=clock)) == "two"
    clock.pass_(days=1)
    assert asked(study(card("one"), card("two"), log=log, clock=clock)) == "one"


def test_a_suspended_card_stays_away_until_it_is_resumed():
    """Tomorrow does not bring it back."""
    log, clock = FakeLog(), FakeClock()
    study_session = study(card(), log=log, clock=clock)
    study_session.set_aside(Mark.SUSPENDED)
    clock.pass_(days=100)
    assert isinstance(study(card(), log=log, clock=clock).phase, Finished)
    Ledger(log, clock, FakeBits(900)).mark(card().id, Mark.RESUMED)
    assert asked(study(card(), log=log, clock=clock)) == "one"


def test_to_set_a_card_aside_is_undone_like_a_grade():
    """Several steps, in the order they were done."""
    log = FakeLog()
    study_session = study(card("one"), card("two"), log=log)
    answer(study_session, "")
    study_session.grade(Grade.EASY)
    study_session.set_aside(Mark.SUSPENDED)
    assert isinstance(study_session.phase, Finished)
    assert isinstance(study_session.undo(), Undone)
    assert asked(study_session) == "two"
    assert isinstance(study_session.undo(), Undone)
    assert isinstance(study_session.phase, Revealed)
    assert facts(log.rows) == ()


def test_the_last_grade_of_an_earlier_session_is_undone_when_asked_twice():
    """The first time it is only named."""
    log, clock = FakeLog(), FakeClock()
    study_session = study(card(), log=log, clock=clock)
    answer(study_session, "")
    study_session.grade(Grade.EASY)
    clock.pass_(days=1)
    study_session = study(card(), log=log, clock=clock)
    assert isinstance(study_session.phase, Finished)
    assert isinstance(study_session.undo(), Earlier)
    assert len(facts(log.rows)) == 1
    assert isinstance(study_session.undo(earlier=True), Undone)
    assert facts(log.rows) == ()
    assert asked(study_session) == "one"
    assert study_session.undo() is None


def test_a_card_that_is_forgotten_for_the_eighth_time_is_a_leech():
    """It is reported before the grade; earlier lapses are not."""
    log, clock = FakeLog(), FakeClock()
    message = []
    for _ in range(9):
        study_session = study(card(), log=log, clock=clock)
        answer(study_session, "")
        assert isinstance(study_session.phase, Revealed)
        message.append(study_session.phase.makes_leech)
        study_session.grade(Grade.AGAIN if message[1:] else Grade.EASY)
        while not isinstance(study_session.phase, Finished):
            clock.pass_(hours=1)
            study_session = study(card(), log=log, clock=clock)
            if isinstance(study_session.phase, Asking):
                answer(study_session, "")
                study_session.grade(Grade.EASY)
        clock.pass_(days=400)
    assert message == [False] * 8 + [True]
