"""Streak: days of study in a row."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.moment import StudyDay
from quizapp.core.stats.streak import streak

TODAY = StudyDay(1000)


def days_ago(*days: int) -> set[StudyDay]:
    """Return the study days so many days before today."""
    return {StudyDay(TODAY - before) for before in days}


def test_days_in_a_row_count():
    """Today included, if it was used."""
    assert streak(days_ago(0, 1, 2), TODAY) == 3


def test_today_may_still_come():
    """Until midnight, yesterday is enough."""
    assert streak(days_ago(1, 2), TODAY) == 2


def test_a_day_of_rest_does_not_end_a_streak():
    """It is not counted either; two of them do end it."""
    assert streak(days_ago(0, 2, 3), TODAY) == 3
    assert streak(days_ago(0, 3, 4), TODAY) == 1


def test_without_reviews_there_is_none():
    """Nor with old ones only."""
    assert streak((), TODAY) == 0
    assert streak(days_ago(9, 10), TODAY) == 0


@given(st.sets(st.integers(0, 30)))
def test_a_streak_counts_days_that_were_studied(days):
    """At most all of them."""
    assert 0 <= streak(days_ago(*days), TODAY) <= len(days)
