"""Selection: the cards that the words of a command line mean."""

from collections.abc import Iterable
from dataclasses import dataclass

from quizapp.core.card import Card, CardId, Library
from quizapp.errors import nearest


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that names nothing that was loaded."""

    word: str
    nearest: str | None


def select(library: Library, words: Iterable[str]) -> tuple[Card, ...] | Unknown:
    """Return the cards of the words' union, in deck order; all for no words.

    A word is a deck's id, a topic, `tag:NAME`, or one card as `deck/card`.
    """
    wanted = tuple(words)
    chosen: set[CardId] = set()
    for word in wanted:
        found = {
            card.id for card in library.cards.values() if _means(library, word, card)
        }
        if not found:
            return Unknown(word, nearest(word, _names(library)))
        chosen |= found
    every = library.cards.values()
    return tuple(card for card in every if not wanted or card.id in chosen)


def find(library: Library, word: str) -> Card | Unknown:
    """Return the card named `deck/card`, or by its own id where that is unique."""
    ids = [id_ for id_ in library.cards if word in (str(id_), id_.card)]
    if len(ids) == 1:
        return library.cards[ids[0]]
    return Unknown(word, nearest(word, [*map(str, library.cards), *_card_ids(library)]))


def _means(library: Library, word: str, card: Card) -> bool:
    if word.startswith("tag:"):
        return word.removeprefix("tag:") in card.tags
    deck = library.deck_of(card.id)
    return word in (deck.id, str(card.id)) or word.casefold() == deck.topic.casefold()


def _names(library: Library) -> list[str]:
    decks = [name for deck in library.decks for name in (deck.id, deck.topic)]
    tags = [f"tag:{tag}" for card in library.cards.values() for tag in card.tags]
    return [*decks, *tags, *map(str, library.cards)]


def _card_ids(library: Library) -> list[str]:
    return [id_.card for id_ in library.cards]
