"""Returning: when the next of some cards is due.

Lists of an index name the cards of the first day; no memory of a later one is read.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import Memory, interval, wait
from quizapp.core.scheduling.listed import MemoryLists


def next_return(
    is_chosen: Callable[[CardId], bool],
    memories: Mapping[CardId, Memory],
    lists: MemoryLists | None,
    moment: Moment,
) -> str | None:
    """Return the interval until the first of the chosen cards is due, None for none."""
    cards: Iterator[CardId] = (
        (card for card in memories if is_chosen(card))
        if lists is None
        else _first(is_chosen, lists)
    )
    known = map(memories.__getitem__, cards)
    waits = ((wait(memory, moment), interval(memory, moment)) for memory in known)
    return min(waits, default=(None, None))[1]


def _first(is_chosen: Callable[[CardId], bool], lists: MemoryLists) -> Iterator[CardId]:
    """Yield the chosen cards that wait, and one that is due on the first day."""
    yield from (each.card for each in lists.waiting() if is_chosen(each.card))
    decks, days = [*lists.seen()], sorted(lists.days(()))

    def one_by(day: StudyDay) -> CardId | None:
        names = lists.names_due(day, decks).items()
        cards = (CardId(deck, name) for deck, own in names for name in own)
        return next((card for card in cards if is_chosen(card)), None)

    if days and one_by(days[-1]) is not None:
        at = bisect_left(days, 1, key=lambda day: int(one_by(day) is not None))
        yield from filter(None, [one_by(days[at])])
