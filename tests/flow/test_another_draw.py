"""Another draw of a revealed card: other numbers, nothing recorded, the grade waits."""

import pytest

from quizapp.core.basics.grade import Grade
from quizapp.core.cards.variant import Vary
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.session.phases import Asking, Revealed, Running
from quizapp.flow.session_options import SessionOptions
from quizapp.flow.study import Study
from support.cards import card, dropout_card
from support.fakes import FakeLog
from support.workspaces import study

VARY = (Vary("p", (0.1, 0.2, 0.4)),)
RIGHT = "[1.25, 0, 3.75]"


def revealed(session: Study, text: str = RIGHT) -> Revealed:
    """Answer the card on the screen."""
    assert session.respond(text) is None
    if isinstance(session.phase, Running):
        session.settle(session.run())
    assert isinstance(session.phase, Revealed)
    return session.phase


def test_another_draw_has_other_values_each_time():
    """Never those that were just on the screen."""
    session = study(dropout_card(vary=VARY))
    last = revealed(session).posed.card.drawn
    for _ in range(5):
        session.draw_again()
        assert isinstance(session.phase, Asking)
        drawn = session.phase.posed.card.drawn
        assert drawn != last
        last = drawn
        revealed(session)


def test_another_draw_records_nothing_and_the_first_answer_is_graded():
    """One review, with the first answer and its values."""
    log = FakeLog()
    session = study(dropout_card(vary=VARY), log=log)
    first = revealed(session, "[1, 0, 3]")
    session.draw_again()
    revealed(session)
    assert log.rows == []
    session.grade(Grade.EASY)  # of the extra draw: goes back instead
    assert session.phase is first
    session.grade(Grade.HARD)
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.grade) == ("[1, 0, 3]", Grade.HARD)
    assert event.variant == first.posed.card.drawn.json


def test_confidence_is_not_asked_for_another_draw():
    """It would be a second sample of one card."""
    options = SessionOptions(confidence=True)
    session = study(dropout_card(vary=VARY), session_options=options)
    session.respond(RIGHT)
    session.weigh(None)
    session.settle(session.run())
    session.draw_again()
    session.respond(RIGHT)
    assert isinstance(session.phase, Running)


def test_undo_leaves_another_draw_before_it_is_answered():
    """The verdict that is owed is shown again."""
    session = study(dropout_card(vary=VARY))
    first = revealed(session)
    session.draw_again()
    assert session.leave_draw()
    assert session.phase is first
    assert not session.leave_draw()


@pytest.mark.parametrize("vary", [(), (Vary("p", (0.2,)),)])
def test_a_card_without_other_values_has_no_other_draw(vary):
    """The verdict stays."""
    session = study(dropout_card(vary=vary), card("two"))
    first = revealed(session)
    assert not session.can_draw_again
    session.draw_again()
    assert session.phase is first


def test_before_the_verdict_there_is_no_other_draw():
    """The first numbers have to be answered."""
    session = study(dropout_card(vary=VARY))
    asking = session.phase
    assert not session.can_draw_again
    session.draw_again()
    assert session.phase is asking


def test_undo_goes_from_a_verdict_to_its_question_off_the_record():
    """The solution was seen: what is graded is the first answer."""
    log = FakeLog()
    session = study(dropout_card(), log=log)
    first = revealed(session, "")
    assert session.leave_reveal()
    assert isinstance(asking := session.phase, Asking)
    assert asking.posed.was_seen
    revealed(session)
    session.grade(Grade.EASY)
    assert session.phase is first
    session.grade(Grade.AGAIN)
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.verdict) == ("", "wrong")


def test_undo_goes_on_from_that_question_to_the_step_before():
    """Without a step before, back to the verdict."""
    session = study(card("one"), card("two"))
    first: object = revealed(session, "")
    assert session.leave_reveal()
    assert session.leave_reveal()
    assert session.phase is first
    session.grade(Grade.GOOD)
    revealed(session, "")
    assert session.leave_reveal()
    assert not session.leave_reveal()
    session.undo()
    assert session.phase is first
