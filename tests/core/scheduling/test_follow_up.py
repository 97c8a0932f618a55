"""Errors made with confidence come back soon, and thrice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.confidence import Confidence, is_sure_and_wrong
from quizapp.core.basics.grade import Grade
from quizapp.core.scheduling.follow_up import (
    FOLLOW_UPS,
    LONGEST_ABSENCE,
    longest_absence,
    owed,
)


@pytest.mark.parametrize(
    ("confidence", "score", "overridden", "expected"),
    [
        (Confidence.CERTAIN, 0.0, False, True),
        (Confidence.FAIRLY_SURE, 0.0, False, True),
        (Confidence.FAIRLY_SURE, 0.4, False, True),
        (Confidence.CERTAIN, 0.5, False, False),
        (Confidence.CERTAIN, 1.0, False, False),
        (Confidence.CERTAIN, None, False, False),
        (Confidence.CERTAIN, 0.0, True, False),
        (Confidence.UNSURE, 0.0, False, False),
        (None, 0.0, False, False),
    ],
)
def test_sure_and_wrong_takes_both(confidence, score, overridden, expected):
    """Fairly sure at least, judged and wrong, and the verdict not set aside."""
    found = is_sure_and_wrong(confidence, score, overridden=overridden)
    assert found is expected


def test_three_follow_ups_are_owed_and_worked_off_day_by_day():
    """One in the session, one on the next day, one within a week."""
    owes = owed(0, Grade.AGAIN, new_day=True, sure_and_wrong=True)
    seen = [owes]
    for new_day in (False, False, True, False, True):
        owes = owed(owes, Grade.GOOD, new_day=new_day, sure_and_wrong=False)
        seen.append(owes)
    assert seen == [3, 2, 2, 1, 1, 0]


def test_a_follow_up_that_was_not_recalled_is_not_done():
    """It is owed still."""
    assert owed(2, Grade.AGAIN, new_day=True, sure_and_wrong=False) == 2


def test_the_longest_waits_are_a_session_a_day_and_a_week():
    """And then as long as FSRS says."""
    waits = [longest_absence(number) for number in (3, 2, 1)]
    assert [str(wait) for wait in waits] == [
        "0:10:00",
        "1 day, 0:00:00",
        "7 days, 0:00:00",
    ]
    assert longest_absence(0) is None
    assert set(LONGEST_ABSENCE) == set(range(1, FOLLOW_UPS + 1))


@given(st.integers(0, FOLLOW_UPS), st.sampled_from(Grade), st.booleans(), st.booleans())
def test_what_is_owed_stays_in_bounds_and_falls_by_one(before, grade, new_day, missed):
    """Only a new error raises it."""
    after = owed(before, grade, new_day=new_day, sure_and_wrong=missed)
    assert 0 <= after <= FOLLOW_UPS
    assert missed or before - 1 <= after <= before
