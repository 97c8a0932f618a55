"""A review log that forgets: for cramming, where nothing is to be recorded."""

from collections.abc import Iterable

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.review import Event, EventId, Fact, facts


class TransientLog:
    """Keeps events as long as it lives."""

    device = "transient"

    def __init__(self) -> None:
        self._events: dict[EventId, Event] = {}

    def append(self, event: Event) -> None:
        """Keep an event in memory; one already known is kept as it was."""
        self._events.setdefault(event.id, event)

    def events(self) -> Iterable[Event]:
        """Return every event."""
        return tuple(self._events.values())

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return what stands of a card, in order of time."""
        return tuple(fact for fact in facts(self.events()) if fact.card == card)

    def latest(self) -> Fact | None:
        """Return the last of what stands."""
        return next(reversed(facts(self.events())), None)

    def close(self) -> None:
        """Release nothing."""
