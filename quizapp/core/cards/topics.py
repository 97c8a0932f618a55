"""Topics: what decks are about, and the decks of the topics that a user chose.

A topic is compared without case; its name is that of its first deck.
"""

from collections.abc import Callable, Collection, Iterable

from msgspec.structs import replace

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
