"""Places: where the parts of a deck are, in one file or in several.

A deck with own edits is made of the author's file and those of its overlays; each part
of it has a place in one of them.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from quizapp.core.cards.card import Position
from quizapp.decks.positions import KeyPath, Positions


class Places(Protocol):
    """Finds the place of a path of a deck's tables."""

    def find(self, path: KeyPath) -> Position:
        """Return the place of a path or of its nearest parent."""
        ...

    def cards(self, count: int) -> Iterator[Position]:
        """Yield the place of each card; `count` is how many there are."""
        ...


class FilePlaces(Struct, frozen=True):
    """The places in one file."""

    file: str
    positions: Positions

    def find(self, path: KeyPath) -> Position:
        """Return the place of a path or of its nearest parent."""
        return Position(self.file, *self.positions.find(path))

    def cards(self, count: int) -> Iterator[Position]:
        """Yield the place of each card."""
        for place in self.positions.cards(count):
            yield Position(self.file, *place)


class EditPlace(Struct, frozen=True):
    """Where one card of a deck with own edits is."""

    base: int | None
    """Its number in the deck below; None for a card that only the overlay has."""
    own: int | None
    """Its number in the overlay; None for a card that it leaves alone."""
    keys: frozenset[str] = frozenset()
    """The keys that are the overlay's."""


class OverlaidPlaces(Struct, frozen=True):
    """The places of a deck and of one overlay of it."""

    below: Places
    above: Places
    places: Sequence[EditPlace]

    def find(self, path: KeyPath) -> Position:
        """Return the place of a path: in the overlay if the key is from there."""
        match path:
            case ("card", int(index), *rest) if index < len(self.places):
                place = self.places[index]
                key = rest[0] if rest else None
                is_own = key is None or key in self.places[index].keys
                if place.own is not None and (is_own or place.base is None):
                    return self.above.find(("card", place.own, *rest))
                if place.base is not None:
                    return self.below.find(("card", place.base, *rest))
                return self.above.find(path)
            case _:
                return self.below.find(path)

    def cards(self, count: int) -> Iterator[Position]:
        """Yield the place of each card: where it was edited, if it was."""
        for index in range(count):
            yield self.find(("card", index))
