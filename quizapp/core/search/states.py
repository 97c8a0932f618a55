"""States: the states of cards at a moment.

Search and tables use the same words. A card that is buried or suspended is neither
due nor new.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.cards.card import Card
from quizapp.core.scheduling.intervals import Memory, Stage, is_due, is_due_by
from quizapp.core.scheduling.leech import is_leech
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


class CardStates(Struct, frozen=True):
    """The states of all cards at one moment."""

    memories: Memories = Memories()
    moment: Moment = Moment(datetime(1970, 1, 1, tzinfo=UTC))

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

    def by_state(self, places: Mapping[CardId, int]) -> dict[State, set[int]]:
        """Return the positions of the cards in each state; a card may be in several.

        Iterates over the memories, which are usually fewer than the cards.
        """
        places_of: dict[State, set[int]] = {state: set() for state in State}
        buried = (card for card in self.memories.buried if self.is_buried(card))
        places_of[State.BURIED] = _known(buried, places)
        places_of[State.STARRED] = _known(self.memories.starred, places)
        places_of[State.REPORTED] = _known(self.memories.reported, places)
        places_of[State.SUSPENDED] = _known(self.memories.suspended, places)
        aside = places_of[State.BURIED] | places_of[State.SUSPENDED]
        new, today = set(places.values()), self.moment.day
        for card, memory in self.memories.by_card.items():
            place = places.get(card)
            if place is None:
                continue
            new.discard(place)
            if is_leech(memory):
                places_of[State.LEECH].add(place)
            if place not in aside:
                for state in _active(memory, today, self.moment.at):
                    places_of[state].add(place)
        places_of[State.NEW] = new - aside
        return places_of


def _known(cards: Iterable[CardId], places: Mapping[CardId, int]) -> set[int]:
    return {places[card] for card in cards if card in places}


_DUE, _LATER = (State.DUE,), (State.LATER,)
_LEARNING, _BOTH = (State.LEARNING,), (State.LEARNING, State.DUE)


def _active(memory: Memory, today: StudyDay, now: datetime) -> tuple[State, ...]:
    """Return the states of a card that is neither buried nor suspended."""
    due = is_due_by(memory.due, today, now)
    if memory.stage is Stage.REVIEW:
        return _DUE if due else _LATER
    return _BOTH if due else _LEARNING
