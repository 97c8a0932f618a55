"""History: the reviews of each card, with their study days.

Most questions about a long log are asked card by card, so it is split once and every
study day is computed once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.review import Reviewed


class Dated(NamedTuple):
    """A review and its study day."""

    day: StudyDay
    review: Reviewed


History: TypeAlias = Sequence[Dated]
"""The reviews of one card, in order of time."""


def histories(reviews: Iterable[Reviewed]) -> Mapping[CardId, History]:
    """Split reviews in force, in order of time, by card."""
    by_card: dict[CardId, list[Dated]] = {}
    for review in reviews:
        dated = Dated(review.moment.day, review)
        if (history := by_card.get(review.card)) is not None:
            history.append(dated)
        else:
            by_card[review.card] = [dated]
    return by_card


def within(history: History, first: StudyDay, last: StudyDay) -> History:
    """Return the reviews between two study days, both included.

    A traveler's days may go back, so the history is not sorted by day.
    """
    return [dated for dated in history if first <= dated.day <= last]
