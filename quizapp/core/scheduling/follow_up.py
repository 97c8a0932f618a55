"""Follow-ups: what was answered wrong with confidence comes back soon, and thrice.

An error made with confidence is corrected well by feedback, but if the correction is
forgotten within the week, the same error comes back more often than others do
(Butler, Fazio & Marsh 2011, "The hypercorrection effect persists over a week, but
high-confidence errors return", Psychonomic Bulletin & Review 18, 1238-1244). So the
correction is practiced before that: in the same sitting, on the next day and within a
week after it, whatever FSRS would say. The three steps are our choice, not the paper's.

How many follow-ups a card owes is part of its memory: the caps are folded from
the log like everything else. They only ever bring a card forward.
"""

from datetime import timedelta

from quizapp.core.basics.grade import Grade

FOLLOW_UPS = 3

FOLLOW_UP = "It comes back in this sitting, tomorrow, and within a week after that."

LONGEST_ABSENCE = {
    3: timedelta(minutes=10),
    2: timedelta(days=1),
    1: timedelta(days=7),
}
"""By the follow-ups a card owes: how long it may be away at most."""


def owed(before: int, grade: Grade, *, new_day: bool, sure_and_wrong: bool) -> int:
    """Return how many follow-ups a card owes after a review.

    One is done once the card is recalled; the first in the same sitting, each of
    the others on a study day after that of the review before.
    """
    if sure_and_wrong:
        return FOLLOW_UPS
    recalled = grade is not Grade.AGAIN
    in_time = new_day or before == FOLLOW_UPS
    return before - 1 if before and recalled and in_time else before


def longest_absence(owed_now: int) -> timedelta | None:
    """Return how long a card may be away at most, None for as long as FSRS says."""
    return LONGEST_ABSENCE.get(owed_now)
