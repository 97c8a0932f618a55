"""Workspace: decks, log and runner, as screens use them between sessions.

It counts cards, begins sessions, marks cards, and reloads decks when their files
change. What it shows follows from the decks and the log alone.
"""

from collections.abc import (
    Callable,
    Container,
    Hashable,
    Iterable,
    Iterator,
    Sequence,
)
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.cards.card import Card
from quizapp.core.cards.card_list import CardList, list_of
from quizapp.core.cards.course import study_order
from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.reload import with_stale_cards
from quizapp.core.scheduling.intervals import SchedulerSettings, retrievability
from quizapp.core.scheduling.memory import Memories, record_of
from quizapp.core.scheduling.review import EventId, Fact, Reviewed
from quizapp.core.scheduling.workload import Workload
from quizapp.core.stats.deck_counts import Shelf
from quizapp.core.stats.readiness import NOT_READY, Readiness
from quizapp.core.stats.streak import streak
from quizapp.flow.ledger import Ledger
from quizapp.flow.overview import DaysAhead, Overview, Tally, overviews
from quizapp.flow.ports import Clock, Rebuild, Runner
from quizapp.flow.study import Study

if TYPE_CHECKING:
    from quizapp.core.scheduling.plan import Plan
    from quizapp.core.search.states import CardStates
    from quizapp.core.stats.figure_lists import StudyFigures
    from quizapp.core.stats.statistics import Statistics
    from quizapp.core.stats.topics import TopicCounts

TOUR = ("predict", "choice", "fix")
"""The kinds of the three cards that show a newcomer how quizapp works."""


class Scope(Enum):
    """Which of its cards a session asks."""

    DUE = "those that are due or new, within the limits of the day"
    ALL = "all, whatever the limits, and each of them once"
    CRAM = "all, and nothing is recorded"


class DeckSource(Protocol):
    """The files of the decks."""

    def load(self) -> Library:
        """Read the decks again."""
        ...

    def stamp(self, library: Library) -> Hashable:
        """Return a value that changes when the files of these decks do."""
        ...


class Planner(Struct, frozen=True):
    """Plans by other settings than those in use."""

    today: StudyDay
    interview: StudyDay | None
    """The one in use, if it is ahead."""
    time: StudyTime
    """The one in use."""
    make: "Callable[[StudyDay, StudyTime], Plan]"
    """Plans the days up to an interview; takes a while, and may run in a thread."""


class Sessions(DaysAhead, Protocol):
    """Begins sessions by the user's settings."""

    @property
    def interview(self) -> StudyDay | None:
        """The study day of the interview; None if there is none ahead."""
        ...

    def begin(self, cards: CardList, scope: Scope) -> Study:
        """Begin a session over these cards."""
        ...

    def may_run(self, deck: Deck) -> bool:
        """Return whether the code of a deck, if it has any, may run here."""
        ...

    @property
    def is_day_off(self) -> bool:
        """Whether nothing is planned today, though there is an interview ahead."""
        ...

    def of_topics(self, library: Library) -> Library:
        """Return the decks of the topics that the user chose."""
        ...

    def planner(self, cards: CardList) -> Planner:
        """Return what plans by other settings than those in use."""
        ...

    def rebuild(self) -> Rebuild | None:
        """Return what to do before changed settings are used; None if it is fast.

        Raises QuizError if they are not valid.
        """
        ...

    def use_settings(self) -> tuple[str, ...]:
        """Use the settings as they are now; return those that need a restart.

        Raises QuizError, and keeps the settings, if they are not valid.
        """
        ...

    def apart(self) -> "Callable[[StudyFigures], DaysAhead]":
        """Return what says the same in another thread, from what is read there."""
        ...


class Gains(Struct, frozen=True):
    """Where a session has brought the user."""

    ready: float
    """The predicted recall of all cards, from 0 to 1."""
    gained: float
    """The part of it that the session added."""
    streak: int
    """Days of study in a row."""
    done: int
    """Reviews of today."""
    today: Workload
    """What is still to study."""
    tomorrow: Workload


class Workspace(Struct):
    """The decks and the log in use."""

    library: Library
    ledger: Ledger
    runner: Runner
    clock: Clock
    decks: DeckSource
    sessions: Sessions
    _read_at: Hashable = None

    def __post_init__(self) -> None:
        self._read_at = self.decks.stamp(self.library)

    @property
    def memories(self) -> Memories:
        """The memories now."""
        return self.ledger.memories

    @property
    def schedule(self) -> SchedulerSettings:
        """The settings that the memories are folded with."""
        return self.ledger.settings

    def now(self) -> Moment:
        """Return the time."""
        return self.clock()

    def card_states(self) -> "CardStates":
        """Return the states of all cards now."""
        from quizapp.core.search.states import CardStates

        return CardStates(self.memories, self.now(), self.ledger.lists)

    @property
    def interview(self) -> StudyDay | None:
        """The study day of the interview; None if there is none ahead."""
        return self.sessions.interview

    def begin(self, cards: Iterable[Card], scope: Scope) -> Study:
        """Begin a session over those of the cards that may run here.

        New cards come in study order; a session of all its cards keeps their order.
        """
        chosen = self._that_may_run(list_of(cards, self.library.decks))
        if scope is not Scope.ALL:
            chosen = study_order(chosen, self.library.decks)
        return self.sessions.begin(chosen, scope)

    def _that_may_run(self, cards: CardList) -> CardList:
        """Return the cards that have nothing to run, or code that may run here."""
        decks = cards.decks.values()
        refused = {deck.id for deck in decks if not self.sessions.may_run(deck)}
        return cards.at_rest_in(refused) if refused else cards

    def may_run(self, card: Card) -> bool:
        """Return whether a card has nothing to run, or code that may run here."""
        deck = self.library.deck_of(card.id)
        return not card.has_program or self.sessions.may_run(deck)

    @property
    def is_day_off(self) -> bool:
        """Whether nothing is planned today, though there is an interview ahead."""
        return self.sessions.is_day_off

    @property
    def wanted(self) -> Library:
        """The decks of the topics that the user chose; sessions may name others."""
        return self.sessions.of_topics(self.library)

    def planner(self) -> Planner:
        """Return what plans by other settings than those in use."""
        return self.sessions.planner(self.wanted.every)

    def rebuild(self) -> Rebuild | None:
        """Return what to do, in any thread, before changed settings are used.

        None if it is fast. Raises QuizError.
        """
        return self.sessions.rebuild()

    def use_settings(self) -> tuple[str, ...]:
        """Use changed settings; return those that need a restart. Raises QuizError."""
        return self.sessions.use_settings()

    def workload(self) -> Workload:
        """Return what a session over all cards asks now."""
        return self.sessions.workload(self._runnable())

    def workload_tomorrow(self) -> Workload:
        """Return what the next study day asks."""
        return self.sessions.workload_tomorrow(self._runnable())

    def _runnable(self) -> CardList:
        return self._that_may_run(self.wanted.every)

    def readiness(self) -> dict[str, Readiness]:
        """Predict the recall of each deck for the interview, or for tomorrow."""
        return self.tally().readiness()

    def tally(self) -> Tally:
        """Return what counts the cards now."""
        return Tally(
            self.library,
            self.wanted,
            self._runnable(),
            self.memories,
            self.ledger.lists,
            self.now(),
            self.schedule,
            self.interview,
        )

    @property
    def is_large(self) -> bool:
        """Whether its figures take a while, and can be read in another thread."""
        return self.ledger.lists is not None

    def overviews(self) -> Callable[[], Iterator[Overview]]:
        """Return what computes the figures of home in pieces.

        If the log is large, in any thread; otherwise only in this one.
        """
        tally = self.tally()
        if not self.is_large:
            return partial(overviews, tally, self.sessions)
        studies, ahead = self.ledger.studies(), self.sessions.apart()

        def read(study: "StudyFigures") -> Iterator[Overview]:
            own = replace(tally, memories=study.memories, lists=study.lists)
            return overviews(own, ahead(study))

        def pieces() -> Iterator[Overview]:
            from quizapp.core.stats.reading import readable

            return readable(studies, read)

        return pieces

    def progress(self, reviews: Sequence[Reviewed]) -> Gains:
        """Say what a session gained that added these reviews."""
        every = sum(self.readiness().values(), NOT_READY)
        added = {review.id for review in reviews}
        cards = {review.card for review in reviews}
        gained = sum(self._gained(card, added) for card in cards)
        day, days = self.now().day, self.memories.days
        return Gains(
            every.share,
            gained / max(1, every.cards),
            streak(days, day),
            days.get(day, 0),
            self.workload(),
            self.workload_tomorrow(),
        )

    def _gained(self, card: CardId, added: Container[EventId]) -> float:
        """Return how much likelier a card is recalled than without some reviews."""
        settings, day = self.schedule, self.tally().recall_day
        history = [fact for fact in self.ledger.history(card) if fact.id not in added]
        before, now = (
            record_of(history, settings).memory,
            self.memories.by_card.get(card),
        )
        return sum(
            sign * retrievability(memory, day, settings)
            for sign, memory in ((1, now), (-1, before))
            if memory is not None
        )

    def shelves(self) -> tuple[Shelf, ...]:
        """Count the wanted decks' cards, without those buried or suspended."""
        return self.tally().shelves()

    def topics(self) -> "tuple[TopicCounts, ...]":
        """Count the cards of every topic, wanted or not."""
        from quizapp.core.stats.topics import count_topics

        counter, settings = self.tally().counter, self.schedule
        return count_topics(self.library, counter, settings, self.interview)

    def figures(self, days: int) -> "Callable[[], Iterator[Statistics]]":
        """Return what computes the statistics in pieces, in any thread.

        The cards are those of the wanted topics. What is yielded last is whole.
        """
        now, settings, interview = self.clock(), self.schedule, self.interview
        resting = frozenset(self.memories.suspended)
        library, wanted, studies = self.library, self.wanted, self.ledger.studies()

        def pieces() -> "Iterator[Statistics]":
            from quizapp.core.stats.reading import reading_statistics
            from quizapp.core.stats.statistics import Period

            period = Period(now, days, settings, interview, resting)
            chosen = None if wanted is library else wanted.every
            yield from reading_statistics(studies, library, period, chosen)

        return pieces

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return a card's facts that were not retracted, the oldest first."""
        return tuple(self.ledger.history(card))

    def mark(self, card: CardId, mark: Mark) -> None:
        """Bury, suspend, resume or reset a card. Raises LogError."""
        self.ledger.mark(card, mark)

    def undo(self) -> CardId | None:
        """Undo the last step and return its card, None without one. Raises LogError."""
        last = self.ledger.last()
        if last is None:
            return None
        self.ledger.retract(last)
        return last.card

    def is_stale(self) -> bool:
        """Return whether the files of the decks changed since they were read."""
        return self.decks.stamp(self.library) != self._read_at

    def reload(self) -> Library:
        """Read the decks again; cards that have errors now stay as they were."""
        self._read_at = self.decks.stamp(self.library)
        self.library = with_stale_cards(self.library, self.decks.load())
        return self.library

    def tour(self) -> Sequence[Card]:
        """Return the first card of each kind of the tour, and others up to three."""
        cards = study_order(self.wanted.every, self.wanted.decks)
        firsts = (
            next((card for card in cards if card.kind.name == kind), None)
            for kind in TOUR
        )
        chosen = [card for card in firsts if card is not None]
        others = [card for card in cards if card not in chosen]
        return (*chosen, *others)[: len(TOUR)]
