"""The minutes of study days, and days off as they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import (
    LONGEST_RANGE,
    MINUTES,
    WEEKDAYS,
    StudyTime,
    days_as_text,
    minutes_of,
    read_days,
    week_of,
)

THURSDAY = StudyDay(date(2026, 12, 24).toordinal())
MINUTE = st.integers(0, 1440).map(float)


def day(text: str) -> StudyDay:
    return StudyDay(date.fromisoformat(text).toordinal())


def test_a_weekday_that_is_not_named_has_the_default():
    """Saturday has an hour, Sunday is off, Thursday has twenty minutes."""
    time = StudyTime(week_of({"sat": 60, "sun": 0}))
    assert [time.on(StudyDay(THURSDAY + n)) for n in (0, 2, 3)] == [MINUTES, 60, 0]


def test_a_day_away_has_no_minutes_and_can_be_taken_back():
    """Whatever its weekday has."""
    time = StudyTime().toggled(THURSDAY)
    assert (time.on(THURSDAY), time.toggled(THURSDAY)) == (0, StudyTime())


@given(st.lists(MINUTE, min_size=7, max_size=7).map(tuple).filter(any))
def test_a_week_is_what_its_minutes_say(week):
    """A table of equal weekdays is a number."""
    assert week_of(minutes_of(week)) == week
    assert week_of(dict.fromkeys(WEEKDAYS, week[0])) == week_of(week[0])


@given(st.frozensets(st.integers(700_000, 700_060).map(StudyDay)))
def test_days_off_are_written_as_they_are_read(days):
    """Neighbors as one range."""
    texts = days_as_text(days)
    assert read_days(texts) == days
    assert sum(day_ - 1 not in days for day_ in days) == len(texts)


def test_days_off_are_dates_and_ranges():
    """Both ends of a range are off."""
    days = read_days(["2026-12-24", "2026-12-27 .. 2026-12-29"])
    assert sorted(d - THURSDAY for d in days) == [0, 3, 4, 5]
    assert days_as_text(days) == ["2026-12-24", "2026-12-27..2026-12-29"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2026-13-01", "'2026-13-01' is not a date"),
        ("soon..2026-12-01", "'soon' is not a date"),
        ("2026-12-03..", "'' is not a date"),
        ("2026-12-03..2026-12-01", "ends before it begins"),
        ("2026-12-03..2036-12-01", "is longer than two years"),
    ],
)
def test_a_day_off_that_is_none_is_reported(text, fault):
    """With the part that is wrong."""
    with pytest.raises(ValueError, match=fault):
        read_days([text])


def test_the_last_study_day_is_before_the_days_off_at_the_end():
    """Without any study day it is the day before all the same."""
    time = StudyTime(away=frozenset({day("2026-12-22"), day("2026-12-23")}))
    first = StudyDay(THURSDAY - 9)
    assert time.last_before(THURSDAY, first) == day("2026-12-21")
    assert StudyTime().last_before(THURSDAY, first) == THURSDAY - 1
    assert time.last_before(THURSDAY, StudyDay(THURSDAY - 2)) == THURSDAY - 1


def test_the_longest_range_is_two_years():
    """One of them a leap year."""
    text = f"2026-12-24..{date.fromordinal(THURSDAY + LONGEST_RANGE - 1)}"
    assert len(read_days([text])) == LONGEST_RANGE
