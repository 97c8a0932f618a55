"""Library: all decks that were loaded, and all problems of those that were not."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.deck import Deck as Deck  # noqa: PLC0414  # part of a library
from quizapp.core.cards.renames import Renames, renames


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
        """Every card, in the order of the decks."""
        return {card.id: card for deck in self.decks for card in deck.cards}

    @cached_property
    def renames(self) -> Renames:
        """What was renamed, and the former ids that clash."""
        return renames(self.decks)

    @property
    def former(self) -> FormerIds:
        """The former ids of cards and decks."""
        return self.renames.former

    @cached_property
    def _by_id(self) -> Mapping[str, Deck]:
        return {deck.id: deck for deck in self.decks}

    def deck_of(self, card: CardId) -> Deck:
        """Return the deck of a loaded card."""
        return self._by_id[card.deck]
