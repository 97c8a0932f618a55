"""States: the states of cards at a moment.

Search and tables use the same words. A card that is buried or suspended is neither
due nor new.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from itertools import compress

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.cards.outline import Outline
from quizapp.core.scheduling.intervals import Stage, is_due
from quizapp.core.scheduling.leech import is_leech
from quizapp.core.scheduling.listed import (
    DeckStates,
    HeldLists,
    ListedState,
    MemoryLists,
    SeenCards,
)
from quizapp.core.scheduling.memory import Memories


class State(StrEnum):
    """The states of a card; the last three come in addition to another one."""

    DUE = "due"
    NEW = "new"
    LEARNING = "learning"
    LATER = "later"
    SUSPENDED = "suspended"
    BURIED = "buried"
    LEECH = "leech"
    STARRED = "starred"
    REPORTED = "reported"


class CardStates(Struct, frozen=True, dict=True):
    """The states of all cards at one moment."""

    memories: Memories = Memories()
    moment: Moment = Moment(datetime(1970, 1, 1, tzinfo=UTC))
    lists: MemoryLists | None = None
    """Lists of these memories; None if they are few, or all at hand."""

    def is_buried(self, card: CardId) -> bool:
        """Return whether a card is buried until the study day is over."""
        return self.memories.is_buried(card, self.moment.day)

    def is_suspended(self, card: CardId) -> bool:
        """Return whether a card is suspended."""
        return card in self.memories.suspended

    def is_reported(self, card: Card) -> bool:
        """Return whether a card was reported as wrong, and not edited since."""
        return self.memories.reported.get(card.id) == card.content

    def is_leech(self, card: CardId) -> bool:
        """Return whether a card was forgotten too often."""
        return is_leech(self.memories.by_card.get(card))

    def state(self, card: CardId) -> State:
        """Return the one word for a card; buried and suspended come first.

        Learning is shown even if its step is due, because it says more.
        """
        if self.is_suspended(card):
            return State.SUSPENDED
        if self.is_buried(card):
            return State.BURIED
        memory = self.memories.by_card.get(card)
        if memory is None:
            return State.NEW
        if memory.stage is not Stage.REVIEW:
            return State.LEARNING
        return State.DUE if is_due(memory, self.moment) else State.LATER

    def places(self, state: State, library: Library) -> set[int]:
        """Return the places of a library's cards in a state; one may be in several."""
        match state:
            case State.NEW:
                return self._new(library) - self._aside(library)
            case State.DUE | State.LEARNING | State.LATER:
                listed = self._listed(ListedState[state.name], library)
                return listed - self._aside(library)
            case State.LEECH:
                return self._listed(ListedState.LEECH, library)
            case State.BURIED | State.SUSPENDED | State.STARRED | State.REPORTED:
                return library.places(by_deck(self._marked(state, library)))

    def _marked(self, state: State, library: Library) -> Iterable[CardId]:
        match state:
            case State.BURIED:
                return filter(self.is_buried, self.memories.buried)
            case State.SUSPENDED:
                return self.memories.suspended
            case State.STARRED:
                return self.memories.starred
            case _:
                found = map(library.find, self.memories.reported)
                cards = (card for card in found if card is not None)
                return [card.id for card in cards if self.is_reported(card)]

    def _aside(self, library: Library) -> set[int]:
        return library.places(by_deck(self.memories.aside(self.moment.day)))

    def _listed(self, state: ListedState, library: Library) -> set[int]:
        found: set[int] = set()
        for start, outline, own in self._shelved(library):
            if own is not None:
                chosen = state.chosen(own.codes)
                if _is_whole(outline, own):
                    some: Iterable[int] = compress(outline.by_name, chosen)
                else:
                    names = compress(sorted(self._lists.names(outline.deck)), chosen)
                    places = map(outline.places.get, names)
                    some = (place for place in places if place is not None)
                found.update(map(start.__add__, some))
        return found

    def _new(self, library: Library) -> set[int]:
        """Return the places of the cards without a memory."""
        new: set[int] = set()
        for start, outline, own in self._shelved(library):
            if own is None:
                new.update(range(start, start + len(outline)))
            elif not _is_whole(outline, own):
                names = self._lists.names(outline.deck)
                pairs = enumerate(outline.names, start)
                new.update([place for place, name in pairs if name not in names])
        return new

    def _shelved(
        self, library: Library
    ) -> Iterator[tuple[int, Outline, DeckStates | None]]:
        """Yield each deck's first place, its cards, and their states."""
        start = 0
        for deck in library.decks:
            yield start, deck.outline, self._states.get(deck.id)
            start += len(deck.outline)

    @cached_property
    def _states(self) -> Mapping[str, DeckStates]:
        return self._lists.states(self.moment)

    @cached_property
    def _lists(self) -> MemoryLists:
        return self.lists or HeldLists(self.memories.by_card)


def _is_whole(outline: Outline, own: DeckStates) -> bool:
    """Return whether all cards of a deck have a memory, and no other."""
    return own.seen == SeenCards(len(outline), outline.fingerprint)


def by_deck(cards: Iterable[CardId]) -> Mapping[str, Sequence[str]]:
    """Return the names of cards, by their decks."""
    names: dict[str, list[str]] = {}
    for card in cards:
        names.setdefault(card.deck, []).append(card.card)
    return names
