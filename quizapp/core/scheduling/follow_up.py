"""Follow-ups: a wrong answer given with confidence comes back soon, three times.

An error made with confidence is corrected well by feedback, but if the correction is
forgotten within the week, the same error comes back more often than others do
(Butler, Fazio & Marsh 2011, "The hypercorrection effect persists over a week, but
high-confidence errors return", Psychonomic Bulletin & Review 18, 1238-1244). So the
correction is practiced earlier: in the same session, on the next day, and within a
week after that, whatever FSRS says. The three steps are our choice, not the paper's.

The number of follow-ups that a card owes is part of its memory, derived from the log
like everything else. Follow-ups only ever bring a card forward.
"""

from datetime import timedelta

from quizapp.core.basics.grade import Grade

FOLLOW_UPS = 3

FOLLOW_UP = "You will see it again today, tomorrow, and within a week."

LONGEST_ABSENCE = {
    3: timedelta(minutes=10),
    2: timedelta(days=1),
    1: timedelta(days=7),
}
"""The longest time until a card returns, by the follow-ups it owes."""


def owed(before: int, grade: Grade, *, new_day: bool, sure_and_wrong: bool) -> int:
    """Return how many follow-ups a card owes after a review.

    A follow-up is done when the card is recalled: the first in the same session,
    each of the others on a later study day than the previous review.
    """
    if sure_and_wrong:
        return FOLLOW_UPS
    recalled = grade is not Grade.AGAIN
    in_time = new_day or before == FOLLOW_UPS
    return before - 1 if before and recalled and in_time else before


def longest_absence(owed_now: int) -> timedelta | None:
    """Return the longest time until a card returns; None for FSRS's own interval."""
    return LONGEST_ABSENCE.get(owed_now)
