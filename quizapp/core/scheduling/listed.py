"""Listed: the states of chosen cards, from lists that an index keeps.

With a hundred thousand cards, an agenda asks for those that are due and for the first
new ones, and looks at no other. The result is that of looking at each card.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from enum import Enum
from functools import cache, cached_property
from heapq import nsmallest
from typing import Protocol

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    Stage,
    is_due,
    retrievability,
)
from quizapp.core.scheduling.leech import is_leech
from quizapp.core.scheduling.memory import Memories

_HASH_BYTES = 5
"""The sum of a million such numbers fits into SQLite's integers."""


def name_hash(name: str) -> int:
    """Return the number of a card's name, in the sum that tells sets of names apart."""
    return bits(name, _HASH_BYTES)


class NamedCards(Struct, frozen=True):
    """Chosen cards of one deck that follow each other in study order."""

    deck: str
    names: Sequence[str]
    total: int | None = None
    """The sum of the hashes of the names; None if the deck has others."""


class SeenCards(Struct, frozen=True):
    """The cards of a deck that have a memory, whether or not it still has them."""

    count: int
    total: int
    """The sum of the hashes of their names."""


class ComingCards(Struct, frozen=True):
    """When the cards of a deck are due, seen from a day."""

    due: int = 0
    """By then."""
    tomorrow: int = 0
    later: int = 0
    """After it, tomorrow included."""


IS_DUE, IS_LEARNED, IS_LEECH = 1, 2, 4
"""What the code of a card's state adds up."""


class ListedState(Enum):
    """A state of cards that have a memory; each is what a code holds and lacks."""

    DUE = (IS_DUE, 0)
    LATER = (IS_LEARNED, IS_DUE)
    LEARNING = (0, IS_LEARNED)
    LEECH = (IS_LEECH, 0)

    def chosen(self, codes: bytes) -> bytes:
        """Return 1 for each code with this state, else 0."""
        return codes.translate(_chosen(*self.value))


def state_code(memory: Memory) -> int:
    """Return the code of a card that is not due."""
    is_learned = memory.stage is Stage.REVIEW
    return IS_LEARNED * is_learned + IS_LEECH * is_leech(memory)


@cache
def _chosen(has: int, lacks: int) -> bytes:
    return bytes(code & has == has and not code & lacks for code in range(256))


class DeckStates(Struct, frozen=True):
    """The states of a deck's cards that have a memory."""

    seen: SeenCards
    codes: bytes
    """The code of each card, in the order of their names."""


class MemoryLists(Protocol):
    """Memories in an order, as an index keeps them."""

    def states(self, moment: Moment) -> Mapping[str, DeckStates]:
        """Return the states of all cards that have a memory, by their decks."""
        ...

    def due(self, day: StudyDay) -> Iterable[CardId]:
        """Return the cards that are due on a day, as `by_need` orders them."""
        ...

    def waiting(self) -> Iterable[tuple[datetime, CardId]]:
        """Return the cards between learning steps, and when each returns."""
        ...

    def seen(self) -> Mapping[str, SeenCards]:
        """Return the cards that have a memory, counted by their decks."""
        ...

    def names(self, deck: str) -> Set[str]:
        """Return the names of the cards of a deck that have a memory."""
        ...

    def coming(self, day: StudyDay) -> Mapping[str, ComingCards]:
        """Return when the cards past their learning steps are due, by their decks."""
        ...

    def days(self, without: Collection[str]) -> Mapping[StudyDay, int]:
        """Return how many cards past their learning steps are due on each day.

        Those of some decks do not count.
        """
        ...

    def recalled(
        self, day: StudyDay, settings: SchedulerSettings
    ) -> Mapping[str, float]:
        """Return the sum of the predicted recalls of a deck's cards."""
        ...

    def weakest(self, day: StudyDay, most: int) -> Sequence[CardId]:
        """Return the cards that are least likely to be recalled on a day."""
        ...


class HeldLists:
    """The lists of memories that are at hand."""

    def __init__(self, memories: Mapping[CardId, Memory]) -> None:
        self._memories = memories

    def states(self, moment: Moment) -> Mapping[str, DeckStates]:
        """Return the states of all cards that have a memory, by their decks."""
        states: dict[str, DeckStates] = {}
        for deck, seen in self.seen().items():
            names = sorted(self._by_deck[deck])
            own = (self._memories[CardId(deck, name)] for name in names)
            codes = (state_code(each) + IS_DUE * is_due(each, moment) for each in own)
            states[deck] = DeckStates(seen, bytes(codes))
        return states

    def due(self, day: StudyDay) -> list[CardId]:
        """Return the cards that are due on a day, as `by_need` orders them."""
        pairs = ((card, memory.due) for card, memory in self._memories.items())
        due = [
            (due.day, bits(f"0/{card}"), card)
            for card, due in pairs
            if isinstance(due, DueOn) and due.day <= day
        ]
        return [card for *_, card in sorted(due)]

    def waiting(self) -> list[tuple[datetime, CardId]]:
        """Return the cards between learning steps, and when each returns."""
        pairs = ((card, memory.due) for card, memory in self._memories.items())
        return [(due.at, card) for card, due in pairs if isinstance(due, DueAt)]

    def seen(self) -> Mapping[str, SeenCards]:
        """Return the cards that have a memory, counted by their decks."""
        return {
            deck: SeenCards(len(names), sum(map(name_hash, names)))
            for deck, names in self._by_deck.items()
        }

    def names(self, deck: str) -> Set[str]:
        """Return the names of the cards of a deck that have a memory."""
        return self._by_deck.get(deck, frozenset())

    def coming(self, day: StudyDay) -> Mapping[str, ComingCards]:
        """Return when the cards past their learning steps are due, by their decks."""
        coming: dict[str, ComingCards] = {}
        for card, memory in self._memories.items():
            if isinstance(memory.due, DueOn):
                before = coming.get(card.deck, ComingCards())
                wait = memory.due.day - day
                coming[card.deck] = ComingCards(
                    before.due + (wait <= 0),
                    before.tomorrow + (wait == 1),
                    before.later + (wait > 0),
                )
        return coming

    def days(self, without: Collection[str]) -> Mapping[StudyDay, int]:
        """Return how many cards past their learning steps are due on each day."""
        pairs = self._memories.items()
        dues = (memory.due for card, memory in pairs if card.deck not in without)
        return Counter(due.day for due in dues if isinstance(due, DueOn))

    def recalled(
        self, day: StudyDay, settings: SchedulerSettings
    ) -> Mapping[str, float]:
        """Return the sum of the predicted recalls of a deck's cards."""
        sums: dict[str, float] = {}
        for card, memory in self._memories.items():
            recall = retrievability(memory, day, settings)
            sums[card.deck] = sums.get(card.deck, 0.0) + recall
        return sums

    def weakest(self, day: StudyDay, most: int) -> list[CardId]:
        """Return the cards that are least likely to be recalled on a day."""
        return nsmallest(
            most,
            self._memories,
            key=lambda card: (-_forgotten(self._memories[card], day), card),
        )

    @cached_property
    def _by_deck(self) -> Mapping[str, Set[str]]:
        by_deck: dict[str, set[str]] = {}
        for card in self._memories:
            by_deck.setdefault(card.deck, set()).add(card.card)
        return by_deck


def _forgotten(memory: Memory, day: StudyDay) -> float:
    """Return what the recall falls with, whatever the weights are."""
    return max(0, day - memory.day) / memory.stability


class ListedCards:
    """Chosen cards, asked for by their states."""

    def __init__(
        self,
        cards: Sequence[NamedCards],
        lists: MemoryLists,
        memories: Memories,
        aside: Collection[CardId],
    ) -> None:
        self._cards, self._lists, self._memories = cards, lists, memories
        self._by_deck: dict[str, list[NamedCards]] = {}
        for named in cards:
            self._by_deck.setdefault(named.deck, []).append(named)
        self._names: dict[str, Set[str]] = {}
        self._seen_names: dict[str, Set[str]] = {}
        self.aside = frozenset(card for card in aside if self._has(card))
        """Those that are left out."""

    def due(self, moment: Moment) -> tuple[CardId, ...]:
        """Return what is due, as `by_need` orders it."""
        return tuple(
            card
            for card in self._lists.due(moment.day)
            if card not in self.aside and (card.deck in self._whole or self._has(card))
        )

    def waiting(self) -> Iterator[tuple[datetime, CardId]]:
        """Yield the cards between learning steps."""
        for at, card in self._lists.waiting():
            if card not in self.aside:
                if card.deck in self._whole or self._has(card):
                    yield at, card

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
            names = self._unseen(named)
            if not names:
                continue
            topic = topics.get(CardId(named.deck, names[0]), "")
            for name in names:
                if left.setdefault(topic, most) <= 0:
                    break
                card = CardId(named.deck, name)
                if card not in self.aside and card not in locked:
                    found.append(card)
                    left[topic] -= 1
        return tuple(found)

    @cached_property
    def _counts(self) -> Mapping[str, SeenCards]:
        return self._lists.seen()

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
            self._seen_names[deck] = self._lists.names(deck)
        return self._seen_names[deck]

    def _has(self, card: CardId) -> bool:
        names = self._names.get(card.deck)
        if names is None:
            own = self._by_deck.get(card.deck, ())
            names = frozenset(name for named in own for name in named.names)
            self._names[card.deck] = names
        return card.card in names

    def _is_known(self, card: CardId) -> bool:
        memory = self._memories.by_card.get(card)
        return memory is not None and memory.stage is Stage.REVIEW
