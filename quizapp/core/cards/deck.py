"""Deck: one TOML file of cards, and perhaps own edits of them in others."""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.cards.outline import LazyCards, Outline, outlined


class Deck(Struct, frozen=True, dict=True):
    """One TOML file of cards."""

    id: str
    title: str
    topic: str
    about: str
    cards: Sequence[Card]
    """Those of a deck that was checked before are read one by one: see `outline`."""
    file: str
    sources: tuple[str, ...] = ()
    order: int | None = None
    """Its place among the decks of its topic; None for a place behind those."""
    formerly: tuple[str, ...] = ()
    """The ids that it had before: the log may know its cards by them."""
    overlays: tuple[str, ...] = ()
    """The files with own edits of its cards, in the order in which they apply."""

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that its cards come from."""
        return (self.file, *self.overlays)

    @cached_property
    def outline(self) -> Outline:
        """What is asked of its cards without reading them."""
        if isinstance(self.cards, LazyCards):
            return self.cards.outline
        return outlined(self.id, self.cards)
