"""Kept lists: memories in an order, and counted by decks, as the index has them."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Set
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.listed import ComingCards, DeckStates, SeenCards
from quizapp.store.index_rows import HAS_MEMORY, codes_of, instant_of, microseconds_of

_T = TypeVar("_T")
_DUE = "SELECT deck, card FROM records WHERE due_on <= ? ORDER BY due_on, tie"
_WAITING = "SELECT due_at, deck, card FROM records WHERE due_at IS NOT NULL"
_SEEN = (
    f"SELECT deck, count(*), sum(name_hash) FROM records WHERE {HAS_MEMORY}"  # noqa: S608  # constants
    " GROUP BY deck"
)
_NAMES = f"SELECT card FROM records WHERE deck = ? AND {HAS_MEMORY}"  # noqa: S608  # constants
_COMING = (
    "SELECT deck, sum(due_on <= ?1), sum(due_on = ?1 + 1), sum(due_on > ?1)"
    " FROM records WHERE seen_on IS NOT NULL AND due_on IS NOT NULL GROUP BY deck"
)
_DAYS = (
    "SELECT due_on, count(*) FROM records WHERE due_on IS NOT NULL"
    " AND deck NOT IN (SELECT value FROM json_each(?)) GROUP BY due_on"
)
_RECALLED = (
    "SELECT deck, sum(pow(1 + ? * max(0, ? - seen_on) / stability, ?))"
    " FROM records WHERE seen_on IS NOT NULL GROUP BY deck"
)
_STATES = (
    "SELECT deck, count(*), sum(name_hash), group_concat("  # noqa: S608  # constants
    "CASE WHEN due_on <= :day OR due_at <= :at THEN due_code ELSE code END, '')"
    f" FROM records INDEXED BY by_deck WHERE {HAS_MEMORY} GROUP BY deck"
)
"""The index has the cards in the order of their names."""
_WEAKEST = (
    f"SELECT deck, card FROM records WHERE {HAS_MEMORY}"  # noqa: S608  # constants
    " ORDER BY max(0, ? - seen_on) / stability DESC, deck, card LIMIT ?"
)


class Asked(Protocol):
    """An index that is brought up to the log before it is asked."""

    def ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Return the answer of the index; one that is damaged is made again."""
        ...


class KeptLists:
    """The lists of an index; see `listed.MemoryLists`."""

    def __init__(self, index: Asked) -> None:
        self._index = index

    def states(self, moment: Moment) -> Mapping[str, DeckStates]:
        """Return the states of all cards that have a memory, by their decks."""
        values = {"day": moment.day, "at": microseconds_of(moment.at)}
        return self._index.ask(
            lambda index: {
                deck: DeckStates(SeenCards(*seen), codes_of(codes))
                for deck, *seen, codes in index.execute(_STATES, values)
            }
        )

    def due(self, day: StudyDay) -> list[CardId]:
        """Return the cards that are due on a day, as `by_need` orders them."""
        return self._index.ask(
            lambda index: [CardId(*row) for row in index.execute(_DUE, (day,))]
        )

    def waiting(self) -> list[tuple[datetime, CardId]]:
        """Return the cards between learning steps, and when each returns."""
        return self._index.ask(
            lambda index: [
                (instant_of(at), CardId(deck, card))
                for at, deck, card in index.execute(_WAITING)
            ]
        )

    def seen(self) -> Mapping[str, SeenCards]:
        """Return the cards that have a memory, counted by their decks."""
        return self._index.ask(
            lambda index: {
                deck: SeenCards(count, total)
                for deck, count, total in index.execute(_SEEN)
            }
        )

    def names(self, deck: str) -> Set[str]:
        """Return the names of the cards of a deck that have a memory."""
        return self._index.ask(
            lambda index: {name for (name,) in index.execute(_NAMES, (deck,))}
        )

    def coming(self, day: StudyDay) -> Mapping[str, ComingCards]:
        """Return when the cards past their learning steps are due, by their decks."""
        return self._index.ask(
            lambda index: {
                deck: ComingCards(*counts)
                for deck, *counts in index.execute(_COMING, (day,))
            }
        )

    def days(self, without: Collection[str]) -> Mapping[StudyDay, int]:
        """Return how many cards past their learning steps are due on each day."""
        names = msgspec.json.encode(list(without)).decode()
        return self._index.ask(
            lambda index: {
                StudyDay(day): count for day, count in index.execute(_DAYS, (names,))
            }
        )

    def recalled(
        self, day: StudyDay, settings: SchedulerSettings
    ) -> Mapping[str, float]:
        """Return the sum of the predicted recalls of a deck's cards."""
        model = settings.model
        values = (model.factor, day, -model.weights[20])

        def sums(index: sqlite3.Connection) -> dict[str, float]:
            try:
                return dict(index.execute(_RECALLED, values))
            except sqlite3.OperationalError:  # this SQLite was made without `pow`
                index.create_function("pow", 2, pow, deterministic=True)
                return dict(index.execute(_RECALLED, values))

        return self._index.ask(sums)

    def weakest(self, day: StudyDay, most: int) -> list[CardId]:
        """Return the cards that are least likely to be recalled on a day."""
        return self._index.ask(
            lambda index: [CardId(*row) for row in index.execute(_WEAKEST, (day, most))]
        )
