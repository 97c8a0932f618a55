"""Deck counter: how many cards of a deck are due, learned and new, and how ready it is.

Few memories are looked at one by one. Where an index has lists of many, it counts them
by decks; cards that a deck has no longer, or that are left out, are taken off.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from functools import cached_property

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import SchedulerSettings, retrievability
from quizapp.core.scheduling.listed import (
    ComingCards,
    HeldLists,
    MemoryLists,
    SeenCards,
)
from quizapp.core.scheduling.memory import Memories
from quizapp.core.stats.deck_counts import DeckCounts, Shelf, count_cards
from quizapp.core.stats.forecast import Forecast, forecast
from quizapp.core.stats.readiness import Readiness, readiness


class DeckCounter(Struct, frozen=True, dict=True):
    """Counts the cards of decks at a moment."""

    memories: Memories
    moment: Moment
    lists: MemoryLists | None = None

    def counts(self, deck: Deck) -> DeckCounts:
        """Count a deck's cards, without those that are buried or suspended."""
        if self.lists is None:
            awake = (card for card in deck.outline.ids if card not in self._aside)
            return count_cards(awake, self.memories.by_card, self.moment)
        by_card = self.memories.by_card
        resting = [card for card in self._aside if deck.outline.has(card)]
        gone, coming = self._gone(deck), self._coming.get(deck.id, ComingCards())
        waiting = self._counted(self._waiting.get(deck.id, ()))
        off = count_cards((*gone, *resting), by_card, self.moment)
        seen = self._seen.get(deck.id, SeenCards(0, 0)).count - len(gone)
        return DeckCounts(
            coming.due + waiting.due - off.due,
            waiting.today - off.today,
            coming.later + waiting.later - off.later,
            len(deck.outline) - seen - off.new,
            coming.tomorrow + waiting.tomorrow - off.tomorrow,
        )

    def shelves(self, library: Library) -> tuple[Shelf, ...]:
        """Count every deck's cards."""
        return tuple(Shelf(deck, self.counts(deck)) for deck in library.decks)

    def readiness(
        self, deck: Deck, day: StudyDay, settings: SchedulerSettings
    ) -> Readiness:
        """Predict the recall of a deck's cards on a study day."""
        by_card = self.memories.by_card
        if self.lists is None:
            return readiness(deck.outline.ids, by_card, day, settings)
        gone = self._gone(deck)
        seen = self._seen.get(deck.id, SeenCards(0, 0)).count - len(gone)
        off = sum(retrievability(by_card[card], day, settings) for card in gone)
        recalled = self._recalled(day, settings).get(deck.id, 0.0) - off
        return Readiness(len(deck.outline), seen, max(0.0, recalled))

    def forecast(self, library: Library, days: int) -> Forecast:
        """Count the cards of all decks by the study day on which they are due."""
        by_card, now = self.memories.by_card, self.moment
        gone = [card for deck in library.decks for card in self._gone(deck)]
        elsewhere = [deck for deck in self._seen if deck not in library.ids]
        due, overdue, later = [0] * days, 0, 0
        counts = Counter(self._held.days(elsewhere))
        waiting = (at for deck in library.ids for at in self._waiting.get(deck, ()))
        counts.update(map(self._day_of, waiting))
        for day, count in counts.items():
            wait = day - now.day
            overdue += count * (wait < 0)
            later += count * (wait >= days)
            if wait < days:
                due[max(0, wait)] += count
        known = (self._seen.get(deck) for deck in library.ids)
        seen = sum(own.count for own in known if own is not None) - len(gone)
        new = len(library.every) - seen
        ahead = Forecast(now.day, tuple(due), overdue, later, new)
        return ahead - forecast(gone, by_card, now, days)

    @cached_property
    def _aside(self) -> Set[CardId]:
        return self.memories.aside(self.moment.day)

    @cached_property
    def _held(self) -> MemoryLists:
        return self.lists or HeldLists(self.memories.by_card)

    @cached_property
    def _seen(self) -> Mapping[str, SeenCards]:
        return self._held.seen()

    @cached_property
    def _coming(self) -> Mapping[str, ComingCards]:
        return self._held.coming(self.moment.day)

    @cached_property
    def _waiting(self) -> Mapping[str, list[datetime]]:
        """When the cards between learning steps return, by their decks."""
        by_deck: dict[str, list[datetime]] = {}
        for each in self._held.waiting():
            by_deck.setdefault(each.card.deck, []).append(each.at)
        return by_deck

    def _day_of(self, at: datetime) -> StudyDay:
        return Moment(at, self.moment.offset, self.moment.rollover).day

    def _counted(self, waiting: Iterable[datetime]) -> DeckCounts:
        """Count cards by the instants at which they return."""
        due = today = later = tomorrow = 0
        for at in waiting:
            wait = self._day_of(at) - self.moment.day
            is_due = at <= self.moment.at
            due += is_due
            today += not is_due and wait <= 0
            later += not is_due and wait > 0
            tomorrow += not is_due and wait == 1
        return DeckCounts(due, today, later, 0, tomorrow)

    def _recalled(
        self, day: StudyDay, settings: SchedulerSettings
    ) -> Mapping[str, float]:
        known: dict[StudyDay, Mapping[str, float]] = vars(self).setdefault(
            "_by_day", {}
        )
        if day not in known:
            known[day] = self._held.recalled(day, settings)
        return known[day]

    def _gone(self, deck: Deck) -> tuple[CardId, ...]:
        """Return the cards with a memory that a deck has no longer."""
        outline, seen = deck.outline, self._seen.get(deck.id)
        if seen in (None, SeenCards(len(outline), outline.fingerprint)):
            return ()
        names = self._held.names(deck.id)
        return tuple(CardId(deck.id, n) for n in names if n not in outline.places)
