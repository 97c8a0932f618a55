"""Library: all decks that were loaded, and all problems of those that were not."""

from collections.abc import (
    Collection,
    ItemsView,
    Iterable,
    Iterator,
    Mapping,
    ValuesView,
)
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.card_list import CardList, Run
from quizapp.core.cards.deck import Deck as Deck  # noqa: PLC0414  # part of a library
from quizapp.core.cards.renames import Renames, renames

_NOWHERE: tuple[int, Mapping[str, int]] = (0, {})


class Problem(Struct, frozen=True):
    """An error in a deck, for its author to fix."""

    position: Position
    message: str
    """What is wrong, and what to do."""
    card: CardId | None = None

    def __str__(self) -> str:
        return f"{self.position}: {self.message}"


class Library(Struct, frozen=True, dict=True):
    """All decks that were loaded, and all problems of those that were not."""

    decks: tuple[Deck, ...] = ()
    problems: tuple[Problem, ...] = ()
    stale: frozenset[CardId] = frozenset()
    """Cards that could not be read again: older versions are kept."""

    @cached_property
    def cards(self) -> Mapping[CardId, Card]:
        """Every card, in the order of the decks; each is read when it is asked for."""
        return LibraryCards(self)

    @cached_property
    def every(self) -> CardList:
        """The same cards as a list, none of them read."""
        return CardList(tuple(Run(deck) for deck in self.decks))

    @cached_property
    def renames(self) -> Renames:
        """What was renamed, and the former ids that clash."""
        return renames(self.decks)

    @property
    def former(self) -> FormerIds:
        """The former ids of cards and decks."""
        return self.renames.former

    @property
    def ids(self) -> Collection[str]:
        """The ids of the decks."""
        return self._by_id.keys()

    @cached_property
    def _by_id(self) -> Mapping[str, Deck]:
        return {deck.id: deck for deck in self.decks}

    def deck_of(self, card: CardId) -> Deck:
        """Return the deck of a loaded card."""
        return self._by_id[card.deck]

    def find(self, card: CardId) -> Card | None:
        """Return the card of this id, None if there is none."""
        deck = self._by_id.get(card.deck)
        place = None if deck is None else deck.outline.places.get(card.card)
        return None if deck is None or place is None else deck.cards[place]

    def place(self, card: CardId) -> int | None:
        """Return the place of a card among every card, None if there is none."""
        start, places = self._starts.get(card.deck, _NOWHERE)
        place = places.get(card.card)
        return None if place is None else start + place

    def places(self, named: Mapping[str, Iterable[str]]) -> set[int]:
        """Return the places of the cards of these names, deck by deck."""
        found: set[int] = set()
        for deck, names in named.items():
            start, places = self._starts.get(deck, _NOWHERE)
            known = map(places.get, names)
            found.update([start + place for place in known if place is not None])
        return found

    @cached_property
    def _starts(self) -> Mapping[str, tuple[int, Mapping[str, int]]]:
        """The place of the first card of each deck, and the places in it."""
        lengths = (len(deck.outline) for deck in self.decks)
        starts = accumulate(lengths, initial=0)
        return {
            deck.id: (start, deck.outline.places)
            for start, deck in zip(starts, self.decks, strict=False)
        }

    def has(self, card: CardId) -> bool:
        """Return whether there is a card of this id."""
        deck = self._by_id.get(card.deck)
        return deck is not None and card.card in deck.outline.places


class LibraryCards(Mapping[CardId, Card]):
    """The cards of a library by their ids."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getitem__(self, id_: CardId) -> Card:
        card = self._library.find(id_)
        if card is None:
            raise KeyError(id_)
        return card

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, CardId) and self._library.has(id_)

    def __iter__(self) -> Iterator[CardId]:
        return iter(self._library.every.ids)

    def __len__(self) -> int:
        return len(self._library.every)

    def values(self) -> ValuesView[Card]:
        """Return all cards, each read as it is reached."""
        return _Values(self)

    def items(self) -> ItemsView[CardId, Card]:
        """Return all cards with their ids, each read as it is reached."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[CardId, Card]]:
        """Yield every card with its id."""
        return zip(self, self._library.every, strict=True)


class _Values(ValuesView[Card]):
    _mapping: LibraryCards

    def __iter__(self) -> Iterator[Card]:
        return (card for _, card in self._mapping.pairs())


class _Items(ItemsView[CardId, Card]):
    _mapping: LibraryCards

    def __iter__(self) -> Iterator[tuple[CardId, Card]]:
        return self._mapping.pairs()
