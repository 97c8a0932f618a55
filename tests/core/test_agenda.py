"""What is due comes before what is new; learning cards come back in the sitting."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from builders import MORNING
from quizapp.core.agenda import Agenda, plan
from quizapp.core.card import CardId
from quizapp.core.grade import Grade
from quizapp.core.memory import Memories
from quizapp.core.moment import Moment
from quizapp.core.schedule import Memory, review

NOW = Moment(MORNING)
A, B, C, D = (CardId("deck", name) for name in "abcd")


def learnt(card: CardId, days_ago: int, grade: Grade = Grade.EASY) -> Memory:
    """Return the memory of a card first graded so many days ago."""
    return review(None, grade, NOW.later(-timedelta(days=days_ago)), str(card))


def test_due_cards_come_before_new_ones_the_longest_waiting_first():
    """B has waited longer than A; C is new; D is not due for days."""
    known = {A: learnt(A, 20), B: learnt(B, 40), D: learnt(D, 0)}
    agenda = plan([A, B, C, D], Memories(known), NOW, new=5)
    assert agenda.queue == (B, A, C)


def test_new_cards_keep_the_order_of_their_deck():
    """An author orders a deck as a course."""
    assert plan([C, A, B], Memories(), NOW, new=5).queue == (C, A, B)


def test_new_cards_are_limited_by_the_day_not_by_the_sitting():
    """Two were introduced today already, so one of three is left."""
    memories = Memories(
        {}, {CardId("deck", "x"): NOW.day, CardId("deck", "y"): NOW.day}
    )
    assert plan([A, B, C], memories, NOW, new=3).queue == (A,)


def test_the_limit_caps_due_and_new_together():
    """`--limit 2` asks two cards at most."""
    agenda = plan([A, B, C], Memories({A: learnt(A, 20)}), NOW, new=5, limit=2)
    assert agenda.queue == (A, B)


def test_a_card_in_its_learning_steps_comes_back_when_its_time_is_up():
    """Due a minute after Again, it is asked before the rest of the queue."""
    agenda = Agenda((A, B))
    again = review(None, Grade.AGAIN, NOW, str(A))
    agenda = agenda.after(A, again)
    assert agenda.next(NOW) == B
    assert agenda.next(NOW.later(timedelta(minutes=1))) == A


def test_learning_cards_are_asked_early_when_nothing_else_is_left():
    """A ten-minute step does not keep the user waiting."""
    agenda = Agenda((A,)).after(A, review(None, Grade.GOOD, NOW, str(A)))
    assert agenda.next(NOW) == A


def test_a_card_that_graduated_is_gone_for_today():
    """Easy on a new card leaves nothing to ask."""
    agenda = Agenda((A,)).after(A, learnt(A, 0))
    assert agenda.next(NOW) is None
    assert len(agenda) == 0


def test_a_card_left_in_learning_an_hour_ago_is_on_the_next_agenda():
    """Closing the app in the middle of a step loses nothing."""
    memory = review(None, Grade.GOOD, NOW.later(-timedelta(hours=1)), str(A))
    assert plan([A], Memories({A: memory}), NOW, new=0).queue == (A,)


def test_a_card_that_is_due_in_ten_minutes_is_on_the_agenda_now():
    """It is asked early when nothing else is left."""
    memory = review(None, Grade.GOOD, NOW, str(A))
    assert plan([A], Memories({A: memory}), NOW, new=0).queue == (A,)


def test_the_agenda_tells_what_is_not_on_it():
    """Beyond the limit, and what waits for its ground."""
    agenda = plan(
        [A, B, C, D], Memories(), NOW, new=9, limit=1, requires={D: (A,), C: (A,)}
    )
    assert (agenda.queue, agenda.cut, agenda.kept_back) == ((A,), 1, 2)
    assert agenda.without(A).kept_back == 2


@given(st.sets(st.sampled_from([A, B, C, D])), st.integers(0, 5), st.integers(0, 90))
def test_no_card_is_planned_twice(known, new, days):
    """Whatever is known, each card stands at most once on the agenda."""
    memories = Memories({card: learnt(card, days) for card in known})
    queue = plan([A, B, C, D], memories, NOW, new=new).queue
    assert len(queue) == len(set(queue))


def test_a_new_card_waits_until_its_ground_is_known():
    """Neither unseen nor still in its learning steps is known."""
    requires = {B: (A,)}
    assert plan([A, B], Memories(), NOW, new=5, requires=requires).queue == (A,)
    learning = review(None, Grade.GOOD, NOW, "deck/a")
    kept = plan([A, B], Memories({A: learning}), NOW, new=5, requires=requires)
    assert B not in kept.queue
    known = Memories({A: learnt(A, 20)})
    assert plan([A, B], known, NOW, new=5, requires=requires).queue[-1] == B
