"""Memory views: mappings that look up what they are asked for.

They equal the dicts that a fold of the log gives.
"""

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import Protocol, TypeVar

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.memory import CardRecord, Memories

_T = TypeVar("_T")


class Records(Protocol):
    """Where records are looked up."""

    def record(self, card: CardId) -> CardRecord:
        """Return the record of a card; that of a new card if there is none."""
        ...

    def records(self) -> Iterator[tuple[CardId, CardRecord]]:
        """Yield the records of all cards that were reviewed."""
        ...

    def count(self) -> int:
        """Count the cards that have a memory."""
        ...

    def marked(self) -> Mapping[CardId, CardRecord]:
        """Return the records with a mark or a remark, and those that had one."""
        ...


class _View(Mapping[CardId, _T]):
    """One field of the records; cards that have None there are left out."""

    def __init__(
        self, records: Records, field: Callable[[CardRecord], _T | None]
    ) -> None:
        self._records, self._field = records, field

    def pairs(self) -> Iterator[tuple[CardId, _T]]:
        """Yield the cards that have a value, with it."""
        for card, record in self._every():
            value = self._field(record)
            if value is not None:
                yield card, value

    def _every(self) -> Iterator[tuple[CardId, CardRecord]]:
        raise NotImplementedError

    def __getitem__(self, card: CardId) -> _T:
        value = self.get(card)
        if value is None:
            raise KeyError(card)
        return value

    def get(self, card: CardId, default: _T | None = None) -> _T | None:  # type: ignore[override]
        """Return the value of a card."""
        value = self._field(self._records.record(card))
        return default if value is None else value

    def __contains__(self, card: object) -> bool:
        return isinstance(card, CardId) and self.get(card) is not None

    def __iter__(self) -> Iterator[CardId]:
        return (card for card, _ in self.pairs())

    def __len__(self) -> int:
        return sum(1 for _ in self.pairs())

    def items(self) -> ItemsView[CardId, _T]:
        """Return all pairs, read at once."""
        return _Items(self)

    def values(self) -> ValuesView[_T]:
        """Return all values, read at once."""
        return _Values(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self.pairs()) == dict(other.items())

    __hash__ = None  # type: ignore[assignment]


class _Items(ItemsView[CardId, _T]):
    _mapping: _View[_T]

    def __iter__(self) -> Iterator[tuple[CardId, _T]]:
        return self._mapping.pairs()


class _Values(ValuesView[_T]):
    _mapping: _View[_T]

    def __iter__(self) -> Iterator[_T]:
        return (value for _, value in self._mapping.pairs())


class Looked(_View[_T]):
    """A field that every card has that was reviewed."""

    def records(self) -> Iterator[tuple[CardId, CardRecord]]:
        """Yield the records of all cards that were reviewed."""
        return self._records.records()

    def _every(self) -> Iterator[tuple[CardId, CardRecord]]:
        return self._records.records()

    def __len__(self) -> int:
        return self._records.count()

    def __bool__(self) -> bool:
        return any(True for _ in self.pairs())


class Noted(_View[_T]):
    """A field that few cards have: all of them are read at the first question."""

    def _every(self) -> Iterator[tuple[CardId, CardRecord]]:
        return iter(self._records.marked().items())

    def get(self, card: CardId, default: _T | None = None) -> _T | None:  # type: ignore[override]
        """Return the value of a card."""
        record = self._records.marked().get(card)
        value = None if record is None else self._field(record)
        return default if value is None else value


def held(memories: Memories) -> Memories:
    """Return memories with all cards at hand; each record is read once."""
    by_card, first_day = memories.by_card, memories.first_day
    if isinstance(by_card, Looked):
        pairs = dict(by_card.records())
        both = (
            {card: record.memory for card, record in pairs.items() if record.memory},
            {
                card: record.first_day
                for card, record in pairs.items()
                if record.first_day is not None
            },
        )
    else:
        both = dict(by_card), dict(first_day)
    return replace(memories, by_card=both[0], first_day=both[1])


def viewed(
    records: Records,
    days: Mapping[StudyDay, int] | None = None,
    repeats: Mapping[StudyDay, int] | None = None,
    introduced: Mapping[StudyDay, int] | None = None,
) -> Memories:
    """Return memories that look up records; the counts of days are given."""
    return Memories(
        Looked(records, lambda record: record.memory),
        Looked(records, lambda record: record.first_day),
        Noted(records, lambda record: record.buried),
        Noted(records, lambda record: record.suspended or None).keys(),
        {} if days is None else days,
        {} if repeats is None else repeats,
        Noted(records, lambda record: record.starred or None).keys(),
        Noted(records, lambda record: record.note),
        Noted(records, lambda record: record.reported),
        introduced,
    )
