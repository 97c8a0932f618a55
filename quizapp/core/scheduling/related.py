"""Related cards: one `requires` the other, so each gives the other away.

They are spread out within a session; every other card keeps its place where
possible. What comes next depends only on the cards that are left and the last few that
were asked, so a session that is resumed goes on in the same order.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias

from quizapp.core.basics.card_id import CardId

MIN_GAP = 3
"""Between two related cards, at least this many others are asked, if there are any."""

Related: TypeAlias = Mapping[CardId, Set[CardId]]

_TIGHT = 2 * MIN_GAP + 1
"""With so few cards left, those with related cards come first."""


def related_by(requires: Mapping[CardId, Iterable[CardId]]) -> Related:
    """Map each card to its related ones: direct links, in both directions."""
    related: dict[CardId, set[CardId]] = {}
    for card, prerequisites in requires.items():
        for prerequisite in prerequisites:
            related.setdefault(card, set()).add(prerequisite)
            related.setdefault(prerequisite, set()).add(card)
    return MappingProxyType(related)


def spread_out(
    queue: Sequence[CardId], related: Related, asked: Sequence[CardId] = ()
) -> tuple[CardId, ...]:
    """Keep related cards in a queue apart where possible, with as few moves as needed.

    `asked` are the cards before the queue, in the order in which they were asked.
    """
    if not any(card in related for card in queue):
        return tuple(queue)
    return tuple(spread(queue, lambda: len(queue), related, asked))


def spread(
    queue: Iterable[CardId],
    total: Callable[[], int],
    related: Related,
    asked: Sequence[CardId] = (),
) -> Iterator[CardId]:
    """Yield the same, reading no more of the queue than that takes.

    `total` counts the cards of the queue.
    """
    if not related:
        yield from queue
        return
    held, rest = list[CardId](), _Rest(queue, total)
    recent = list(asked)[-MIN_GAP:]
    while (card := _next(held, rest, recent, related)) is not None:
        yield card
        recent = [*recent, card][-MIN_GAP:]


class _Rest:
    """The cards that are not taken yet."""

    def __init__(self, queue: Iterable[CardId], total: Callable[[], int]) -> None:
        self._queue, self._total, self._taken = iter(queue), total, 0

    def __len__(self) -> int:
        return max(0, self._total() - self._taken)

    def __iter__(self) -> Iterator[CardId]:
        for card in self._queue:
            self._taken += 1
            yield card


class Peeked:
    """Cards that are read a little ahead, to know whether only a few are left."""

    def __init__(self, cards: Iterable[CardId]) -> None:
        self._cards, self._ahead, self._given = iter(cards), deque[CardId](), 0

    def total(self) -> int:
        """Count the cards, but no more than tells that there are many left."""
        more = islice(self._cards, _TIGHT + 1 - len(self._ahead))
        self._ahead.extend(more)
        return self._given + len(self._ahead)

    def __iter__(self) -> Iterator[CardId]:
        while self.total() > self._given:
            self._given += 1
            yield self._ahead.popleft()


def _next(
    held: list[CardId], rest: _Rest, recent: Sequence[CardId], related: Related
) -> CardId | None:
    """Remove and return the next card, of those held back or of the rest."""
    if len(held) + len(rest) <= _TIGHT:
        held.extend(rest)
        return _of_few(held, recent, related)
    for card in held:
        if _distance(card, recent, related) > MIN_GAP:
            held.remove(card)
            return card
    for card in rest:
        if _distance(card, recent, related) > MIN_GAP:
            return card
        held.append(card)
    return _of_few(held, recent, related)


def _of_few(
    held: list[CardId], recent: Sequence[CardId], related: Related
) -> CardId | None:
    """Remove and return the next of the last cards."""
    if not held:
        return None
    free = [card for card in held if _distance(card, recent, related) > MIN_GAP]
    left = set(held)
    needy = [card for card in free if related.get(card, set()) & left]
    choice = (needy or free or [_farthest(held, recent, related)])[0]
    held.remove(choice)
    return choice


def _farthest(held: list[CardId], recent: Sequence[CardId], related: Related) -> CardId:
    return max(held, key=lambda card: _distance(card, recent, related))


def _distance(card: CardId, recent: Sequence[CardId], related: Related) -> int:
    """Return how many places back the nearest related card was asked."""
    own = related.get(card)
    if own:
        for back, other in enumerate(reversed(recent), start=1):
            if other in own:
                return back
    return MIN_GAP + 1
