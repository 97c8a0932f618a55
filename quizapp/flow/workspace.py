"""The desk: decks, log and runner between sittings.

Every front end that is more than one sitting works at a desk: it counts what
waits, begins sittings, sets cards aside, and takes decks in again when their
files change. What it shows follows from the decks and the log alone.
"""

from collections.abc import Callable, Hashable, Iterable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.reload import keeping
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import Fact
from quizapp.core.stats.deck_counts import DeckCounts, count
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import Clock, Runner
from quizapp.flow.study import Study

if TYPE_CHECKING:
    from quizapp.core.stats.statistics import Statistics

TOUR = ("predict", "choice")
"""The kinds of the two cards that show a newcomer how it goes."""

Load = Callable[[], Library]
"""Reads the decks from their files."""


class Asked(Enum):
    """Which of its cards a sitting asks."""

    WAITING = "what waits of them, up to the limits of the day"
    ALL = "all of them, whatever the limits"
    PASSING = "all of them, off the record"


Sit = Callable[[tuple[Card, ...], Asked], Study]
"""Begins a sitting over cards."""

MayRun = Callable[[Card], bool]
"""Tells whether a card has nothing to run, or code that may run on this machine."""


Stamp = Callable[[Library], Hashable]
"""Returns something that is another once the files of the decks were changed."""


class Shelf(Struct, frozen=True):
    """A deck, and where its cards stand."""

    deck: Deck
    standing: DeckCounts


class Workspace(Struct):
    """Decks and log in use."""

    collection: Library
    ledger: Ledger
    runner: Runner
    clock: Clock
    load: Load
    sit: Sit
    stamp: Stamp = lambda _: None
    interview: StudyDay | None = None
    """The study day of the interview ahead."""
    may_run: MayRun = lambda _: True
    plan: Callable[[], str | None] = lambda: None
    """Says in a line what the plan up to it asks for today."""
    _read_at: Hashable = None

    def __post_init__(self) -> None:
        self._read_at = self.stamp(self.collection)

    @property
    def memories(self) -> Memories:
        """What is remembered now."""
        return self.ledger.memories

    @property
    def schedule(self) -> SchedulerSettings:
        """By which the memories are folded."""
        return self.ledger.settings

    def now(self) -> Moment:
        """Tell the time."""
        return self.clock()

    def shelves(self) -> tuple[Shelf, ...]:
        """Count every deck's cards; those set aside are asked for nowhere."""
        now = self.clock()
        aside = self.memories.aside(now.day)
        return tuple(
            Shelf(deck, count(_ids(deck, aside), self.memories.by_card, now))
            for deck in self.collection.decks
        )

    def figures(self, days: int) -> "Callable[[], Statistics]":
        """Take from the log what figures need; to compute them is for a thread."""
        from quizapp.core.stats.statistics import Frame, statistics

        reviews, library = self.ledger.reviews(), self.collection
        memories = dict(self.memories.by_card)
        resting = frozenset(self.memories.suspended)
        frame = Frame(self.clock(), days, self.schedule, self.interview, resting)
        return partial(statistics, reviews, memories, library, frame)

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return what stands of a card, oldest first."""
        return tuple(self.ledger.history(card))

    def mark(self, card: CardId, mark: Mark) -> None:
        """Bury, suspend, resume or reset a card. Raises LogError."""
        self.ledger.mark(card, mark)

    def undo(self) -> CardId | None:
        """Take back what was done last, and tell to which card. Raises LogError."""
        last = self.ledger.last()
        if last is None:
            return None
        self.ledger.retract(last)
        return last.card

    def is_stale(self) -> bool:
        """Tell whether the files of the decks were changed since they were read."""
        return self.stamp(self.collection) != self._read_at

    def reload(self) -> Library:
        """Take the decks in again; what a slip of an author cost stays as it was."""
        self._read_at = self.stamp(self.collection)
        self.collection = keeping(self.collection, self.load())
        return self.collection

    def tour(self) -> tuple[Card, ...]:
        """Return cards that show a newcomer how it goes; else the first there are."""
        every = tuple(self.collection.cards.values())
        firsts = (
            next((card for card in every if card.kind.name == kind), None)
            for kind in TOUR
        )
        return tuple(card for card in firsts if card is not None) or every[: len(TOUR)]


def _ids(deck: Deck, aside: frozenset[CardId]) -> Iterable[CardId]:
    return (card.id for card in deck.cards if card.id not in aside)
