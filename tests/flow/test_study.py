"""The flow over its ports: what is asked, judged, recorded and taken back."""

from datetime import timedelta

import pytest

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import TWO, Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.variant import Vary
from quizapp.core.judging.verdict import Unsettled
from quizapp.core.runs.outcome import Crashed, Output
from quizapp.core.scheduling.agenda import Rules, lay_out
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.review import Retracted, Reviewed, facts, reviews_in_force
from quizapp.core.session.ending import LimitReached, NothingDue, TimeUp
from quizapp.core.session.phases import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.session.session import Earlier, Undone
from quizapp.core.values.misread import Misread
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.flow.study import SessionOptions, Study
from support.cards import card, choice_card, dropout_card, open_card
from support.fakes import MORNING, FakeBits, FakeClock, FakeLog, FakeRunner
from support.workspaces import study


def answer(sitting: Study, text: str) -> Revealed:
    """Answer the card on the screen, running it if need be."""
    assert sitting.respond(text) is None
    if isinstance(sitting.phase, Running):
        sitting.settle(sitting.run())
    assert isinstance(sitting.phase, Revealed)
    return sitting.phase


def test_a_prediction_is_judged_by_the_run():
    """The typed tensor is compared with what the snippet gave."""
    sitting = study(dropout_card())
    assert answer(sitting, "[1.25, 0, 3.75]").suggested is Grade.GOOD


def test_the_card_is_not_run_before_the_answer():
    """Truth is computed after the user has committed."""
    runner = FakeRunner()
    sitting = study(dropout_card(), runner=runner)
    assert runner.programs == []
    sitting.respond("[1, 0, 3]")
    assert isinstance(sitting.phase, Running)


def test_a_misread_answer_leaves_the_question():
    """Nothing is judged and nothing recorded."""
    sitting = study(dropout_card())
    assert isinstance(sitting.respond("[1, 2"), Misread)
    assert isinstance(sitting.phase, Asking)


def test_a_grade_is_one_fact_in_the_log():
    """Card, content, response, verdict, both grades, time and versions."""
    log = FakeLog()
    sitting = study(
        dropout_card(),
        log=log,
        session_options=SessionOptions(versions=("0.1", "2.13")),
    )
    sitting.hint()
    answer(sitting, "[1, 0, 3]")
    sitting.grade(Grade.HARD)
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert str(event.card) == "deck/scaling"
    assert (event.response, event.verdict, event.score) == ("[1, 0, 3]", "wrong", 0.0)
    assert (event.suggested, event.grade, event.hints) == (Grade.AGAIN, Grade.HARD, 1)
    assert (event.app, event.torch) == ("0.1", "2.13")


def test_the_log_gives_the_interval_that_the_button_promised():
    """Folding the log leads to exactly the previewed memory."""
    log = FakeLog()
    sitting = study(dropout_card(), log=log)
    phase = answer(sitting, "[1.25, 0, 3.75]")
    sitting.grade(Grade.EASY)
    assert fold(log.rows).by_card[phase.posed.card.id] == phase.futures[Grade.EASY]


def test_a_grade_that_cannot_be_saved_changes_nothing():
    """The card stays revealed, so the grade can be given again."""
    log = FakeLog(broken=True)
    sitting = study(dropout_card(), log=log)
    phase = answer(sitting, "[1, 0, 3]")
    with pytest.raises(LogError):
        sitting.grade()
    assert sitting.phase is phase
    log.broken = False
    sitting.grade()
    assert len(log.rows) == 1


def test_undo_returns_to_the_verdict_and_retracts():
    """Grade, undo, grade again: the log holds three facts, one review stands."""
    log = FakeLog()
    sitting = study(dropout_card(), card("two"), log=log)
    phase = answer(sitting, "[1, 0, 3]")
    sitting.grade(Grade.GOOD)
    assert sitting.undo()
    assert sitting.phase == phase
    sitting.grade(Grade.AGAIN)
    assert [type(row) for row in log.rows] == [Reviewed, Retracted, Reviewed]
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.AGAIN]


def test_the_last_card_can_be_undone_after_the_end():
    """A finished sitting opens again."""
    sitting = study(card())
    answer(sitting, "")
    sitting.grade(Grade.EASY)
    assert isinstance(sitting.phase, Finished)
    assert sitting.undo()
    assert isinstance(sitting.phase, Revealed)


def test_nothing_to_undo_is_said():
    """The first card has no past in this sitting."""
    assert not study(card()).undo()


def test_an_outcome_without_a_result_leaves_the_grade_to_the_user():
    """A crash of the interpreter is an outcome, not the app's end."""
    runner = FakeRunner(lambda _: Crashed(Output(), 0.1, "signal SIGSEGV"))
    sitting = study(dropout_card(), runner=runner)
    assert isinstance(answer(sitting, "[1, 0, 3]").verdict, Unsettled)
    sitting.grade()
    assert sitting.session.done == 1


def test_a_card_answered_without_a_run_can_be_proved():
    """The proof's outcome is shown; the verdict does not change."""
    sitting = study(choice_card(snippet="print(1)"))
    before = answer(sitting, "1")
    sitting.prove(sitting.run())
    assert isinstance(sitting.phase, Revealed)
    assert sitting.phase.outcome is not None
    assert sitting.phase.verdict == before.verdict


def test_again_comes_back_in_the_sitting_and_good_does_after_its_step():
    """A new card is asked until it has graduated."""
    sitting = study(card())
    for grade in (Grade.AGAIN, Grade.GOOD, Grade.GOOD):
        answer(sitting, "")
        sitting.grade(grade)
    assert isinstance(sitting.phase, Finished)
    assert sitting.phase.ending == NothingDue(reviewed=True, returns="1d")


def test_no_new_question_after_the_minutes_are_over():
    """The card on the screen may still be graded."""
    clock = FakeClock()
    sitting = study(
        card(), card("two"), clock=clock, session_options=SessionOptions(minutes=5)
    )
    clock.pass_(minutes=6)
    answer(sitting, "")
    sitting.grade()
    assert isinstance(sitting.phase, Finished)
    assert sitting.phase.ending == TimeUp()


def test_tomorrow_the_card_is_asked_again():
    """What is due is asked by a new sitting over the same log."""
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
    sitting = study(card(), log=log, clock=clock)
    clock.pass_(seconds=42)
    answer(sitting, "")
    clock.pass_(minutes=10)
    sitting.grade()
    event = log.rows[0]
    assert isinstance(event, Reviewed)
    assert event.seconds == 42


def test_values_are_drawn_anew_at_each_review_and_logged():
    """Resuming shows the same values; the log says which they were."""
    log, clock = FakeLog(), FakeClock()
    varied = card(prompt="{{p}}", vary=(Vary("p", tuple(range(1000))),))
    shown = []
    for _ in range(3):
        sitting = study(varied, log=log, clock=clock)
        again = study(varied, log=log, clock=clock)
        assert isinstance(sitting.phase, Asking)
        assert isinstance(again.phase, Asking)
        assert again.phase.posed.card == sitting.phase.posed.card
        shown.append(sitting.phase.posed.card.prompt)
        answer(sitting, "")
        sitting.grade(Grade.EASY)
        clock.pass_(days=400)
    assert len(set(shown)) == 3
    events = [event for event in log.rows if isinstance(event, Reviewed)]
    assert [event.variant for event in events] == [f'{{"p":{text}}}' for text in shown]


ASKS = SessionOptions(confidence=True)


def test_how_sure_is_asked_between_the_answer_and_the_run():
    """Nothing runs before; what was said is in the log."""
    log, runner = FakeLog(), FakeRunner()
    sitting = study(dropout_card(), log=log, runner=runner, session_options=ASKS)
    sitting.respond("[1, 0, 3]")
    assert isinstance(sitting.phase, Weighing)
    assert runner.programs == []
    sitting.weigh(Confidence.UNSURE)
    assert isinstance(sitting.phase, Running)
    sitting.settle(sitting.run())
    sitting.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.confidence is Confidence.UNSURE


def test_how_sure_can_be_skipped_and_the_answer_changed():
    """`back` asks again; without a number nothing is logged of it."""
    log = FakeLog()
    sitting = study(choice_card(), log=log, session_options=ASKS)
    sitting.respond("2")
    sitting.back()
    assert isinstance(sitting.phase, Asking)
    sitting.respond("1")
    sitting.weigh(None)
    assert isinstance(sitting.phase, Revealed)
    sitting.grade()
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.confidence) == ("1", None)


def test_a_flashcard_is_not_weighed():
    """No verdict follows that one could be sure of."""
    sitting = study(card(), session_options=ASKS)
    sitting.respond("")
    assert isinstance(sitting.phase, Revealed)


def test_sure_and_wrong_comes_back_in_the_sitting_whatever_the_grade():
    """The buttons say so; setting the verdict aside takes it back."""
    log = FakeLog()
    sitting = study(choice_card(), log=log, session_options=ASKS)
    sitting.respond("2")
    sitting.weigh(Confidence.CERTAIN)
    assert isinstance(sitting.phase, Revealed)
    assert sitting.phase.intervals()[Grade.EASY] == "10m"
    sitting.override()
    assert isinstance(sitting.phase, Revealed)
    assert sitting.phase.intervals()[Grade.EASY].endswith("d")
    sitting.override()
    sitting.grade(Grade.EASY)
    assert isinstance(sitting.phase, Asking)
    assert sitting.phase.posed.reviews == 1


def test_ticking_anew_changes_what_the_grades_lead_to():
    """An answer that was sure, and wrong by the last ticks, is followed up."""
    log = FakeLog()
    sitting = study(open_card(), log=log, session_options=ASKS)
    sitting.respond("It makes noise.")
    sitting.assess("1, 2, 3")
    sitting.assess("none")
    sitting.grade(Grade.AGAIN)
    assert sitting._ledger.memories == fold(log.rows)


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
    sitting = study(*cards, agenda=agenda)
    answer(sitting, "")
    sitting.grade(Grade.EASY)
    assert isinstance(sitting.phase, Finished)
    assert sitting.phase.ending == LimitReached(left=1, locked=1)


def test_of_two_grades_the_others_are_not_taken():
    """Hard and Easy are not on offer."""
    log = FakeLog()
    sitting = study(card(), log=log, session_options=SessionOptions(grades=TWO))
    answer(sitting, "")
    sitting.grade(Grade.HARD)
    assert log.rows == []
    sitting.grade(Grade.GOOD)
    assert len(log.rows) == 1


def asked(sitting: Study) -> str | None:
    """Return the name of the card that is asked."""
    phase = sitting.phase
    return phase.posed.card.id.card if isinstance(phase, Asking) else None


def test_a_buried_card_comes_back_tomorrow():
    """Its schedule is as it was; the sitting goes on with the next card."""
    log, clock = FakeLog(), FakeClock()
    sitting = study(card("one"), card("two"), log=log, clock=clock)
    sitting.set_aside(Mark.BURIED)
    assert asked(sitting) == "two"
    assert asked(study(card("one"), card("two"), log=log, clock=clock)) == "two"
    clock.pass_(days=1)
    assert asked(study(card("one"), card("two"), log=log, clock=clock)) == "one"


def test_a_suspended_card_stays_away_until_it_is_resumed():
    """Tomorrow does not bring it back."""
    log, clock = FakeLog(), FakeClock()
    sitting = study(card(), log=log, clock=clock)
    sitting.set_aside(Mark.SUSPENDED)
    clock.pass_(days=100)
    assert isinstance(study(card(), log=log, clock=clock).phase, Finished)
    Ledger(log, clock, FakeBits(900)).mark(card().id, Mark.RESUMED)
    assert asked(study(card(), log=log, clock=clock)) == "one"


def test_to_set_a_card_aside_is_undone_like_a_grade():
    """Several steps, in the order they were done."""
    log = FakeLog()
    sitting = study(card("one"), card("two"), log=log)
    answer(sitting, "")
    sitting.grade(Grade.EASY)
    sitting.set_aside(Mark.SUSPENDED)
    assert isinstance(sitting.phase, Finished)
    assert isinstance(sitting.undo(), Undone)
    assert asked(sitting) == "two"
    assert isinstance(sitting.undo(), Undone)
    assert isinstance(sitting.phase, Revealed)
    assert facts(log.rows) == ()


def test_the_last_grade_of_an_earlier_sitting_is_undone_when_asked_twice():
    """The first time it is only named."""
    log, clock = FakeLog(), FakeClock()
    sitting = study(card(), log=log, clock=clock)
    answer(sitting, "")
    sitting.grade(Grade.EASY)
    clock.pass_(days=1)
    sitting = study(card(), log=log, clock=clock)
    assert isinstance(sitting.phase, Finished)
    assert isinstance(sitting.undo(), Earlier)
    assert len(facts(log.rows)) == 1
    assert isinstance(sitting.undo(earlier=True), Undone)
    assert facts(log.rows) == ()
    assert asked(sitting) == "one"
    assert sitting.undo() is None


def test_a_card_that_is_forgotten_for_the_eighth_time_is_a_leech():
    """It is told before the grade; earlier lapses are not."""
    log, clock = FakeLog(), FakeClock()
    told = []
    for _ in range(9):
        sitting = study(card(), log=log, clock=clock)
        answer(sitting, "")
        assert isinstance(sitting.phase, Revealed)
        told.append(sitting.phase.makes_leech)
        sitting.grade(Grade.AGAIN if told[1:] else Grade.EASY)
        while not isinstance(sitting.phase, Finished):
            clock.pass_(hours=1)
            sitting = study(card(), log=log, clock=clock)
            if isinstance(sitting.phase, Asking):
                answer(sitting, "")
                sitting.grade(Grade.EASY)
        clock.pass_(days=400)
    assert told == [False] * 8 + [True]
