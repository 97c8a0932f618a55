"""Listed cards: chosen cards by their states, from lists that an index keeps.

Of what is due or waits, only the first cards are read before more of them are asked
for. Then all others are read, as they are at that time: cards that another program has
reviewed meanwhile are no longer among them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import islice
from typing import Generic, TypeVar

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.agenda import WaitingCard
from quizapp.core.scheduling.deadline import look_day, looks_from
from quizapp.core.scheduling.intervals import DueAt, DueOn, Memory, Stage
from quizapp.core.scheduling.listed import (
    EVER,
    MemoryLists,
    NamedCards,
    Need,
    SeenCards,
)
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.unread import READ_AT_ONCE

_T = TypeVar("_T")
_BATCHES_GROW = 10
"""Each batch is so many times as large as those before: a list is sorted for each."""


class PartlyRead(Generic[_T]):
    """Items of a list: the first are read at once, the others when they are needed."""

    def __init__(
        self, first: Sequence[_T], total: int, others: Callable[[], Sequence[_T]]
    ) -> None:
        self._first, self._total, self._others = first, total, others
        self._read: Sequence[_T] | None = None if total > len(first) else ()

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[_T]:
        yield from self._first
        if self._read is None:
            self._read = self._others()
            self._total = len(self._first) + len(self._read)
        yield from self._read


def all_of(items: Sequence[_T]) -> PartlyRead[_T]:
    """Return items that are all read."""
    return PartlyRead(items, len(items), tuple)


class ListedCards:
    """Chosen cards, asked for by their states."""

    def __init__(
        self,
        cards: Sequence[NamedCards],
        lists: Callable[[], MemoryLists],
        memories: Memories,
        aside: Collection[CardId],
    ) -> None:
        self._cards, self._lists, self._memories = cards, lists, memories
        self._by_deck: dict[str, list[NamedCards]] = {}
        for named in cards:
            self._by_deck.setdefault(named.deck, []).append(named)
        self._names: dict[str, frozenset[str]] = {}
        self._seen_names: dict[str, Set[str]] = {}
        self._given = set[CardId]()
        """The cards that were read, each of them once."""
        self.aside = frozenset(card for card in aside if self._has(card))
        """Those that are left out."""

    def due(self, day: StudyDay, need: Need) -> PartlyRead[CardId]:
        """Return what is due on a day, by need."""

        def read(most: int | None) -> Sequence[CardId]:
            found = self._lists().due(day, need, self._decks, most)
            return [card for card in found if self._takes(card, first=bool(most))]

        return _listed(read, self._count(day))

    def waiting(self) -> PartlyRead[WaitingCard]:
        """Return the cards between learning steps."""

        def read(most: int | None) -> Sequence[WaitingCard]:
            found = self._lists().waiting(self._decks, most)
            return [each for each in found if self._takes(each.card, first=bool(most))]

        return _listed(read, self._count(None))

    def looks(self, day: StudyDay, need: Need, most: int) -> tuple[CardId, ...]:
        """Return the first cards that get their last look on a day, by need."""
        if not most or need.interview is None or day < looks_from(need.interview):
            return ()
        interview, before = need.interview, looks_from(need.interview)
        found = (
            card
            for card in self._lists().later(day, before, need)
            if look_day(card, interview) <= day and self._takes(card, first=True)
        )
        return tuple(islice(found, most))

    def due_since(self, since: StudyDay, day: StudyDay, need: Need) -> Iterator[CardId]:
        """Yield the cards of the decks, chosen or not, that are due on some days."""
        lists, decks = self._lists(), self._decks
        return _in_batches(lambda most: lists.due(day, need, decks, most, since))

    def seen_before(self, day: StudyDay, need: Need) -> Iterator[CardId]:
        """Yield those past their learning steps that were last seen before a day."""
        lists, decks = self._lists(), self._decks
        return _in_batches(lambda most: lists.later(EVER, day, need, decks, most))

    def learning(self) -> Sequence[tuple[CardId, Memory]]:
        """Return those between learning steps, with their memories."""
        return self._lists().learning(self._decks)

    def seen_since(self, day: StudyDay) -> Sequence[CardId]:
        """Return those that were last seen on a day or after it."""
        return self._lists().seen_since(day, self._decks)

    def seen(self) -> int:
        """Count the cards that have a memory."""
        whole = sum(
            len(named.names) - len(self._unseen(named)) for named in self._cards
        )
        return whole - sum(card in self._memories.by_card for card in self.aside)

    def locked(self, requires: Mapping[CardId, tuple[CardId, ...]]) -> Set[CardId]:
        """Return the new cards that require one that is not known yet."""
        return {
            card
            for card, needed in requires.items()
            if card not in self.aside
            and card.deck not in self._whole
            and card.card not in self._seen_of(card.deck)
            and not all(map(self._is_known, needed))
        }

    def fresh(
        self, most: int, topics: Mapping[CardId, str], locked: Set[CardId]
    ) -> tuple[CardId, ...]:
        """Return the first new cards of each topic, at most so many of each."""
        found: list[CardId] = []
        left: dict[str, int] = {}
        for named in self._cards:
            if named.deck in self._whole or not named.names:
                continue
            topic = topics.get(CardId(named.deck, named.names[0]), "")
            if left.setdefault(topic, most) <= 0:
                continue
            for name in self._unseen(named):
                card = CardId(named.deck, name)
                if card not in self.aside and card not in locked:
                    found.append(card)
                    left[topic] -= 1
                    if left[topic] <= 0:
                        break
        return tuple(found)

    def _takes(self, card: CardId, *, first: bool) -> bool:
        """Return whether a card is chosen, and was not read before.

        Whole decks have every card of theirs at first; later, the index may have more.
        """
        if card in self.aside or card in self._given:
            return False
        if not ((first and card.deck in self._whole) or self._has(card)):
            return False
        self._given.add(card)
        return True

    def _count(self, day: StudyDay | None) -> int:
        """Count what is due on a day, or what waits, without reading it."""
        parts = {d for d in self._by_deck if d in self._counts} - self._whole
        every = self._decks is None and not parts
        count = self._lists().count_due(day, None if every else self._whole)
        if parts:
            for deck, names in self._lists().names_due(day, parts).items():
                count += len(self._names_of(deck).intersection(names))
        return count - sum(self._is_due(card, day) for card in self.aside)

    def _is_due(self, card: CardId, day: StudyDay | None) -> bool:
        match self._memories.by_card.get(card):
            case Memory(due=DueOn(day=due)):
                return day is not None and due <= day
            case Memory(due=DueAt()):
                return day is None
            case _:
                return False

    @cached_property
    def _counts(self) -> Mapping[str, SeenCards]:
        return self._lists().seen()

    @cached_property
    def _decks(self) -> Collection[str] | None:
        """The decks of these cards; None if no other deck has memories."""
        return None if self._by_deck.keys() >= self._counts.keys() else self._by_deck

    @cached_property
    def _whole(self) -> Set[str]:
        """The decks all of whose cards are chosen and have a memory, and no other."""
        return {deck for deck in self._by_deck if self._is_seen(deck)}

    def _unseen(self, named: NamedCards) -> Sequence[str]:
        """Return the names of the cards without a memory."""
        if named.deck in self._whole:
            return ()
        seen = self._seen_of(named.deck)
        return (
            [name for name in named.names if name not in seen] if seen else named.names
        )

    def _is_seen(self, deck: str) -> bool:
        """Return whether all cards of a deck are chosen and have a memory, no other."""
        named = self._by_deck.get(deck, ())
        if len(named) != 1 or named[0].total is None:
            return False
        return self._counts.get(deck) == SeenCards(len(named[0].names), named[0].total)

    def _seen_of(self, deck: str) -> Set[str]:
        if deck not in self._counts:
            return frozenset()
        if deck not in self._seen_names:
            self._seen_names[deck] = self._lists().names(deck)
        return self._seen_names[deck]

    def _has(self, card: CardId) -> bool:
        return card.card in self._names_of(card.deck)

    def _names_of(self, deck: str) -> frozenset[str]:
        """Return the names of the chosen cards of a deck."""
        names = self._names.get(deck)
        if names is None:
            own = self._by_deck.get(deck, ())
            names = frozenset(name for named in own for name in named.names)
            self._names[deck] = names
        return names

    def _is_known(self, card: CardId) -> bool:
        memory = self._memories.by_card.get(card)
        return memory is not None and memory.stage is Stage.REVIEW


def _in_batches(read: Callable[[int], Sequence[_T]]) -> Iterator[_T]:
    """Yield the items of a list, of which `read` returns the first."""
    most, given = READ_AT_ONCE, 0
    while True:
        found = read(most)
        yield from found[given:]
        if len(found) < most:
            return
        given, most = most, most * _BATCHES_GROW


def _listed(read: Callable[[int | None], Sequence[_T]], total: int) -> PartlyRead[_T]:
    """Return a list of which the first items are read, or all if they are few."""
    if total <= READ_AT_ONCE:
        return all_of(read(None))
    return PartlyRead(read(READ_AT_ONCE), total, lambda: read(None))
