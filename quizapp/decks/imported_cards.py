"""Imported cards: those in deck files, and whether someone edited them since.

A card keeps a digest of its keys as they were imported. A card that no longer fits
its digest was edited here, and belongs to its editor.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from quizapp.decks.deck_text import DeckText

OURS = frozenset({"id", "origin", "formerly", "order", "requires"})
"""Keys that no source has: an import leaves them as they are."""


class PresentCard(Struct, frozen=True):
    """An imported card in a deck file."""

    deck: DeckText
    index: int
    id: str
    origin: str
    file: str
    """The name of the file that it came from."""
    digest: str
    fields: Mapping[str, Any]
    """Its keys as they are now, without those that are ours."""

    @property
    def is_edited(self) -> bool:
        """Whether it is no longer as it was imported."""
        return digest_of(self.fields) != self.digest


def digest_of(fields: Mapping[str, Any]) -> str:
    """Return the digest of a card's keys, in whatever order."""
    own = sorted((key, value) for key, value in fields.items() if key not in OURS)
    data = msgspec.json.encode(own, order="sorted")
    return blake2b(data, digest_size=8).hexdigest()


def present_cards(decks: Sequence[DeckText]) -> Iterator[PresentCard]:
    """Yield the imported cards of deck files."""
    for deck in decks:
        for index, card in enumerate(deck.cards):
            origin, id_ = card.get("origin"), card.get("id")
            if not isinstance(origin, dict) or not isinstance(id_, str):
                continue
            fields = {key: v for key, v in card.items() if key not in OURS}
            id_in_source, file, digest = (
                str(origin.get(key, "")) for key in ("id", "file", "digest")
            )
            yield PresentCard(deck, index, id_, id_in_source, file, digest, fields)
