"""Selection: the words of a command line, and the cards they name."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.card_list import CardList, Run
from quizapp.core.cards.library import Deck, Library
from quizapp.core.search.query import Index, Unclear
from quizapp.core.search.states import CardStates
from quizapp.core.search.terms import is_query
from quizapp.errors import nearest


class Unknown(Struct, frozen=True):
    """A word that names nothing in the library."""

    word: str
    nearest: str | None
    why: str = ""
    """What to write instead, if no name is near."""


def select(
    library: Library,
    words: Iterable[str],
    card_states: Callable[[], CardStates] = CardStates,
) -> CardList | Unknown:
    """Return the cards of the words' union, in deck order; all for no words.

    A word is a deck's id, a topic, `tag:NAME`, one card as `deck/card`, or else a
    query: see `query`. `card_states` returns the cards' states for `is:` terms.
    """
    wanted = tuple(words)
    if not wanted:
        return library.every
    chosen: dict[str, set[int]] = {deck.id: set() for deck in library.decks}
    index: Index | None = None
    for named in wanted:
        word = _current_name(library, named)
        matches = _meant(library, word)
        if not matches and is_query(word):
            index = index or Index(library)
            searched = _searched(index, word, card_states)
            if isinstance(searched, Unknown):
                return searched
            matches = _by_deck(library, searched)
        elif not matches:
            return Unknown(word, nearest(word, _names(library)))
        for deck, places in matches.items():
            chosen[deck].update(places)
    return CardList(tuple(_run(deck, chosen[deck.id]) for deck in library.decks))


def is_named(library: Library, word: str) -> bool:
    """Return whether `select` finds something for a word that is no query."""
    return bool(_meant(library, _current_name(library, word))) or is_query(word)


def _run(deck: Deck, places: Collection[int]) -> Run:
    if len(places) == len(deck.outline):
        return Run(deck)
    return Run(deck, tuple(sorted(places)))


def _by_deck(library: Library, ids: Iterable[CardId]) -> Mapping[str, Sequence[int]]:
    """Return the places of cards in their decks."""
    found: dict[str, list[int]] = {}
    for id_ in ids:
        place = library.deck_of(id_).outline.places[id_.card]
        found.setdefault(id_.deck, []).append(place)
    return found


def _meant(library: Library, word: str) -> Mapping[str, Sequence[int]]:
    """Return the places of the cards that a name means, deck by deck."""
    if word.startswith("tag:"):
        tag = word.removeprefix("tag:")
        return _by_deck(
            library, (card.id for card in library.every if tag in card.tags)
        )
    found: dict[str, Sequence[int]] = {}
    named = CardId.parse(word)
    for deck in library.decks:
        if word in (deck.id, deck.topic) or _is_topic(word, deck.topic):
            found[deck.id] = range(len(deck.outline))
        elif deck.outline.has(named):
            found[deck.id] = (deck.outline.places[named.card],)
    return {deck: places for deck, places in found.items() if places}


def _is_topic(word: str, topic: str) -> bool:
    if len(word) > 2 * len(topic):
        return False  # before it is folded, which takes long for a megabyte
    return word.casefold() == topic.casefold()


def find(library: Library, word: str) -> Card | Unknown:
    """Return the card named `deck/card`, or by its own id if that is unique.

    A former id will do.
    """
    ids = [id_ for id_ in library.cards if word in (str(id_), id_.card)]
    if not ids:
        former = library.former.cards.items()
        ids = [now for was, now in former if word in (str(was), was.card)]
        now = library.former.current(CardId.parse(word))
        ids = [now] if now in library.cards else list(dict.fromkeys(ids))
    if len(ids) == 1:
        return library.cards[ids[0]]
    return Unknown(word, nearest(word, [*map(str, library.cards), *_card_ids(library)]))


def _current_name(library: Library, word: str) -> str:
    """Return the current id for a former one of a deck or a card, else the word."""
    former = library.former
    if not former or CardId.parse(word) in library.cards:
        return word
    now = former.current(CardId.parse(word))
    return str(now) if now in library.cards else former.decks.get(word, word)


def _searched(
    index: Index, word: str, card_states: Callable[[], CardStates]
) -> set[CardId] | Unknown:
    """Return the cards of a query; none in a state today is not an error."""
    query = index.read(word)
    if isinstance(query, Unclear):
        why = "" if query.nearest else query.message
        return Unknown(query.word, query.nearest, why)
    asks_state = any(clause.key in {"is", "has"} for clause in query.clauses)
    matches = index.chosen(
        index.find(query, card_states() if asks_state else CardStates())
    )
    if not matches and not asks_state:
        return Unknown(word, None, "no card matches")
    return set(matches.ids)


def _names(library: Library) -> list[str]:
    decks = [name for deck in library.decks for name in (deck.id, deck.topic)]
    tags = [f"tag:{tag}" for card in library.cards.values() for tag in card.tags]
    return [*decks, *tags, *map(str, library.cards)]


def _card_ids(library: Library) -> list[str]:
    return [id_.card for id_ in library.cards]
