"""Renames: the former ids that decks and cards claim, checked for clashes.

A former id belongs to one card alone, and to none that still has it. A claim that
clashes is left out.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck


class Clash(Struct, frozen=True):
    """A former id that cannot be claimed."""

    deck: Deck
    card: Card | None
    """None for a former id of the deck itself."""
    index: int
    """Which item of `formerly` it is."""
    message: str


class Renames(Struct, frozen=True):
    """The former ids of all decks, and those that clash."""

    former: FormerIds
    clashes: tuple[Clash, ...] = ()


def renames(decks: Sequence[Deck]) -> Renames:
    """Return what was renamed; the first of two claims counts."""
    claims = _Claims(decks)
    clashes = (*claims.of_decks(), *claims.of_cards())
    return Renames(FormerIds(claims.cards, claims.decks), clashes)


class _Claims:
    """Collects the claims that hold; yields those that clash."""

    def __init__(self, decks: Sequence[Deck]) -> None:
        self._all = decks
        self._by_id = {deck.id: deck for deck in decks}
        self.cards: dict[CardId, CardId] = {}
        self.decks: dict[str, str] = {}

    def of_decks(self) -> Iterator[Clash]:
        """Take the former ids of decks."""
        for deck in self._all:
            for index, id_ in enumerate(deck.formerly):
                other = self.decks.setdefault(id_, deck.id)
                if id_ in self._by_id:
                    del self.decks[id_]
                    message = f"names `{id_}`, which is the id of a deck; remove it"
                    yield Clash(deck, None, index, message)
                elif other != deck.id:
                    message = f"names `{id_}`, as deck `{other}` does; remove one"
                    yield Clash(deck, None, index, message)

    def of_cards(self) -> Iterator[Clash]:
        """Take the former ids of cards, after those of decks."""
        for deck in self._all:
            outline = deck.outline
            for place, claimed in outline.formerly.items():
                for index, id_ in enumerate(claimed):
                    owner, own = self._owner(id_), outline.ids[place]
                    if owner is None:
                        self.cards[id_] = own
                    elif owner != own or owner == id_:
                        message = _message(id_, owner)
                        yield Clash(deck, deck.cards[place], index, message)

    def _owner(self, id_: CardId) -> CardId | None:
        """Return the card that has an id already, now or by a claim."""
        if self._has(id_):
            return id_
        moved = CardId(self.decks.get(id_.deck, id_.deck), id_.card)
        if self._has(moved):
            return moved
        return self.cards.get(id_) or self.cards.get(moved)

    def _has(self, id_: CardId) -> bool:
        deck = self._by_id.get(id_.deck)
        return deck is not None and deck.outline.has(id_)


def _message(id_: CardId, owner: CardId) -> str:
    if id_ == owner:
        return f"names `{id_}`, which is the id of a card; remove it"
    return f"names `{id_}`, which `{owner}` was called as well; remove one"
