"""A review log in memory: for cramming, which records nothing."""

from collections.abc import Iterable

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.moment import ROLLOVER
from quizapp.core.scheduling.review import Event, EventId, Fact, facts


class TransientLog:
    """Holds events until the process ends."""

    device = "transient"

    def __init__(self) -> None:
        self.former = FormerIds()
        """Nothing in it is older than the ids of this session."""
        self.rollover = ROLLOVER
        self._events: dict[EventId, Event] = {}

    def append(self, event: Event) -> None:
        """Store an event in memory; one with a known id changes nothing."""
        self._events.setdefault(event.id, event)

    def append_all(self, events: Iterable[Event]) -> int:
        """Store events in memory; return how many were not there yet."""
        before, new = len(self._events), tuple(events)
        for event in new:
            self.append(event)
        return len(self._events) - before

    def events(self) -> Iterable[Event]:
        """Return every event."""
        return tuple(self._events.values())

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return the facts of a card that are in force, in order of time."""
        return tuple(fact for fact in facts(self.events()) if fact.card == card)

    def latest(self) -> Fact | None:
        """Return the last fact in force."""
        return next(reversed(facts(self.events())), None)

    def close(self) -> None:
        """Do nothing: there is no file."""
