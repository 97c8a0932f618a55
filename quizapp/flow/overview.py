"""Overview: the figures of home, piece by piece, from the memories of one moment.

A tally counts the memories in use, or those that another thread reads.
"""

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Library
from quizapp.core.scheduling.intervals import SchedulerSettings, retrievability
from quizapp.core.scheduling.listed import HeldLists, MemoryLists
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.workload import Workload
from quizapp.core.stats.deck_counter import DeckCounter
from quizapp.core.stats.deck_counts import Shelf
from quizapp.core.stats.forecast import Forecast, forecast
from quizapp.core.stats.readiness import Readiness

COMING_DAYS = 21
MAX_WEAKEST = 30
"""Cards; a screen shows those that it has room for."""
_MOST_ASKED = 10_000
"""Of so many weak cards, some are in the decks."""


class DaysAhead(Protocol):
    """What is asked today and tomorrow, by the user's settings."""

    def workload(self, cards: CardList) -> Workload:
        """Return what a session over these cards asks now."""
        ...

    def workload_tomorrow(self, cards: CardList) -> Workload:
        """Return what the next study day asks."""
        ...

    def plan(self, cards: CardList) -> str | None:
        """Say in a line what the plan for the interview asks today; None for none."""
        ...


class Tally(Struct, frozen=True):
    """What counts the cards of a library at a moment."""

    library: Library
    wanted: Library
    """The decks of the topics that the user chose."""
    runnable: CardList
    """Those of its cards that may run here."""
    memories: Memories
    lists: MemoryLists | None
    now: Moment
    schedule: SchedulerSettings
    interview: StudyDay | None

    @property
    def counter(self) -> DeckCounter:
        """What counts by decks."""
        return DeckCounter(self.memories, self.now, self.lists)

    @property
    def recall_day(self) -> StudyDay:
        """The day for which the recall is predicted."""
        return self.interview or days_after(self.now.day, 1)

    def shelves(self) -> tuple[Shelf, ...]:
        """Count the wanted decks' cards, without those buried or suspended."""
        return self.counter.shelves(self.wanted)

    def readiness(self) -> dict[str, Readiness]:
        """Predict the recall of each deck for the interview, or for tomorrow."""
        counter, day = self.counter, self.recall_day
        return {
            deck.id: counter.readiness(deck, day, self.schedule)
            for deck in self.wanted.decks
        }

    def forecast(self, days: int) -> Forecast:
        """Count the cards of all decks by the day on which they are due."""
        if self.lists is None:
            by_card = self.memories.by_card
            return forecast(self.library.cards, by_card, self.now, days)
        return self.counter.forecast(self.library, days)

    def weakest(self, most: int) -> tuple[tuple[float, CardId], ...]:
        """Return the cards least likely to be recalled tomorrow, with the recall."""
        by_card, settings = self.memories.by_card, self.schedule
        lists = self.lists or HeldLists(by_card)
        tomorrow = days_after(self.now.day, 1)
        asked, found = most, list[CardId]()
        while len(found) < most <= asked <= _MOST_ASKED:
            ids = lists.weakest(tomorrow, asked)
            found = [card for card in ids if self.library.has(card)][:most]
            asked = 8 * asked if len(ids) == asked else 0
        return tuple(
            (retrievability(by_card[card], tomorrow, settings), card) for card in found
        )


class Coming(Struct, frozen=True):
    """What comes, and what is weakest."""

    ahead: Forecast
    weakest: tuple[tuple[float, CardId], ...]


class Overview(Struct, frozen=True):
    """The figures of home, as far as they are known."""

    shelves: tuple[Shelf, ...]
    readiness: dict[str, Readiness]
    coming: Coming | None = None
    """What is beside the decks."""
    load: Workload | None = None
    """What is asked today."""
    tomorrow: Workload | None = None
    """What the next day asks, if nothing is left for today."""
    plan: str | None = None


def overviews(tally: Tally, ahead: DaysAhead) -> Iterator[Overview]:
    """Yield the figures; the last ones are whole. A plan takes the longest."""
    known = Overview(tally.shelves(), tally.readiness())
    yield known
    known = replace(
        known, coming=Coming(tally.forecast(COMING_DAYS), tally.weakest(MAX_WEAKEST))
    )
    yield known
    load = ahead.workload(tally.runnable)
    tomorrow = None if load.cards else ahead.workload_tomorrow(tally.runnable)
    plan = ahead.plan(tally.wanted.every)
    yield replace(known, load=load, tomorrow=tomorrow, plan=plan)
