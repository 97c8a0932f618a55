"""Front: what a search looks at first in a card: its name, its prompt and its tags.

The cache keeps the fronts of a deck's cards together, so that a search reads no card.
"""

from collections.abc import Sequence

from msgspec import Struct

from quizapp.core.cards.card import Card
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
