"""Starting point: what all simulations of the same cards begin with, computed once.

A plan simulates the days several times. What is known of a hundred thousand cards is
looked through once, or kept in lists already, and a simulation looks only at those
that it asks.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from sys import maxsize
from typing import Protocol, TypeAlias

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.scheduling.agenda import WaitingCard
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.intervals import DueAt, DueOn, Memory, SchedulerSettings
from quizapp.core.scheduling.listed import EVER, Need
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.ranked import RankedPlace, in_order


class LookedUp(dict[CardId, Memory | None]):
    """Memories that were looked up; None for a new card."""

    def __init__(self, look_up: Callable[[CardId], Memory | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, card: CardId) -> Memory | None:
        memory = self[card] = self._look_up(card)
        return memory


Answered: TypeAlias = dict[tuple[CardId, StudyDay], tuple[Memory | None, Memory]]
"""The memories of cards before a day on which they are asked, and after it."""


class StartingPoint(Protocol):
    """The cards of a plan by their states, on its first day."""

    known: LookedUp
    answered: Answered
    """What the simulations have in common."""
    unbegun: list[CardId]
    waiting: list[WaitingCard]
    begun: int
    """How many cards were new on this day."""

    def due(self, day: StudyDay, need: Need) -> Iterator[RankedPlace]:
        """Return the cards that are due on a day; on the first, or before it."""
        ...

    def looks(self, before: StudyDay, need: Need) -> Iterator[RankedPlace]:
        """Return the cards past their learning steps, last seen before a day."""
        ...

    def pairs(self, before: StudyDay) -> Iterator[tuple[CardId, Memory]]:
        """Yield all cards that have a memory, perhaps twice.

        Most of those that were last seen before a day come first.
        """
        ...


class HeldStart:
    """A starting point of memories that are at hand."""

    def __init__(
        self, cards: Sequence[CardId], memories: Memories, today: StudyDay
    ) -> None:
        self.known, self.answered = LookedUp(memories.by_card.get), Answered()
        self.unbegun, self.waiting = list[CardId](), list[WaitingCard]()
        self._pairs: list[tuple[CardId, Memory]] = []
        self._due: dict[StudyDay, list[tuple[CardId, Memory]]] = {}
        self._urgent: dict[tuple[StudyDay, Need], list[tuple[float, CardId]]] = {}
        first_day = memories.first_day
        self.begun = sum(first_day.get(card) == today for card in cards)
        for card in cards:
            memory = memories.by_card.get(card)
            if memory is None:
                self.unbegun.append(card)
                continue
            self._pairs.append((card, memory))
            match memory.due:
                case DueAt(at=at):
                    self.waiting.append(WaitingCard(at, card))
                case DueOn(day=day):
                    self._due.setdefault(max(day, today), []).append((card, memory))

    def due(self, day: StudyDay, need: Need) -> Iterator[RankedPlace]:
        """Return the cards that are due on a day; on the first, or before it."""
        if (day, need) not in self._urgent:
            pairs = self._due.get(day, ())
            self._urgent[day, need] = [(need.urgency(m), card) for card, m in pairs]
        return in_order([*self._urgent[day, need]], need)

    def looks(self, before: StudyDay, need: Need) -> Iterator[RankedPlace]:
        """Return the cards past their learning steps, last seen before a day."""
        urgent = [
            (need.urgency(memory), card)
            for card, memory in self._pairs
            if memory.day < before and isinstance(memory.due, DueOn)
        ]
        return in_order(urgent, need)

    def pairs(self, before: StudyDay) -> Iterator[tuple[CardId, Memory]]:
        """Yield all cards that have a memory."""
        return iter(self._pairs)


class ListedStart:
    """A starting point of lists that an index keeps."""

    def __init__(
        self,
        cards: Sequence[CardId],
        memories: Memories,
        today: StudyDay,
        listed: ListedCards,
    ) -> None:
        self._chosen: Collection[CardId] = frozenset(cards)
        self._memories, self._today, self._listed = memories, today, listed
        self.known, self.answered = LookedUp(memories.by_card.get), Answered()
        fresh = listed.fresh(maxsize, {}, frozenset())
        self.unbegun = [card for card in fresh if card in self._chosen]
        learning = listed.learning()
        self.known.update(learning)
        self.waiting = [
            WaitingCard(memory.due.at, card)
            for card, memory in learning
            if card in self._chosen and isinstance(memory.due, DueAt)
        ]
        seen = listed.seen_since(today) if memories.introduced_on(today) else ()
        self.begun = sum(
            card in self._chosen and memories.first_day.get(card) == today
            for card in seen
        )

    def due(self, day: StudyDay, need: Need) -> Iterator[RankedPlace]:
        """Return the cards that are due on a day; on the first, or before it."""
        since = EVER if day == self._today else day
        return self._places(self._listed.due_since(since, day, need), need)

    def looks(self, before: StudyDay, need: Need) -> Iterator[RankedPlace]:
        """Return the cards past their learning steps, last seen before a day."""
        return self._places(self._listed.seen_before(before, need), need)

    def _places(self, cards: Iterator[CardId], need: Need) -> Iterator[RankedPlace]:
        for card in cards:
            if card in self._chosen and (memory := self.known[card]) is not None:
                yield (*need.key(card, memory), card)

    def pairs(self, before: StudyDay) -> Iterator[tuple[CardId, Memory]]:
        """Yield all cards that have a memory, perhaps twice."""
        for _, _, card in self.looks(before, Need(before)):
            if (memory := self.known[card]) is not None:
                yield card, memory
        for card, memory in tuple(self._memories.by_card.items()):
            if card in self._chosen:
                yield card, memory


class PlanInputs(Struct, frozen=True):
    """The inputs of a plan."""

    cards: tuple[CardId, ...]
    """In the order of their decks; suspended ones are left out."""
    memories: Memories
    moment: Moment
    interview: StudyDay
    """Its study day."""
    costs: Mapping[CardId, Cost]
    time: StudyTime = StudyTime()
    spent: float = 0.0
    """Seconds already studied today."""
    schedule: SchedulerSettings = SchedulerSettings()
    """Capped for the interview: see `deadline.capped`."""
    requires: Mapping[CardId, tuple[CardId, ...]] = field(default_factory=dict)
    seed: int = 0
    aside: Collection[CardId] = ()
    """Buried until tomorrow."""
    listed: Callable[[], ListedCards] | None = None
    """Returns the same cards in lists, if their memories are not all at hand."""

    @property
    def last(self) -> StudyDay:
        """The last study day before the interview that is no day off."""
        return self.time.last_before(self.interview, self.moment.day)

    def start(self) -> StartingPoint:
        """Return what all simulations share, whatever the time."""
        cards, memories, today = self.cards, self.memories, self.moment.day
        if self.listed is not None:
            return ListedStart(cards, memories, today, self.listed())
        return HeldStart(cards, memories, today)

    def left_today(self, time: StudyTime) -> float:
        """Return the seconds that are left of today."""
        return time.on(self.moment.day) * 60 - self.spent
