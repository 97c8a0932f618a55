"""Front: what a search looks at first in a card: its name, its prompt and its tags.

The cache keeps the fronts of a deck's cards together, so that a search reads no card.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.cards.outline import LazyCards


class CardFront(Struct, frozen=True, array_like=True):
    """The front of a card."""

    text: str
    """Name, prompt and tags, folded, a line each."""
    tags: tuple[str, ...] = ()


def front_of(card: Card) -> CardFront:
    """Return the front of a card."""
    prompt = " ".join(card.prompt.replace("\\\n", " ").split())
    text = f"{card.id.deck}/{card.id.card}\n{prompt}\n{' '.join(card.tags)}"
    return CardFront(text.casefold(), card.tags)


def fronts_of(cards: Sequence[Card]) -> Sequence[CardFront]:
    """Return the fronts of a deck's cards, from the cache if it has them."""
    kept = cards.fronts() if isinstance(cards, LazyCards) else None
    if isinstance(kept, tuple) and len(kept) == len(cards):
        return kept
    return [front_of(card) for card in cards]


class Fronts:
    """The fronts of all cards, in order; those of some decks are read at a time."""

    def __init__(self, decks: Iterable[Deck]) -> None:
        self._unread = iter(decks)
        self._texts: list[str] = []
        self._tags: list[tuple[str, ...]] = []

    def read(self, decks: int | None = None) -> bool:
        """Read those of so many more decks; return whether there were any."""
        some = list(islice(self._unread, decks))
        for deck in some:
            shared, fronts = _shared_by(deck), fronts_of(deck.cards)
            self._texts += [front.text + shared for front in fronts]
            self._tags += [front.tags for front in fronts]
        return bool(some)

    @property
    def texts(self) -> Sequence[str]:
        """What a search looks at first, for each card."""
        self.read()
        return self._texts

    @property
    def tags(self) -> Sequence[tuple[str, ...]]:
        """The tags of each card."""
        self.read()
        return self._tags


def _shared_by(deck: Deck) -> str:
    """Return what the texts of all cards of a deck end with."""
    return f"\n{deck.title}\n{deck.topic}".casefold()
