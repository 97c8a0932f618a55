"""Deck: one TOML file of cards, and perhaps own edits of them in others."""

from msgspec import Struct

from quizapp.core.cards.card import Card


class Deck(Struct, frozen=True):
    """One TOML file of cards."""

    id: str
    title: str
    topic: str
    about: str
    cards: tuple[Card, ...]
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
