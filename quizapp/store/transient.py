"""A review log that forgets: for cramming, where nothing is to be recorded."""

from collections.abc import Iterable

from quizapp.core.review import Event, EventId


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

    def close(self) -> None:
        """Release nothing."""
