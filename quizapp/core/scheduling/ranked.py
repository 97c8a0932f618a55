"""Ranked cards: a heap by need, in which ties are drawn when they are reached.

What orders cards of equal urgency is a hash of each, and few of them are reached.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from math import inf

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.listed import Need

_Tie = tuple[int, CardId]


class RankedCards:
    """Cards in the order of `Need.key`."""

    def __init__(self, need: Need) -> None:
        self._need = need
        self._heaps: list[list[tuple[float, CardId]]] = [[]]
        """One for cards that come singly, and one for each time that many came."""
        self._level: list[_Tie] = []
        """Those of the lowest urgency, the first at the end."""
        self._urgency = 0.0
        """Theirs."""

    def __len__(self) -> int:
        return sum(map(len, self._heaps)) + len(self._level)

    def __bool__(self) -> bool:
        return bool(self._level) or any(self._heaps)

    def __iter__(self) -> Iterator[CardId]:
        """Yield all cards, in any order."""
        yield from (card for heap in self._heaps for _, card in heap)
        yield from (card for _, card in self._level)

    def push(self, urgency: float, card: CardId) -> None:
        """Add a card."""
        heappush(self._heaps[0], (urgency, card))

    def push_all(self, cards: list[tuple[float, CardId]]) -> None:
        """Add many cards."""
        heapify(cards)
        self._heaps.append(cards)

    def pop(self) -> tuple[float, CardId]:
        """Remove and return the first card, with its urgency."""
        lowest = min((heap[0][0] for heap in self._heaps if heap), default=inf)
        if not self._level or lowest <= self._urgency:
            self._take_level(lowest)
        return self._urgency, self._level.pop()[1]

    def _take_level(self, urgency: float) -> None:
        """Take all cards of the lowest urgency off the heaps, and sort them."""
        if self._level and urgency < self._urgency:
            for _, card in self._level:
                self.push(self._urgency, card)
            self._level = []
        self._urgency = urgency
        for heap in self._heaps:
            while heap and heap[0][0] == urgency:
                card = heappop(heap)[1]
                self._level.append((self._need.tie(card), card))
        self._level.sort(reverse=True)
