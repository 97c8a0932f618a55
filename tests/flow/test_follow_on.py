"""Follow-ups in practice: the session asks next what an interviewer would."""

from quizapp.core.judging.rubric import FollowUp
from quizapp.core.session.phases import Asking, Revealed
from quizapp.flow.follow_on import follow_on
from support.cards import card
from support.interviews import talk_card
from support.workspaces import study

LEAD = talk_card(
    "lead",
    FollowUp("Why?", "why", if_missed=(1,)),
    FollowUp("How far?", "far", if_made=(2,)),
)
OTHERS = (card("why"), card("far"), card("other"))
CARDS = {each.id: each for each in (LEAD, *OTHERS)}


def test_follow_ups_come_next_in_the_order_of_what_was_missed():
    """They need not be part of the session; the others come after them."""
    session = study(LEAD, OTHERS[2])
    assert follow_on(session, CARDS) is None
    session.respond("I said the second point")
    assert follow_on(session, CARDS) is None
    session.assess("2")
    assert follow_on(session, CARDS) == 2
    asked = []
    while isinstance(session.phase, Asking | Revealed):
        if isinstance(session.phase, Revealed):
            session.grade()
        else:
            asked.append(session.phase.posed.card.id.card)
            session.respond("")
        if len(asked) == 3:
            break
    assert asked == ["why", "far", "other"]


def test_an_answer_that_leads_nowhere_changes_nothing():
    """Its follow-ups ask for points that were not missed."""
    session = study(LEAD, OTHERS[2])
    session.respond("all of it")
    session.assess("1")
    before = session.session.agenda
    assert follow_on(session, {LEAD.id: LEAD}) == 0
    assert session.session.agenda == before
