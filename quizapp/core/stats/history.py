"""Histories: the reviews of each card, with their study days.

What is asked of a long log is mostly asked card by card, so it is taken apart
once, and each day is computed once.
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
    """Take standing reviews, in order of time, apart by their cards."""
    found: dict[CardId, list[Dated]] = {}
    for review in reviews:
        dated = Dated(review.moment.day, review)
        if (history := found.get(review.card)) is not None:
            history.append(dated)
        else:
            found[review.card] = [dated]
    return found


def within(history: History, first: StudyDay, last: StudyDay) -> History:
    """Return what was reviewed between two study days, both included.

    Days may go back where a traveller's do, so no end of the history is the border.
    """
    return [dated for dated in history if first <= dated.day <= last]
