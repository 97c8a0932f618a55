"""Former ids: what cards and decks were called before, so that history is kept.

The log is never rewritten: its facts are read under the ids that cards have now.
"""

from collections.abc import Mapping
from hashlib import blake2b

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId


class FormerIds(Struct, frozen=True):
    """The current id for each former one."""

    cards: Mapping[CardId, CardId] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)
    """For all cards of a deck that are not in `cards`."""

    def __bool__(self) -> bool:
        return bool(self.cards or self.decks)

    def current(self, card: CardId) -> CardId:
        """Return the id that a card has now."""
        if (now := self.cards.get(card)) is not None:
            return now
        if (deck := self.decks.get(card.deck)) is None:
            return card
        moved = CardId(deck, card.card)
        return self.cards.get(moved, moved)

    def all_of(self, card: CardId) -> tuple[CardId, ...]:
        """Return every id that a card had or has, its current one first."""
        own = (card, *(was for was, now in self.cards.items() if now == card))
        moved = [
            CardId(deck, id_.card)
            for id_ in own
            for deck, now in self.decks.items()
            if now == id_.deck
        ]
        ids = dict.fromkeys((*own, *moved))
        return tuple(id_ for id_ in ids if id_ == card or self.current(id_) == card)

    def joined(self, other: "FormerIds") -> "FormerIds":
        """Return these and other ids; where both name one, the other's count."""
        if not (self and other):
            return self or other
        return FormerIds({**self.cards, **other.cards}, {**self.decks, **other.decks})

    @property
    def digest(self) -> str:
        """A short text that differs for other ids; empty without any."""
        if not self:
            return ""
        cards = sorted(f"{was} {now}" for was, now in self.cards.items())
        decks = sorted(f"{was}/ {now}" for was, now in self.decks.items())
        text = "\n".join((*cards, *decks))
        return blake2b(text.encode(), digest_size=16).hexdigest()
