"""Listed: memories in an order, and counted by decks, as an index keeps them.

With a hundred thousand cards, an agenda asks for those that are due and for the first
new ones, and looks at no other. The result is that of looking at each card.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from enum import Enum
from functools import cache, cached_property
from heapq import nsmallest
from typing import Protocol

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.agenda import WaitingCard
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

EVER = StudyDay(0)
"""Before all days."""
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


class Need(Struct, frozen=True):
    """The order of cards that were seen before.

    The longest overdue come first. Cards of one day are in an order drawn for each card
    alone, so it does not change when other cards leave. Before an interview, the cards
    with the lowest predicted recall on its day come first.
    """

    interview: StudyDay | None = None
    seed: int = 0

    def key(self, card: CardId, memory: Memory) -> tuple[float, int]:
        """Return what such cards are sorted by."""
        return self.urgency(memory), self.tie(card)

    def tie(self, card: CardId) -> int:
        """Return what orders cards of equal urgency."""
        return bits(f"{self.seed}/{card}")

    def urgency(self, memory: Memory) -> float:
        """Return a number that is lower for cards that come earlier."""
        if self.interview is not None:
            return -_forgotten(memory, self.interview)
        return memory.due.day if isinstance(memory.due, DueOn) else memory.day


class MemoryLists(Protocol):
    """Memories in an order, as an index keeps them."""

    def states(self, moment: Moment) -> Mapping[str, DeckStates]:
        """Return the states of all cards that have a memory, by their decks."""
        ...

    def due(
        self,
        day: StudyDay,
        need: Need = Need(),
        decks: Collection[str] | None = None,
        most: int | None = None,
        since: StudyDay = EVER,
    ) -> Sequence[CardId]:
        """Return the cards that are due on a day, or the first of them, by need.

        None for all decks; they are due since a day at the earliest.
        """
        ...

    def later(
        self,
        day: StudyDay,
        before: StudyDay,
        need: Need,
        decks: Collection[str] | None = None,
        most: int | None = None,
    ) -> Sequence[CardId]:
        """Return the cards that are due after a day and were last seen before one."""
        ...

    def learning(
        self, decks: Collection[str] | None = None
    ) -> Sequence[tuple[CardId, Memory]]:
        """Return the cards between learning steps with their memories."""
        ...

    def seen_since(
        self, day: StudyDay, decks: Collection[str] | None = None
    ) -> Sequence[CardId]:
        """Return the cards that were last seen on a day or after it."""
        ...

    def waiting(
        self, decks: Collection[str] | None = None, most: int | None = None
    ) -> Sequence[WaitingCard]:
        """Return the cards between learning steps, or the first of them, in order."""
        ...

    def count_due(self, day: StudyDay | None, decks: Collection[str] | None) -> int:
        """Count the cards of some decks that are due; None for those that wait."""
        ...

    def names_due(
        self, day: StudyDay | None, decks: Collection[str]
    ) -> Mapping[str, Sequence[str]]:
        """Return the names of the same cards, by their decks."""
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

    def due(
        self,
        day: StudyDay,
        need: Need = Need(),
        decks: Collection[str] | None = None,
        most: int | None = None,
        since: StudyDay = EVER,
    ) -> list[CardId]:
        """Return the cards that are due on a day, or the first of them, by need."""
        due = {
            card: memory
            for card, memory in self._of(decks)
            if isinstance(memory.due, DueOn) and since <= memory.due.day <= day
        }
        return sorted(due, key=lambda card: need.key(card, due[card]))[:most]

    def later(
        self,
        day: StudyDay,
        before: StudyDay,
        need: Need,
        decks: Collection[str] | None = None,
        most: int | None = None,
    ) -> list[CardId]:
        """Return the cards that are due after a day and were last seen before one."""
        later = {
            card: memory
            for card, memory in self._of(decks)
            if isinstance(memory.due, DueOn)
            if memory.due.day > day and memory.day < before
        }
        return sorted(later, key=lambda card: need.key(card, later[card]))[:most]

    def learning(
        self, decks: Collection[str] | None = None
    ) -> list[tuple[CardId, Memory]]:
        """Return the cards between learning steps with their memories."""
        return [pair for pair in self._of(decks) if isinstance(pair[1].due, DueAt)]

    def seen_since(
        self, day: StudyDay, decks: Collection[str] | None = None
    ) -> list[CardId]:
        """Return the cards that were last seen on a day or after it."""
        return [card for card, memory in self._of(decks) if memory.day >= day]

    def _of(self, decks: Collection[str] | None) -> Iterator[tuple[CardId, Memory]]:
        for card, memory in self._memories.items():
            if decks is None or card.deck in decks:
                yield card, memory

    def waiting(
        self, decks: Collection[str] | None = None, most: int | None = None
    ) -> list[WaitingCard]:
        """Return the cards between learning steps, or the first of them, in order."""
        waiting = (
            WaitingCard(memory.due.at, card)
            for card, memory in self._of(decks)
            if isinstance(memory.due, DueAt)
        )
        return sorted(waiting)[:most]

    def count_due(self, day: StudyDay | None, decks: Collection[str] | None) -> int:
        """Count the cards of some decks that are due; None for those that wait."""
        wanted = {card.deck for card in self._memories} if decks is None else decks
        return sum(map(len, self.names_due(day, wanted).values()))

    def names_due(
        self, day: StudyDay | None, decks: Collection[str]
    ) -> Mapping[str, Sequence[str]]:
        """Return the names of the same cards, by their decks."""
        names: dict[str, list[str]] = {}
        waiting = (waiting.card for waiting in self.waiting(decks))
        for card in waiting if day is None else self.due(day, decks=decks):
            names.setdefault(card.deck, []).append(card.card)
        return names

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
