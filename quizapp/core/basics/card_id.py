"""CardId: a permanent identity, because reviews refer to cards by it."""

from msgspec import Struct


class CardId(Struct, frozen=True, order=True, array_like=True):
    """`deck-id/card-id`, both explicit slugs."""

    deck: str
    card: str

    def __str__(self) -> str:
        return f"{self.deck}/{self.card}"

    @classmethod
    def parse(cls, text: str) -> "CardId":
        """Read `deck/card`; text without a slash is a card of no deck."""
        deck, _, card = text.rpartition("/")
        return cls(deck, card)

    @classmethod
    def within(cls, deck: str, text: str) -> "CardId":
        """Read `deck/card`; text without a slash is a card of this deck."""
        named = cls.parse(text)
        return named if named.deck else cls(deck, named.card)
