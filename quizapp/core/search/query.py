"""Query: a small language to find cards, and the index that is built once for it.

Every term of a query must match; `-` before a term negates it. Words and "phrases"
are searched in all texts of a card, see `texts`. Whatever a user types, nothing
raises: a term without a meaning gives an `Unclear`, with the nearest one.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.front import Fronts
from quizapp.core.cards.library import Library
from quizapp.core.search.states import CardStates, State, by_deck
from quizapp.core.search.terms import MAX_QUERY, Term, terms
from quizapp.core.search.texts import rest_of, search_form
from quizapp.errors import nearest

KEYS = ("tag", "is", "has", "level", "kind", "deck", "topic")
HAS = ("note",)

DECKS_AT_A_TIME = 10
"""The fronts of so many decks are read between two keys."""
_MOST_NAMES = 8
_ENOUGH = 3_000
_PUNCTUATION = ".,;:!?()[]{}'\"`*_"


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

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that must be in a card, folded."""
        return tuple(
            clause.text
            for clause in self.clauses
            if not (clause.key or clause.negated) and clause.text
        )

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
    deep: bool = True
    """Whether words were looked for behind the prompt too."""


class Index:
    """The cards of a library, ready to search; what a search needs is read for it."""

    def __init__(self, library: Library) -> None:
        self.cards = library.every
        self._library = library
        self._fronts = Fronts(library.decks)
        self._rest: list[bytes | None] = [None] * len(self.cards)
        """The texts behind the prompt, as far as they were needed."""
        self._unread = iter(range(len(self.cards)))
        self._named: dict[str, dict[str, set[int]]] = {}
        self._vocabulary_of_texts: set[str] = set()
        self._counted: tuple[CardStates, dict[str, set[int]]] | None = None

    def read(self, text: str, *, typing: bool = False) -> Query | Unclear:
        """Parse a query; while it is being typed, a name may be incomplete."""
        if len(text) > MAX_QUERY:
            return Unclear(text[:40], f"too long: at most {MAX_QUERY:,} characters")
        query, unclear = self.understand(text, typing=typing)
        return query if unclear is None else unclear

    def understand(
        self, text: str, *, typing: bool = False
    ) -> tuple[Query, Unclear | None]:
        """Parse what has a meaning; also return the first term that has none."""
        clauses = [self._clause(term, typing=typing) for term in terms(text)]
        query = Query(tuple(c for c in clauses if isinstance(c, Clause)))
        unclear = (clause for clause in clauses if isinstance(clause, Unclear))
        return query, next(unclear, None)

    def find(
        self,
        query: Query,
        card_states: CardStates,
        last: Matches | None = None,
        *,
        deep: bool = True,
    ) -> Matches:
        """Return the matches of a query; it may start from those of the `last` one.

        Words are looked for behind the prompt only if `deep`: with 100,000 cards that
        takes a tenth of a second.
        """
        places: Sequence[int] = range(len(self.cards))
        clauses = query.clauses
        if (
            last is not None
            and last.card_states is card_states
            and last.deep is deep
            and query.narrows(last.query)
        ):
            places = last.places
            clauses = tuple(new for new in clauses if new not in last.query.clauses)
        for clause in sorted(clauses, key=_cost):
            if clause.key or deep:
                places = self._matching(places, clause, card_states)
            else:
                text, wanted = clause.text, not clause.negated
                texts = self._fronts.texts
                places = [at for at in places if (text in texts[at]) is wanted]
        return Matches(query, card_states, places, deep)

    def preparing(self, card_states: CardStates) -> Iterator[None]:
        """Read and build step by step what first searches would wait for."""
        while self._fronts.read(DECKS_AT_A_TIME):
            yield
        for key in KEYS:
            self._places_by(key, card_states, (State.DUE,) if key == "is" else ())
            yield

    def read_texts(self, count: int) -> bool:
        """Read the texts of so many more cards now; return whether some are left."""
        some = list(islice(self._unread, count))
        for place in some:
            self._rest_of(place)
        return len(some) == count

    def _rest_of(self, place: int) -> bytes:
        rest = self._rest[place]
        if rest is None:
            rest = self._rest[place] = rest_of(self.cards.passing(place))
        return rest

    def chosen(self, matches: Matches) -> CardList:
        """Return the matched cards, in deck order."""
        return self.cards.part(matches.places)

    def is_in_front(self, card: Card, word: str) -> bool:
        """Return whether a word is in what a card is called, or in its prompt."""
        place = self.place(card.id)
        return place is not None and word in self._fronts.texts[place]

    def place(self, card: CardId) -> int | None:
        """Return the position of a card in `cards`; None if it is not there."""
        return self._library.place(card)

    def _matching(
        self, places: Sequence[int], clause: Clause, card_states: CardStates
    ) -> Sequence[int]:
        if not clause.key:
            return self._with_text(places, clause, card_states)
        named = self._places_by(clause.key, card_states, clause.values)
        chosen = set().union(*(named.get(name, set()) for name in clause.values))
        if clause.negated:
            return [place for place in places if place not in chosen]
        if len(places) == len(self.cards):
            return sorted(chosen)
        return [place for place in places if place in chosen]

    def _with_text(
        self, places: Sequence[int], clause: Clause, card_states: CardStates
    ) -> Sequence[int]:
        text, texts, rest = clause.text, self._fronts.texts, self._rest
        coded = text.encode(errors="surrogatepass")
        wanted, read = not clause.negated, self._rest_of
        noted = self._noted(text, card_states) if card_states.memories.notes else ()
        return [
            place
            for place in places
            if (
                text in texts[place]
                or coded in (rest[place] or read(place))
                or place in noted
            )
            is wanted
        ]

    def _noted(self, text: str, card_states: CardStates) -> Container[int]:
        notes = card_states.memories.notes.items()
        return self._library.places(
            by_deck(card for card, note in notes if text in search_form(note))
        )

    def _places_by(
        self, key: str, card_states: CardStates, values: Iterable[str]
    ) -> Mapping[str, set[int]]:
        """Return the positions of the cards by some values of a key."""
        if key == "has":
            return {"note": self._library.places(by_deck(card_states.memories.notes))}
        if key != "is":
            return self._names(key)
        if self._counted is None or self._counted[0] is not card_states:
            self._counted = (card_states, {})
        _, counted = self._counted
        for value in values:
            if value not in counted:
                counted[value] = card_states.places(State(value), self._library)
        return counted

    def _called(self, key: str) -> Iterator[tuple[str, ...]]:
        """Yield the values of a key for each card."""
        if key == "tag":
            yield from self._fronts.tags
            return
        for deck in self._library.decks:
            outline = deck.outline
            for place in range(len(outline)):
                match key:
                    case "level":
                        yield (outline.level(place).value,)
                    case "kind":
                        yield (outline.kind(place)[0],)
                    case "deck":
                        yield (deck.id,)
                    case _:
                        yield (deck.topic,)

    def _names(self, key: str) -> dict[str, set[int]]:
        """Return the values of a key, built at its first use."""
        if key not in self._named:
            as_written: dict[str, set[int]] = {}
            for place, names in enumerate(self._called(key)):
                for name in names:
                    if name not in as_written:
                        as_written[name] = set()
                    as_written[name].add(place)
            named = self._named.setdefault(key, {})
            for name, places in as_written.items():
                named.setdefault(search_form(name), set()).update(places)
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
        return _unknown(term, known, self._counts(term.key))

    def _counts(self, key: str) -> Mapping[str, int]:
        """Return how many cards have each value; none for what changes all the time."""
        if key in {"is", "has"}:
            return {}
        return {name: len(places) for name, places in self._names(key).items()}

    def nearest_word(self, text: str) -> str | None:
        """Return the word nearest to one that is nowhere, None if none is near.

        Looks at the first 3,000 cards, which takes less than 100 ms.
        """
        if not self._vocabulary_of_texts:
            for place, front in enumerate(self._fronts.texts[:_ENOUGH]):
                self._vocabulary_of_texts.update(front.split())
                rest = self._rest_of(place).decode(errors="surrogatepass")
                self._vocabulary_of_texts.update(rest.split())
        words = (word.strip(_PUNCTUATION) for word in self._vocabulary_of_texts)
        near = {
            word
            for word in words
            if word[:1] == text[:1] and abs(len(word) - len(text)) <= 2
        }
        return nearest(text, sorted(near), cutoff=0.7)

    def _vocabulary(self, key: str) -> Iterable[str]:
        match key:
            case "is":
                return [state.value for state in State]
            case "has":
                return HAS
            case "level":
                return [level.value for level in Level]
            case _:
                return self._names(key)


def _cost(clause: Clause) -> tuple[bool, bool, int]:
    """Order clauses so that the first ones leave few cards for the others."""
    return not clause.key, clause.negated, -len(clause.text)


def _unknown(term: Term, known: Iterable[str], counts: Mapping[str, int]) -> Unclear:
    names = sorted(known)
    if not term.value and counts:
        most = sorted(names, key=lambda name: (-counts.get(name, 0), name))[
            :_MOST_NAMES
        ]
        listed = ", ".join(f"{name} {counts.get(name, 0)}" for name in most)
        more = f", and {len(names) - len(most)} more" if names[len(most) :] else ""
        return Unclear(term.text, f"{term.key}: {listed}{more}")
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
