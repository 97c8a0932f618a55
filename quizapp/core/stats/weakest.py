"""The weakest cards: which ones were missed lately, and which are known least."""

from collections.abc import Iterable, Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Card
from quizapp.core.scheduling.intervals import (
    Memory,
    SchedulerSettings,
    retrievability,
)
from quizapp.core.scheduling.review import Reviewed


def is_miss(review: Reviewed) -> bool:
    """Return whether a review was graded Again, or its answer was not all right.

    A verdict that the user overrode counts as right.
    """
    if review.grade is Grade.AGAIN:
        return True
    missed = review.verdict in {VerdictName.WRONG, VerdictName.PARTIAL}
    return missed and not review.overridden


def last_misses(
    reviews: Iterable[Reviewed], now: Moment, days: int
) -> dict[CardId, Reviewed]:
    """Return the last miss of each card in so many study days, today included.

    The reviews are in order of time.
    """
    first = days_after(now.day, 1 - days)
    recent = (review for review in reviews if first <= review.moment.day <= now.day)
    return {review.card: review for review in recent if is_miss(review)}


def weakest_first(
    cards: Iterable[Card],
    memories: Mapping[CardId, Memory],
    now: Moment,
    settings: SchedulerSettings = SchedulerSettings(),
) -> tuple[Card, ...]:
    """Return the cards by predicted recall in whole percent, then by lapses.

    Cards that were never reviewed come last; ties stay in the order given.
    """

    def weakness(card: Card) -> tuple[bool, int, int]:
        memory = memories.get(card.id)
        if memory is None:
            return True, 0, 0
        return False, recall_percent(memory, now, settings), -memory.lapses

    return tuple(sorted(cards, key=weakness))


def recall_percent(
    memory: Memory, now: Moment, settings: SchedulerSettings = SchedulerSettings()
) -> int:
    """Return the recall that FSRS predicts for tomorrow, in percent.

    Today, even a card that was forgotten a minute ago is at 100.
    """
    return round(100 * retrievability(memory, days_after(now.day, 1), settings))
