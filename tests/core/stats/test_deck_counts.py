"""Counts of what is due, later, new."""

from datetime import timedelta

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.scheduling.intervals import DueAt, DueOn, review
from quizapp.core.stats.deck_counts import DeckCounts, count_cards, days_in_the_future
from support.fakes import MORNING

NOW = Moment(MORNING)
CARDS = [CardId("deck", name) for name in "abcde"]


def test_every_card_counts_once():
    """Due, in a learning step, due later, due tomorrow, new."""
    past = NOW.later(-timedelta(days=60))
    known = review(None, Grade.EASY, NOW, "x")
    assert isinstance(known.due, DueOn)
    earlier = NOW.later(timedelta(days=NOW.day - known.due.day + 1))
    memories = {
        CARDS[0]: review(None, Grade.EASY, past, "x"),
        CARDS[1]: review(None, Grade.GOOD, NOW, "x"),
        CARDS[2]: known,
        CARDS[3]: review(None, Grade.EASY, earlier, "x"),
    }
    assert count_cards(CARDS, memories, NOW) == DeckCounts(
        due=1, today=1, later=2, new=1, tomorrow=1
    )


def test_reviews_from_the_future_are_seen():
    """A clock that was set back leaves them; of none, none is ahead."""
    later = NOW.later(timedelta(days=30))
    days = {NOW.day: 3, later.day: 1, days_after(later.day, 9): 0}
    assert days_in_the_future(days, NOW.day) == 30
    assert days_in_the_future(days, days_after(later.day, 1)) == -1
    assert days_in_the_future({}, NOW.day) == 0


def test_after_the_clock_was_set_back_a_card_is_graded_on_its_last_day():
    """Its memory never goes back, and a step of minutes counts from the new now."""
    later = NOW.later(timedelta(days=30))
    known = review(None, Grade.EASY, later, "x")
    again = review(known, Grade.AGAIN, NOW, "x")
    assert again.day == known.day == later.day
    assert again.due == DueAt(NOW.at + timedelta(minutes=10))
