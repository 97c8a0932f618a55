"""What a card takes comes from the log where it has enough, else from a table."""

from datetime import timedelta

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.basics.pace import LONGEST
from quizapp.core.scheduling.cost import (
    ENOUGH_ANSWERS,
    READING_SECONDS,
    UNKNOWN,
    Habits,
    habits,
)
from support.fakes import MORNING
from support.reviews import reviewed

NOW = Moment(MORNING)
A, B = CardId("deck", "a"), CardId("deck", "b")


def day_by_day(card: CardId, seconds: list[float]):
    """Return a review of a card on each of so many days."""
    return [
        reviewed(card, moment=NOW.later(timedelta(days=number)), seconds=each)
        for number, each in enumerate(seconds)
    ]


def test_an_empty_log_leaves_the_table_and_reading_after_it():
    """Once more on the same day takes half of the answer."""
    cost = Habits().cost("predict", 30.0)
    assert cost.first == 30 + READING_SECONDS
    assert cost.again == 15 + READING_SECONDS
    assert Habits().cost("open", None).first == UNKNOWN + READING_SECONDS


def test_enough_answers_of_a_kind_make_its_median():
    """One card that was left open over lunch moves nothing."""
    rows = day_by_day(A, [12.0] * ENOUGH_ANSWERS + [3600.0])
    usual = habits(rows, {A: "predict"})
    assert usual.cost("predict", 30.0).first == 12 + READING_SECONDS
    assert usual.cost("choice", 20.0) == Habits().cost("choice", 20.0)


def test_too_few_answers_make_no_median():
    """Nor do those of cards that are not loaded."""
    rows = day_by_day(A, [12.0] * (ENOUGH_ANSWERS - 1)) + day_by_day(
        B, [1.0] * ENOUGH_ANSWERS
    )
    assert habits(rows, {A: "predict"}).cost("predict", 30.0) == Habits().cost(
        "predict", 30.0
    )


def test_what_is_asked_again_on_the_day_is_timed_by_itself():
    """It goes faster."""
    pairs = [
        reviewed(A, moment=NOW.later(timedelta(days=day, minutes=minute)), seconds=each)
        for day in range(ENOUGH_ANSWERS)
        for minute, each in ((0, 40.0), (9, 6.0))
    ]
    usual = habits(pairs, {A: "predict"})
    assert usual.again == {"predict": 6.0}
    assert usual.first == {"predict": 40.0}


def test_the_time_between_a_reveal_and_the_next_question_is_reading():
    """Here 25 seconds: the next reveal is 33 seconds later, and the answer took 8."""
    rows = [
        reviewed(A, moment=NOW.later(timedelta(seconds=33 * number)), seconds=8.0)
        for number in range(ENOUGH_ANSWERS + 1)
    ]
    assert habits(rows, {}).reading == 25


def test_what_was_spent_on_a_day_is_answers_and_reading():
    """On that day alone; an hour away counts as ten minutes."""
    away = reviewed(B, moment=NOW.later(timedelta(days=1)), seconds=3600.0)
    rows = [*day_by_day(A, [5.0, 20.0]), away]
    assert (
        Habits().spent(rows, days_after(NOW.day, 1))
        == 20 + LONGEST + 2 * READING_SECONDS
    )
