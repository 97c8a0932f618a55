"""The catalog: the cards of a desk, those that are found, and where they stand.

A card that could not be read anew is shown as it was read last. A search changes
what is found, a mark only where cards stand.
"""

from bisect import bisect_left

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Problem
from quizapp.core.cards.reload import changes, problems_of
from quizapp.core.search.query import Index, Query, Unclear
from quizapp.core.search.states import CardStates
from quizapp.core.stats.timeline import Entry, timeline
from quizapp.flow.workspace import Workspace


class Catalog:
    """What a table of cards is drawn from."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._library = workspace.library
        self._index = Index(self._library)
        self.card_states = CardStates(workspace.memories, workspace.now())
        self._found = self._index.find(Query(), self.card_states)

    @property
    def count(self) -> int:
        """How many cards are found."""
        return len(self._found.places)

    @property
    def tally(self) -> str:
        """Say how many cards are found of those there are."""
        return f"{self.count:,} of {len(self._index.cards):,} cards"

    @property
    def found(self) -> tuple[Card, ...]:
        """The cards that are found, in deck order."""
        return self._index.chosen(self._found)

    def card(self, row: int) -> Card | None:
        """Return the card in a row of what is found."""
        in_range = 0 <= row < self.count
        return self._index.cards[self._found.places[row]] if in_range else None

    def row(self, card: CardId) -> int | None:
        """Return the row of a card; None if it is not found."""
        place, places = self._index.place(card), self._found.places
        if place is None:
            return None
        row = bisect_left(places, place)
        return row if row < len(places) and places[row] == place else None

    def search(self, text: str) -> Unclear | None:
        """Find cards; what is unclear leaves those that are found."""
        query = self._index.read(text, typing=True)
        if isinstance(query, Unclear):
            return query
        self._found = self._index.find(query, self.card_states, self._found)
        return None

    def take_stock(self) -> None:
        """See anew where the cards stand; those that are found stay found."""
        self.card_states = CardStates(self._workspace.memories, self._workspace.now())

    def prepare(self) -> None:
        """Do ahead what a search for a state or a tag would have to do."""
        self._index.prepare(self.card_states)

    @property
    def is_stale(self) -> bool:
        """Tell whether the decks were read anew behind its back."""
        return self._workspace.library is not self._library

    def renew(self) -> str:
        """Take the library that was read last, all of it; return what changed."""
        before, self._library = self._library, self._workspace.library
        self._index = Index(self._library)
        self.take_stock()
        self._found = self._index.find(Query(), self.card_states)
        return str(changes(before, self._library))

    def deck(self, card: Card) -> str:
        """Return topic and title of a card's deck."""
        deck = self._library.deck_of(card.id)
        return f"{deck.topic}  ·  {deck.title}"

    def is_current(self, card: Card) -> bool:
        """Tell whether a card could be read when its deck was read last."""
        return card.id not in self._library.kept

    def problems(self, card: Card) -> tuple[Problem, ...]:
        """Return what keeps a card from being read."""
        return problems_of(self._library, card)

    def fault(self, file: str) -> str:
        """Say what is wrong first in a file; empty if nothing is."""
        found = [p for p in self._library.problems if p.position.file == file]
        more = f" ({len(found) - 1} more)" if found[1:] else ""
        return (
            f"line {found[0].position.line}: {found[0].message}{more}" if found else ""
        )

    def position(self, card: Card) -> Position:
        """Return the line to open for a card: that of its problem, if it has one."""
        problems = self.problems(card)
        return problems[0].position if problems else card.position

    def past(self, card: Card) -> tuple[Entry, ...]:
        """Return what was done to a card, oldest first."""
        return timeline(
            self._workspace.history(card.id), self._workspace.ledger.settings
        )
