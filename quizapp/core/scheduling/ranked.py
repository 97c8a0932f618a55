"""Ranked cards: places by need, of which only those are read that are reached.

A place comes from a list that is in order, and is read on when the place is taken. So
a day that asks thirty of a hundred thousand cards looks at a few more than thirty.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush, heapreplace
from typing import TypeAlias

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.listed import Need

RankedPlace: TypeAlias = tuple[float, int, CardId]
"""What a card is sorted by, `Need.key`, and the card."""


def in_order(cards: list[tuple[float, CardId]], need: Need) -> Iterator[RankedPlace]:
    """Yield the places of cards, each with its urgency; the list is used up.

    What orders cards of equal urgency is a hash of each, drawn when it is reached.
    """
    heapify(cards)
    while cards:
        urgency, level = cards[0][0], []
        while cards and cards[0][0] == urgency:
            card = heappop(cards)[1]
            level.append((urgency, need.tie(card), card))
        yield from sorted(level)


class RankedCards:
    """Lists of places, merged."""

    def __init__(self) -> None:
        self._heads: list[tuple[RankedPlace, int, Iterator[RankedPlace]]] = []
        """The first place of each list, and the others."""
        self._added = 0

    def __bool__(self) -> bool:
        return bool(self._heads)

    def add(self, places: Iterator[RankedPlace]) -> None:
        """Add places that are in order."""
        if (first := next(places, None)) is not None:
            self._added += 1
            heappush(self._heads, (first, self._added, places))

    def push(self, place: RankedPlace) -> None:
        """Add a place."""
        self.add(iter((place,)))

    def pop(self) -> RankedPlace:
        """Remove and return the first place."""
        first, number, others = self._heads[0]
        if (following := next(others, None)) is None:
            heappop(self._heads)
        else:
            heapreplace(self._heads, (following, number, others))
        return first
