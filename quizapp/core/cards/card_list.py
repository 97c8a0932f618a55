"""Card list: cards in an order, of which only those are read that are asked for.

It is made of runs: all cards of a deck, or some of them. A list of a hundred
thousand cards is as many runs as there are decks.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, groupby
from typing import overload

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.cards.outline import LazyCards
from quizapp.core.scheduling.listed import NamedCards


class Run(Struct, frozen=True):
    """Cards of one deck, one after the other."""

    deck: Deck
    places: Sequence[int] | None = None
    """None for all cards of the deck, in its order."""

    @property
    def numbers(self) -> Sequence[int]:
        """The places of its cards in the deck."""
        return range(len(self.deck.outline)) if self.places is None else self.places

    @property
    def ids(self) -> Sequence[CardId]:
        """The ids of its cards."""
        ids = self.deck.outline.ids
        return ids if self.places is None else [ids[place] for place in self.places]


class CardList(Sequence[Card]):
    """Cards in an order."""

    def __init__(self, runs: tuple[Run, ...] = ()) -> None:
        self.runs = runs

    @cached_property
    def ids(self) -> tuple[CardId, ...]:
        """The ids of the cards, in order."""
        return tuple(chain.from_iterable(run.ids for run in self.runs))

    def named(self) -> tuple[NamedCards, ...]:
        """Return the names of the cards, run by run."""
        return tuple(
            NamedCards(outline.deck, outline.names, outline.fingerprint)
            if run.places is None
            else NamedCards(outline.deck, [outline.names[at] for at in run.places])
            for run in self.runs
            for outline in (run.deck.outline,)
        )

    @cached_property
    def decks(self) -> Mapping[str, Deck]:
        """The decks of the cards by their ids, in order of their first cards."""
        return {run.deck.id: run.deck for run in self.runs if run.numbers}

    def kind(self, card: CardId) -> tuple[str, float | None]:
        """Return the kind of one of its cards: its name and expected seconds."""
        outline = self.decks[card.deck].outline
        return outline.kind(outline.places[card.card])

    @cached_property
    def requires(self) -> Mapping[CardId, tuple[CardId, ...]]:
        """What its cards require; those that require nothing are left out."""
        found: dict[CardId, tuple[CardId, ...]] = {}
        for run in self.runs:
            outline, some = run.deck.outline, run.deck.outline.requires
            for place in some if run.places is None else run.places:
                if place in some:
                    found[outline.ids[place]] = some[place]
        return found

    @cached_property
    def _places(self) -> Mapping[str, Container[int]]:
        """The places of the chosen cards in each deck."""
        places: dict[str, set[int] | range] = {}
        for run in self.runs:
            if run.places is None:
                places[run.deck.id] = range(len(run.deck.outline))
            else:
                places[run.deck.id] = {*places.get(run.deck.id, ()), *run.places}
        return places

    def has(self, card: CardId) -> bool:
        """Return whether the card of this id is in it."""
        deck = self.decks.get(card.deck)
        place = None if deck is None else deck.outline.places.get(card.card)
        return place is not None and place in self._places[card.deck]

    def find(self, card: CardId) -> Card | None:
        """Return the card of this id, None if it is not in it."""
        if not self.has(card):
            return None
        deck = self.decks[card.deck]
        return deck.cards[deck.outline.places[card.card]]

    def at_rest_in(self, decks: Container[str]) -> "CardList":
        """Return the list without those of these decks that have code to run."""
        return CardList(
            tuple(
                Run(run.deck, _at_rest(run)) if run.deck.id in decks else run
                for run in self.runs
            )
        )

    def __len__(self) -> int:
        return sum(len(run.numbers) for run in self.runs)

    def __iter__(self) -> Iterator[Card]:
        for run in self.runs:
            if run.places is None:
                yield from run.deck.cards
            else:
                for place in run.places:
                    yield run.deck.cards[place]

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, at: int | slice) -> Card | tuple[Card, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        deck, place = self._place(range(len(self))[at])
        return deck.cards[place]

    def passing(self, at: int) -> Card:
        """Return a card that is not kept."""
        deck, place = self._place(at)
        cards = deck.cards
        return cards.passing(place) if isinstance(cards, LazyCards) else cards[place]

    def part(self, numbers: Iterable[int]) -> "CardList":
        """Return the cards of these numbers as a list."""
        return list_of_places(map(self._place, numbers))

    def _place(self, at: int) -> tuple[Deck, int]:
        number = bisect_right(self._starts, at) - 1
        run = self.runs[number]
        return run.deck, run.numbers[at - self._starts[number]]

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (len(run.numbers) for run in self.runs)
        return list(accumulate(lengths, initial=0))[:-1]

    def __contains__(self, card: object) -> bool:
        return isinstance(card, Card) and any(card == other for other in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.ids)


def _at_rest(run: Run) -> tuple[int, ...]:
    runs = run.deck.outline.runs
    return tuple(place for place in run.numbers if not runs[place])


def list_of_places(pairs: Iterable[tuple[Deck, int]]) -> CardList:
    """Return a list of single cards, each a deck and a place in it."""
    runs = groupby(pairs, key=lambda pair: pair[0].id)
    listed = (list(group) for _, group in runs)
    return CardList(
        tuple(Run(group[0][0], tuple(place for _, place in group)) for group in listed)
    )


def list_of(cards: Iterable[Card], decks: Iterable[Deck]) -> CardList:
    """Return cards of these decks as a list."""
    if isinstance(cards, CardList):
        return cards
    by_id = {deck.id: deck for deck in decks}
    places = ((by_id.get(card.id.deck), card.id.card) for card in cards)
    return list_of_places(
        (deck, deck.outline.places[name])
        for deck, name in places
        if deck is not None and name in deck.outline.places
    )


class CardsById:
    """The cards of a session by their ids; some may be replaced or added."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._list = cards if isinstance(cards, CardList) else None
        own = () if self._list is not None else cards
        self._own = {card.id: card for card in own}

    def __getitem__(self, id_: CardId) -> Card:
        card = self._own.get(id_)
        if card is None and self._list is not None:
            card = self._list.find(id_)
        if card is None:
            raise KeyError(id_)
        return card

    def __setitem__(self, id_: CardId, card: Card) -> None:
        self._own[id_] = card

    def __contains__(self, id_: CardId) -> bool:
        has = self._list is not None and self._list.has(id_)
        return has or id_ in self._own
