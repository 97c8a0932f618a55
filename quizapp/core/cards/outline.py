"""Outline: what is asked of a deck's cards without reading them.

An outline is made when a deck is checked, and kept beside it: names, kinds and levels
in the order of the cards, and the few cards that have more to say. Cards that are read
one by one come from a source, which has their outline.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level
from quizapp.core.scheduling.listed import name_hash

_LEVELS = tuple(Level)
_BYTES = 256


class Outline(Struct, frozen=True, array_like=True, dict=True):
    """The cards of a deck in brief; a number is a card's place."""

    deck: str
    text: str
    """The names of its cards, one a line: most starts need few of them."""
    fingerprint: int
    """A number that another set of names does not have: see `name_hash`."""
    sorts: tuple[tuple[str, float | None], ...]
    """The kinds of its cards: each one's name and its expected seconds."""
    kinds: bytes
    """For each card, a place in `sorts`."""
    levels: bytes
    """For each card, the place of its level."""
    runs: bytes
    """For each card, whether it has code to run."""
    orders: Mapping[int, int] = field(default_factory=dict)
    requires: Mapping[int, tuple[CardId, ...]] = field(default_factory=dict)
    formerly: Mapping[int, tuple[CardId, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def is_whole(self) -> bool:
        """Whether it can be one that was made here: anyone can write a file."""
        count = len(self.kinds)
        places = (*self.orders, *self.requires, *self.formerly)
        return (
            count == len(self.names) == len(self.levels) == len(self.runs)
            and _are_below(len(self.sorts), self.kinds)
            and _are_below(len(_LEVELS), self.levels)
            and all(0 <= place < count for place in places)
        )

    @cached_property
    def names(self) -> "CardNames":
        """The names of the cards."""
        return CardNames(self.text)

    @property
    def runs_code(self) -> bool:
        """Whether any card has code to run."""
        return 1 in self.runs

    @cached_property
    def ids(self) -> tuple[CardId, ...]:
        """The ids of the cards."""
        return tuple(CardId(self.deck, name) for name in self.names)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of the cards by their names."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def by_name(self) -> tuple[int, ...]:
        """The places of the cards, in the order of their names."""
        names = list(self.names)  # whose items are found fast
        return tuple(sorted(range(len(names)), key=names.__getitem__))

    def has(self, card: CardId) -> bool:
        """Return whether a card of this id is in the deck."""
        return card.deck == self.deck and card.card in self.places

    def kind(self, place: int) -> tuple[str, float | None]:
        """Return the name of a card's kind, and its expected seconds."""
        return self.sorts[self.kinds[place]]

    def level(self, place: int) -> Level:
        """Return the level of a card."""
        return _LEVELS[self.levels[place]]


class CardNames(Sequence[str]):
    """Names that are a text of lines until one of them is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _all(self) -> Sequence[str]:
        return self._text.split("\n") if self._text else ()

    def __len__(self) -> int:
        return self._text.count("\n") + 1 if self._text else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self._all[place]


def _are_below(limit: int, numbers: bytes) -> bool:
    return limit <= _BYTES and not numbers.translate(None, bytes(range(limit)))


def outlined(deck: str, cards: Sequence[Card]) -> Outline:
    """Return the outline of cards that are at hand."""
    sorts = {card.kind.name: card.kind.expected_seconds for card in cards}
    names = tuple(card.id.card for card in cards)
    places = {name: place for place, name in enumerate(sorts)}
    numbered = list(enumerate(cards))
    return Outline(
        deck,
        "\n".join(names),
        sum(map(name_hash, names)),
        tuple(sorts.items()),
        bytes(places[card.kind.name] for card in cards),
        bytes(_LEVELS.index(card.level) for card in cards),
        bytes(card.has_program for card in cards),
        {place: card.order for place, card in numbered if card.order is not None},
        {place: card.requires for place, card in numbered if card.requires},
        {place: card.formerly for place, card in numbered if card.formerly},
    )


class LazyCards(Sequence[Card]):
    """The cards of a deck, each read when it is asked for.

    A card that was asked for by its place is kept; one that was passed by is not.
    """

    def __init__(
        self,
        outline: Outline,
        key: bytes,
        read: Callable[[int], Card],
        code: tuple[str, str] = ("", ""),
        fronts: Callable[[], object] = lambda: None,
    ) -> None:
        self.outline, self.key = outline, key
        """The key tells these cards from those of another deck, or another version."""
        self.code = code
        """The real path of the deck, and its digest there: see `trust`."""
        self.fronts = fronts
        """Reads what is kept of all cards for a search: see `front`."""
        self._read = read
        self._kept: dict[int, Card] = {}

    def __len__(self) -> int:
        return len(self.outline)

    @overload
    def __getitem__(self, place: int) -> Card: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, place: int | slice) -> Card | tuple[Card, ...]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(len(self))))
        at = range(len(self))[place]
        if at not in self._kept:
            self._kept[at] = self._read(at)
        return self._kept[at]

    def passing(self, place: int) -> Card:
        """Return a card that is not kept."""
        return self._kept.get(place) or self._read(place)

    def __iter__(self) -> Iterator[Card]:
        return map(self.passing, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyCards) and other.key == self.key:
            return True
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.outline.text)
