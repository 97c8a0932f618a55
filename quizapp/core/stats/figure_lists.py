"""Figure lists: the figures of all cards, summed up by decks and days.

An index keeps them; `HeldFigures` has those of a log that is at hand, and is what they
mean.
"""

from collections import Counter
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
)
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Protocol, TypeAlias

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import Memory
from quizapp.core.scheduling.listed import HeldLists, MemoryLists, SeenCards, name_hash
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import EventId, Reviewed, in_time
from quizapp.core.stats.card_figures import CardFigures, figures_of
from quizapp.core.stats.totals import Totals, total_of


class DaySpan(Struct, frozen=True):
    """The study days from the first to the last, both included."""

    first: StudyDay
    last: StudyDay

    def total(self, figures: CardFigures) -> Totals:
        """Add up what a card has in these days."""
        return total_of(figures.days, self.first, self.last)

    def has(self, day: StudyDay) -> bool:
        """Return whether a day is one of these."""
        return self.first <= day <= self.last


class FigureLists(Protocol):
    """The figures of the cards that were reviewed."""

    def by_deck(self, span: DaySpan) -> Mapping[str, Totals]:
        """Return the totals of each deck that was reviewed in these days."""
        ...

    def by_day(
        self, span: DaySpan, decks: Collection[str] | None
    ) -> Mapping[StudyDay, Totals]:
        """Return the totals of each of these days, over some decks or all."""
        ...

    def cards(self, span: DaySpan) -> Mapping[str, int]:
        """Count the cards of each deck that were reviewed in these days."""
        ...

    def reviewed(self) -> Mapping[str, SeenCards]:
        """Return the cards that were ever reviewed, counted by their decks."""
        ...

    def names(self, deck: str) -> Set[str]:
        """Return the names of the cards of a deck that were ever reviewed."""
        ...

    def of_deck(
        self, deck: str, since: StudyDay = StudyDay(0)
    ) -> Mapping[str, CardFigures]:
        """Return the figures of a deck's cards that were reviewed that day or later."""
        ...

    def erring(self, since: StudyDay) -> Iterable[tuple[CardId, CardFigures]]:
        """Return the cards that were wrong and the user sure, that day or later."""
        ...

    def wrong(self, since: StudyDay) -> Iterable[tuple[CardId, CardFigures]]:
        """Return the cards that were answered wrong that day or later."""
        ...


class StudyFigures(Protocol):
    """All that statistics are computed from, at one state of the log."""

    @property
    def memories(self) -> Memories:
        """The memories, looked up one by one."""
        ...

    @property
    def lists(self) -> MemoryLists:
        """The memories, counted by decks."""
        ...

    @property
    def figures(self) -> FigureLists:
        """The figures of the reviews."""
        ...

    def memories_of(self, deck: str) -> Mapping[str, Memory]:
        """Return the memories of a deck's cards, by their names."""
        ...

    def answers(self, ids: Sequence[EventId]) -> Sequence[Reviewed]:
        """Return these reviews, in order of time."""
        ...

    def lately(self, count: int) -> Sequence[Reviewed]:
        """Return the reviews among so many of the latest facts, in order of time."""
        ...


OpensStudy: TypeAlias = Callable[[], AbstractContextManager[StudyFigures]]
"""Opens the figures in the thread that reads them. Raises QuizError, then or later."""


class HeldFigures:
    """The lists of figures that are at hand."""

    def __init__(self, figures: Mapping[CardId, CardFigures]) -> None:
        self._figures = figures

    def by_deck(self, span: DaySpan) -> Mapping[str, Totals]:
        """Return the totals of each deck that was reviewed in these days."""
        found: dict[str, Totals] = {}
        for card, figures in self._figures.items():
            total = span.total(figures)
            if total.reviews:
                found[card.deck] = found.get(card.deck, Totals()) + total
        return found

    def by_day(
        self, span: DaySpan, decks: Collection[str] | None
    ) -> Mapping[StudyDay, Totals]:
        """Return the totals of each of these days, over some decks or all."""
        found: dict[StudyDay, Totals] = {}
        for card, figures in self._figures.items():
            if decks is None or card.deck in decks:
                for own in figures.days:
                    if span.has(own.day):
                        before = found.get(own.day, Totals())
                        found[own.day] = before + total_of([own])
        return found

    def cards(self, span: DaySpan) -> Mapping[str, int]:
        """Count the cards of each deck that were reviewed in these days."""
        return Counter(
            card.deck
            for card, figures in self._figures.items()
            if any(span.has(own.day) for own in figures.days)
        )

    def reviewed(self) -> Mapping[str, SeenCards]:
        """Return the cards that were ever reviewed, counted by their decks."""
        return {
            deck: SeenCards(len(own), sum(map(name_hash, own)))
            for deck, own in self._by_deck.items()
        }

    def names(self, deck: str) -> Set[str]:
        """Return the names of the cards of a deck that were ever reviewed."""
        return self.of_deck(deck).keys()

    def of_deck(
        self, deck: str, since: StudyDay = StudyDay(0)
    ) -> Mapping[str, CardFigures]:
        """Return the figures of a deck's cards that were reviewed that day or later."""
        return {
            name: figures
            for name, figures in self._by_deck.get(deck, {}).items()
            if any(own.day >= since for own in figures.days)
        }

    def erring(self, since: StudyDay) -> Iterator[tuple[CardId, CardFigures]]:
        """Return the cards that were wrong and the user sure, that day or later."""
        for card, figures in self._figures.items():
            if any(error.day >= since for error in figures.errors):
                yield card, figures

    def wrong(self, since: StudyDay) -> Iterator[tuple[CardId, CardFigures]]:
        """Return the cards that were answered wrong that day or later."""
        for card, figures in self._figures.items():
            if any(day >= since for day, _ in figures.wrong):
                yield card, figures

    @cached_property
    def _by_deck(self) -> Mapping[str, Mapping[str, CardFigures]]:
        by_deck: dict[str, dict[str, CardFigures]] = {}
        for card, figures in self._figures.items():
            by_deck.setdefault(card.deck, {})[card.card] = figures
        return by_deck


class HeldStudy:
    """The figures of reviews that are at hand, in order of time: the definition."""

    def __init__(self, reviews: Sequence[Reviewed], memories: Memories) -> None:
        self.memories, self._reviews = memories, reviews
        self.lists = HeldLists(memories.by_card)
        by_card: dict[CardId, list[Reviewed]] = {}
        for review in reviews:
            by_card.setdefault(review.card, []).append(review)
        self.figures = HeldFigures(
            {card: figures_of(own) for card, own in by_card.items()}
        )

    def memories_of(self, deck: str) -> Mapping[str, Memory]:
        """Return the memories of a deck's cards, by their names."""
        by_card = self.memories.by_card
        pairs = ((name, CardId(deck, name)) for name in self.lists.names(deck))
        return {name: by_card[card] for name, card in pairs}

    def answers(self, ids: Sequence[EventId]) -> Sequence[Reviewed]:
        """Return these reviews, in order of time."""
        by_id = self._by_id
        found = [by_id[id_] for id_ in ids if id_ in by_id]
        return sorted(found, key=in_time)

    def lately(self, count: int) -> Sequence[Reviewed]:
        """Return so many of the latest reviews, in order of time."""
        return self._reviews[-count:]

    @cached_property
    def _by_id(self) -> Mapping[EventId, Reviewed]:
        return {review.id: review for review in self._reviews}
