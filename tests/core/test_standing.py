"""Counts of what is due, later, new."""

from datetime import timedelta

from builders import MORNING
from quizapp.core.card import CardId
from quizapp.core.grade import Grade
from quizapp.core.moment import Moment
from quizapp.core.schedule import DueOn, review
from quizapp.core.standing import Standing, count

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
    assert count(CARDS, memories, NOW) == Standing(
        due=1, today=1, later=2, new=1, tomorrow=1
    )
