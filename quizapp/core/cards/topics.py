"""Topics: what decks are about, and the decks of the topics that a user chose.

A topic is compared without case; its name is that of its first deck.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Deck, Library


def topic_names(decks: Iterable[Deck]) -> tuple[str, ...]:
    """Return the names of all topics, in the order of the decks."""
    names: dict[str, str] = {}
    for deck in decks:
        names.setdefault(deck.topic.casefold(), deck.topic)
    return tuple(names.values())


def unmatched(decks: Iterable[Deck], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the names that no deck has as its topic."""
    known = {name.casefold() for name in topic_names(decks)}
    return tuple(name for name in wanted if name.casefold() not in known)


def in_topics(
    library: Library,
    wanted: Collection[str],
    always: Callable[[Deck], bool] = lambda deck: False,
) -> Library:
    """Return a library of the decks of these topics, and of those to keep always.

    Nothing wanted means all; so do names that no deck has.
    """
    if not wanted or len(unmatched(library.decks, wanted)) == len(wanted):
        return library
    names = {name.casefold() for name in wanted}
    decks = tuple(
        deck for deck in library.decks if deck.topic.casefold() in names or always(deck)
    )
    return library if decks == library.decks else replace(library, decks=decks)


class DeckTopics(Mapping[CardId, str]):
    """The topics of chosen cards, which are those of their decks."""

    def __init__(self, cards: CardList, names: Mapping[str, str]) -> None:
        self._cards, self._names = cards, names

    @property
    def is_one(self) -> bool:
        """Whether all cards are of one topic."""
        return len({self._names.get(deck, "") for deck in self._cards.decks}) < 2

    def __getitem__(self, card: CardId) -> str:
        return self._names.get(card.deck, "")

    def __iter__(self) -> Iterator[CardId]:
        return iter(self._cards.ids)

    def __len__(self) -> int:
        return len(self._cards)
