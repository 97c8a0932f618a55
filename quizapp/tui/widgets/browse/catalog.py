"""The catalog: the cards of a workspace, those that match a search, and their states.

A card that could not be reloaded is shown as it was loaded last. A search changes
which cards match, a mark only changes their states.
"""

from bisect import bisect_left
from enum import Enum

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Problem
from quizapp.core.cards.reload import changes, problems_of_stale
from quizapp.core.search.query import Index, Query, Unclear
from quizapp.core.search.terms import MAX_QUERY
from quizapp.core.search.texts import FoundLine, found_in
from quizapp.core.stats.timeline import TimelineEntry, timeline
from quizapp.flow.workspace import Workspace

SMALL = 3_000
"""So many cards are searched, all of their texts, with every key."""
AT_A_TIME = 300
"""So many texts of a larger collection are read between two keys."""


class IdleStep(Enum):
    """What came of a little work between two keys."""

    MORE = "there is more to do"
    FOUND = "more cards match"
    NOTHING_LEFT = "all is done"


class Catalog:
    """The data behind the card table."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._library = workspace.library
        self._index = Index(self._library)
        self.card_states = workspace.card_states()
        self._matches = self._index.find(Query(), self.card_states)
        self._steps = self._index.preparing(self.card_states)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that were searched for, folded."""
        return self._matches.query.words

    @property
    def count(self) -> int:
        """How many cards match."""
        return len(self._matches.places)

    @property
    def tally(self) -> str:
        """How many cards match, out of all."""
        return f"{self.count:,} of {len(self._index.cards):,} cards"

    @property
    def matches(self) -> CardList:
        """The cards that match, in deck order."""
        return self._index.chosen(self._matches)

    def card(self, row: int) -> Card | None:
        """Return the card in a row of those that match, or None."""
        in_range = 0 <= row < self.count
        return self._index.cards[self._matches.places[row]] if in_range else None

    def row(self, card: CardId) -> int | None:
        """Return the row of a card; None if it does not match."""
        place, places = self._index.place(card), self._matches.places
        if place is None:
            return None
        row = bisect_left(places, place)
        return row if row < len(places) and places[row] == place else None

    def search(self, text: str) -> Unclear | None:
        """Find cards; the first term without a meaning is left out, and returned.

        Among many cards, what is behind the prompts is searched by `go_on`.
        """
        if len(text) > MAX_QUERY:
            too_long = self._index.read(text)
            return too_long if isinstance(too_long, Unclear) else None
        query, unclear = self._index.understand(text, typing=True)
        self._matches = self._index.find(
            query, self.card_states, self._matches, deep=self._is_small
        )
        return unclear

    @property
    def _is_small(self) -> bool:
        return len(self._index.cards) <= SMALL

    def nearest_word(self) -> str | None:
        """Return what may have been meant where a single word is in no card."""
        words = self.words
        return self._index.nearest_word(words[0]) if len(words) == 1 else None

    def go_on(self) -> "IdleStep":
        """Do a little of what is left to do between two keys."""
        if next(self._steps, IdleStep.NOTHING_LEFT) is None:
            return IdleStep.MORE
        if self._is_small:
            return IdleStep.NOTHING_LEFT
        if self._index.read_texts(AT_A_TIME):
            return IdleStep.MORE
        if self._matches.deep or not self._matches.query.words:
            return IdleStep.NOTHING_LEFT
        query, before = self._matches.query, self.count
        self._matches = self._index.find(query, self.card_states)
        return IdleStep.NOTHING_LEFT if self.count == before else IdleStep.FOUND

    def found(self, card: Card) -> FoundLine | None:
        """Return the line behind the prompt that a search found, if it is there."""
        words = [word for word in self.words if not self._index.is_in_front(card, word)]
        if not words:
            return None
        return found_in(card, words, self.card_states.memories.notes.get(card.id, ""))

    def refresh_states(self) -> None:
        """Read the cards' states again; the same cards match."""
        self.card_states = self._workspace.card_states()
        self._steps = self._index.preparing(self.card_states)

    @property
    def is_stale(self) -> bool:
        """Return whether the workspace has reloaded its decks since."""
        return self._workspace.library is not self._library

    def reload(self) -> str:
        """Use the library that was loaded last, all of it; return what changed."""
        before, self._library = self._library, self._workspace.library
        self._index = Index(self._library)
        self.refresh_states()
        self._matches = self._index.find(Query(), self.card_states)
        return str(changes(before, self._library))

    def deck(self, card: Card) -> str:
        """Return topic and title of a card's deck."""
        deck = self._library.deck_of(card.id)
        return f"{deck.topic}  ·  {deck.title}"

    def is_current(self, card: Card) -> bool:
        """Return whether a card is as its file has it now."""
        return card.id not in self._library.stale

    def problems(self, card: Card) -> tuple[Problem, ...]:
        """Return what keeps a card from being reloaded."""
        return problems_of_stale(self._library, card)

    def first_problem(self, file: str) -> str:
        """Return the first problem in a file; empty if there is none."""
        problems = [
            problem
            for problem in self._library.problems
            if problem.position.file == file
        ]
        if not problems:
            return ""
        more = f" ({len(problems) - 1} more)" if problems[1:] else ""
        return f"line {problems[0].position.line}: {problems[0].message}{more}"

    def position(self, card: Card) -> Position:
        """Return the line to open for a card: that of its problem if it has one."""
        problems = self.problems(card)
        return problems[0].position if problems else card.position

    def history(self, card: Card) -> tuple[TimelineEntry, ...]:
        """Return the history of a card, oldest first."""
        return timeline(
            self._workspace.history(card.id), self._workspace.ledger.settings
        )
