"""The summary of a session, in one line."""

from datetime import timedelta

import pytest

from quizapp.core.basics.grade import Grade
from quizapp.core.session.summary import SessionSummary


def summary(spent: timedelta, *, judged: int = 0) -> SessionSummary:
    """Return the summary of one review."""
    return SessionSummary(1, 1, judged, judged, {Grade.GOOD: 1}, spent, ())


@pytest.mark.parametrize(
    ("seconds", "time"),
    [(0.4, "0 s"), (17, "17 s"), (59.6, "1 min 0 s"), (245, "4 min 5 s")],
)
def test_minutes_are_left_out_if_there_are_none(seconds, time):
    """The time spent is short in most sessions of one deck."""
    assert summary(timedelta(seconds=seconds)).time == time


def test_without_a_verdict_nothing_is_called_correct():
    """Recalled cards are graded by the user alone."""
    assert summary(timedelta(seconds=5)).sentence == "1 review, 1 card, 5 s"
    judged = summary(timedelta(seconds=5), judged=1).sentence
    assert judged == "1 review, 1 card, 1 of 1 correct, 5 s"
