"""Streak: the days of study in a row; a single day of rest does not end it."""

from collections.abc import Collection

from quizapp.core.basics.moment import StudyDay, days_after

REST_DAYS = 1
"""Days in a row without a review that a streak survives. Today may still come."""


def streak(studied: Collection[StudyDay], today: StudyDay) -> int:
    """Return how many study days with reviews the current streak has."""
    count, missed = 0, 0
    day = today if today in studied else days_after(today, -1)
    while missed <= REST_DAYS:
        if day in studied:
            count, missed = count + 1, 0
        else:
            missed += 1
        day = days_after(day, -1)
    return count
