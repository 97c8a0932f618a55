"""Query: a small language to find cards, and the index that is built once for it.

Every term of a query must match; `-` before a term negates it. Words and "phrases"
are searched in id, prompt, tags, deck title and topic. Whatever a user types,
nothing raises: a term without a meaning gives an `Unclear`, with the nearest one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level
from quizapp.core.cards.library import Deck, Library
from quizapp.core.search.states import CardStates, State
from quizapp.errors import nearest

KEYS = ("tag", "is", "level", "kind", "deck", "topic")

_TERM = re.compile(
    r'(?P<not>-?)(?:(?P<key>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]\S*))?'
)
_MOST_NAMES = 8
MAX_QUERY = 1000
"""Characters of a query."""


class Term(Struct, frozen=True):
    """A part of a query as it was typed."""

    text: str
    key: str
    """Empty for a word or a phrase."""
    value: str
    negated: bool
    quoted: bool


def terms(text: str) -> Iterator[Term]:
    """Yield the terms of a text; the last quote may be open."""
    for match in _TERM.finditer(text):
        phrase, word, key = match["phrase"], match["word"], match["key"] or ""
        value = phrase if phrase is not None else word or ""
        if key or value:
            negated, quoted = bool(match["not"]), phrase is not None
            yield Term(match[0], key.casefold(), _folded(value), negated, quoted)


def is_query(text: str) -> bool:
    """Return whether a text is a query, not one plain word that names something."""
    all_terms = tuple(terms(text[:MAX_QUERY]))
    plain = all(not (term.key or term.quoted or term.negated) for term in all_terms)
    return len(all_terms) > 1 or not plain


class Clause(Struct, frozen=True):
    """A condition on a card, or its negation."""

    key: str
    """Empty for text."""
    values: frozenset[str]
    """The values of which a card must have one; text is a single value."""
    negated: bool = False

    @property
    def text(self) -> str:
        """The value, if there is exactly one."""
        return next(iter(self.values), "")

    def implies(self, other: "Clause") -> bool:
        """Return whether every card that this matches, the other matches too."""
        if (self.key, self.negated) != (other.key, other.negated):
            return False
        if self.key:
            return (
                self.values <= other.values
                if not self.negated
                else (self.values >= other.values)
            )
        return self.text in other.text if self.negated else other.text in self.text


class Query(Struct, frozen=True):
    """Conditions that must all hold; without any, every card matches."""

    clauses: tuple[Clause, ...] = ()

    def narrows(self, other: "Query") -> bool:
        """Return whether this matches only cards that the other matches."""
        return all(
            any(mine.implies(theirs) for mine in self.clauses)
            for theirs in other.clauses
        )


class Unclear(Struct, frozen=True):
    """A term without a meaning."""

    word: str
    message: str
    nearest: str | None = None
    """The nearest term that has one, as it would be typed."""

    def __str__(self) -> str:
        meant = f"; did you mean {self.nearest}?" if self.nearest else ""
        return self.message + meant


class Matches(Struct, frozen=True):
    """The cards that a query matches; the next query may start from them."""

    query: Query
    card_states: CardStates
    places: Sequence[int]
    """Places in `Index.cards`, ascending."""


class Index:
    """The cards of a library, ready to search."""

    def __init__(self, library: Library) -> None:
        self.cards = tuple(card for deck in library.decks for card in deck.cards)
        self._library = library
        self._texts = [text for deck in library.decks for text in _texts_of(deck)]
        self._named: dict[str, dict[str, set[int]]] = {}
        self._counted: tuple[CardStates, dict[State, set[int]]] | None = None

    def read(self, text: str, *, typing: bool = False) -> Query | Unclear:
        """Parse a query; while it is being typed, a name may be incomplete."""
        if len(text) > MAX_QUERY:
            return Unclear(text[:40], f"too long: at most {MAX_QUERY:,} characters")
        clauses: list[Clause] = []
        for term in terms(text):
            clause = self._clause(term, typing=typing)
            if isinstance(clause, Unclear):
                return clause
            clauses.append(clause)
        return Query(tuple(clauses))

    def find(
        self, query: Query, card_states: CardStates, last: Matches | None = None
    ) -> Matches:
        """Return the matches of a query; it may start from those of the `last` one."""
        places: Sequence[int] = range(len(self.cards))
        clauses = query.clauses
        if (
            last is not None
            and last.card_states is card_states
            and query.narrows(last.query)
        ):
            places = last.places
            clauses = tuple(new for new in clauses if new not in last.query.clauses)
        for clause in sorted(clauses, key=_cost):
            places = self._matching(places, clause, card_states)
        return Matches(query, card_states, places)

    def prepare(self, card_states: CardStates) -> None:
        """Build the tables of all keys now, not at their first use."""
        for key in KEYS:
            self._places_by(key, card_states)

    def chosen(self, matches: Matches) -> tuple[Card, ...]:
        """Return the matched cards, in deck order."""
        return tuple(self.cards[place] for place in matches.places)

    def place(self, card: CardId) -> int | None:
        """Return the position of a card in `cards`; None if it is not there."""
        return self._places.get(card)

    @cached_property
    def _places(self) -> dict[CardId, int]:
        return {card.id: place for place, card in enumerate(self.cards)}

    def _matching(
        self, places: Sequence[int], clause: Clause, card_states: CardStates
    ) -> Sequence[int]:
        if not clause.key:
            text, texts = clause.text, self._texts
            if clause.negated:
                return [place for place in places if text not in texts[place]]
            return [place for place in places if text in texts[place]]
        named = self._places_by(clause.key, card_states)
        chosen = set().union(*(named.get(name, set()) for name in clause.values))
        if clause.negated:
            return [place for place in places if place not in chosen]
        if len(places) == len(self.cards):
            return sorted(chosen)
        return [place for place in places if place in chosen]

    def _places_by(self, key: str, card_states: CardStates) -> Mapping[str, set[int]]:
        """Return the positions of the cards by their values of a key."""
        if key != "is":
            return self._names(key)
        if self._counted is None or self._counted[0] is not card_states:
            self._counted = (card_states, card_states.by_state(self._places))
        return {state.value: places for state, places in self._counted[1].items()}

    def _names(self, key: str) -> dict[str, set[int]]:
        """Return the values of a key, built at its first use."""
        if key not in self._named:
            as_written: dict[str, set[int]] = {}
            topics = {deck.id: deck.topic for deck in self._library.decks}
            for place, card in enumerate(self.cards):
                for name in _called(card, key, topics):
                    if name not in as_written:
                        as_written[name] = set()
                    as_written[name].add(place)
            named = self._named.setdefault(key, {})
            for name, places in as_written.items():
                named.setdefault(_folded(name), set()).update(places)
        return self._named[key]

    def _clause(self, term: Term, *, typing: bool) -> Clause | Unclear:
        if not term.key:
            return Clause("", frozenset({term.value}), term.negated)
        if term.key not in KEYS:
            near = nearest(term.key, KEYS)
            meant = f"{near}:{term.value}" if near else _as_text(term)
            keys = ", ".join(f"{key}:" for key in KEYS)
            message = f"“{term.key}:” is not one of {keys}"
            return Unclear(term.text, message, meant)
        known = self._vocabulary(term.key)
        if term.value in known:
            return Clause(term.key, frozenset({term.value}), term.negated)
        begun = frozenset(name for name in known if name.startswith(term.value))
        if typing and term.value and begun:
            return Clause(term.key, begun, term.negated)
        return _unknown(term, known)

    def _vocabulary(self, key: str) -> Iterable[str]:
        match key:
            case "is":
                return [state.value for state in State]
            case "level":
                return [level.value for level in Level]
            case _:
                return self._names(key)


def _cost(clause: Clause) -> tuple[bool, bool, int]:
    """Order clauses so that the first ones leave few cards for the others."""
    return not clause.key, clause.negated, -len(clause.text)


def _texts_of(deck: Deck) -> Iterator[str]:
    shared = f"\n{deck.title}\n{deck.topic}"
    for card in deck.cards:
        id_, prompt = card.id, " ".join(card.prompt.split())
        tags = " ".join(card.tags)
        yield f"{id_.deck}/{id_.card}\n{prompt}\n{tags}{shared}".casefold()


def _called(card: Card, key: str, topics: Mapping[str, str]) -> tuple[str, ...]:
    match key:
        case "tag":
            return card.tags
        case "level":
            return (card.level.value,)
        case "kind":
            return (card.kind.name,)
        case "deck":
            return (card.id.deck,)
        case _:
            return (topics[card.id.deck],)


def _unknown(term: Term, known: Iterable[str]) -> Unclear:
    names = sorted(known)
    near = nearest(term.value, names)
    if near is None and len(names) <= _MOST_NAMES:
        return Unclear(term.text, f"{term.key}: is one of {', '.join(names)}")
    if not term.value:
        return Unclear(
            term.text, f"type a value after {term.key}: (there are {len(names)})"
        )
    meant = None if near is None else f"{term.key}:{_quoted(near)}"
    what = "state" if term.key == "is" else term.key
    return Unclear(term.text, f"no {what} is called “{term.value}”", meant)


def _as_text(term: Term) -> str:
    """Return the term as a phrase, which is searched literally."""
    bare = term.text.replace('"', "")
    return f'"{bare}"'


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
