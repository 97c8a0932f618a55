"""Kept lists: memories in an order, and counted by decks, as the index has them."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Protocol, TypeVar

import msgspec

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.agenda import WaitingCard
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings
from quizapp.core.scheduling.listed import (
    EVER,
    ComingCards,
    DeckStates,
    Need,
    SeenCards,
)
from quizapp.store.index_rows import (
    HAS_MEMORY,
    codes_of,
    instant_of,
    microseconds_of,
    records_in,
    tie_of,
)

_T = TypeVar("_T")
_OF_DECKS = "(:decks IS NULL OR deck IN (SELECT value FROM json_each(:decks)))"
_FORGOTTEN = "-max(0, :interview - seen_on) / stability"
_DUE = f"FROM records WHERE due_on <= :day AND {_OF_DECKS}"
_WAIT = f"FROM records WHERE due_at IS NOT NULL AND {_OF_DECKS}"
_OVERDUE = (
    f"SELECT deck, card, due_on {_DUE} AND due_on >= :since"  # constants
    " ORDER BY due_on, tie LIMIT :most"
)
_NEEDED = (
    f"SELECT deck, card, {_FORGOTTEN} AS urgency {_DUE} AND due_on >= :since"
    " ORDER BY urgency, tie LIMIT :most"
)
_LATER = (
    f"SELECT deck, card, {_FORGOTTEN} AS urgency FROM records"  # noqa: S608  # constants
    f" WHERE due_on > :day AND seen_on < :before AND {_OF_DECKS}"
    " ORDER BY urgency, tie LIMIT :most"
)
_SEEN_SINCE = f"SELECT deck, card FROM records WHERE seen_on >= :day AND {_OF_DECKS}"  # noqa: S608  # constants
_WAITING = f"SELECT due_at, deck, card {_WAIT} ORDER BY due_at, deck, card LIMIT :most"
_SEEN = "SELECT deck, seen, total FROM decks WHERE seen > 0"
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

    def due(
        self,
        day: StudyDay,
        need: Need = Need(),
        decks: Collection[str] | None = None,
        most: int | None = None,
        since: StudyDay = EVER,
    ) -> list[CardId]:
        """Return the cards that are due on a day, or the first of them, by need."""
        values = {"day": day, "decks": _json(decks), "since": since}
        sql = _OVERDUE if need.interview is None else _NEEDED
        return self._by_need(sql, values, need, most)

    def later(
        self,
        day: StudyDay,
        before: StudyDay,
        need: Need,
        decks: Collection[str] | None = None,
        most: int | None = None,
    ) -> list[CardId]:
        """Return the cards that are due after a day and were last seen before one."""
        values = {"day": day, "before": before, "decks": _json(decks)}
        return self._by_need(_LATER, values, need, most)

    def learning(
        self, decks: Collection[str] | None = None
    ) -> list[tuple[CardId, Memory]]:
        """Return the cards between learning steps with their memories."""
        where, values = f"due_at IS NOT NULL AND {_OF_DECKS}", {"decks": _json(decks)}
        return self._index.ask(
            lambda index: [
                (card, record.memory)
                for card, record in records_in(index, where, values)
                if record.memory is not None
            ]
        )

    def seen_since(
        self, day: StudyDay, decks: Collection[str] | None = None
    ) -> list[CardId]:
        """Return the cards that were last seen on a day or after it."""
        values = {"day": day, "decks": _json(decks)}
        return self._index.ask(
            lambda index: [CardId(*row) for row in index.execute(_SEEN_SINCE, values)]
        )

    def _by_need(
        self, sql: str, values: Mapping[str, object], need: Need, most: int | None
    ) -> list[CardId]:
        limit = -1 if most is None or need.seed else most
        values = {**values, "interview": need.interview, "most": limit}
        rows: list[tuple[str, str, float]] = self._index.ask(
            lambda index: index.execute(sql, values).fetchall()
        )
        if not need.seed:  # their order is kept
            return [CardId(deck, card) for deck, card, _ in rows]
        keyed = [(urgency, CardId(deck, card)) for deck, card, urgency in rows]
        keyed.sort(key=lambda pair: (pair[0], tie_of(pair[1], need.seed)))
        return [card for _, card in keyed][:most]

    def waiting(
        self, decks: Collection[str] | None = None, most: int | None = None
    ) -> list[WaitingCard]:
        """Return the cards between learning steps, or the first of them, in order."""
        values = {"decks": _json(decks), "most": -1 if most is None else most}
        return self._index.ask(
            lambda index: [
                WaitingCard(instant_of(at), CardId(deck, card))
                for at, deck, card in index.execute(_WAITING, values)
            ]
        )

    def count_due(self, day: StudyDay | None, decks: Collection[str] | None) -> int:
        """Count the cards of some decks that are due; None for those that wait."""
        which = _WAIT if day is None else _DUE
        values = {"day": day, "decks": _json(decks)}
        sql = f"SELECT count(*) {which}"
        return self._index.ask(
            lambda index: int(index.execute(sql, values).fetchone()[0])
        )

    def names_due(
        self, day: StudyDay | None, decks: Collection[str]
    ) -> Mapping[str, Sequence[str]]:
        """Return the names of the same cards, by their decks."""
        which = _WAIT if day is None else _DUE
        values = {"day": day, "decks": _json(decks)}
        sql = f"SELECT deck, json_group_array(card) {which} GROUP BY deck"
        return self._index.ask(
            lambda index: {
                deck: msgspec.json.decode(names, type=list[str])
                for deck, names in index.execute(sql, values)
            }
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
        values = (_json(without),)
        return self._index.ask(
            lambda index: {
                StudyDay(day): count for day, count in index.execute(_DAYS, values)
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


def _json(names: Collection[str] | None) -> str | None:
    return None if names is None else msgspec.json.encode(list(names)).decode()
