"""The history of an import: reviews of another program become events of the log.

An event's id is made from its source, so importing again adds only what is new. A
review that left quizapp and comes back is recognized by its card, time and grade.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.remark import Star
from quizapp.core.scheduling.review import (
    Event,
    EventId,
    Marked,
    Remarked,
    Reviewed,
    event_id,
)
from quizapp.exchange.imported import (
    Imported,
    ImportedReset,
    ImportedReview,
    Origin,
)
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.importing import ImportResult

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_VARIANT = "{}"
_LATEST_MILLISECOND = 2**48 - 1
_SAME_SECOND = timedelta(seconds=1)
"""A review keeps its time to a millisecond or so on its way through Anki."""


class ImportedHistory(Struct, frozen=True):
    """What an import adds to the log."""

    events: tuple[Event, ...] = ()
    known: int = 0
    """Reviews that are in the log already."""
    strays: int = 0
    """Reviews of cards that were not taken."""

    @property
    def reviews(self) -> int:
        """How many reviews are new."""
        return sum(isinstance(event, Reviewed) for event in self.events)


def lacking_events(
    assembly: Assembly, imported: Imported, result: ImportResult
) -> ImportedHistory:
    """Return the events that the log lacks; it reads the log, and creates none."""
    ids = {row.origin: row.card for row in result.rows if row.card is not None}
    here = _Logged(assembly.log.events() if assembly.has_log else ())
    known = strays = 0
    events: list[Event] = []
    for fact in imported.history:
        card = ids.get(str(fact.origin))
        if card is None:
            strays += 1
        elif here.has(fact, card):
            known += isinstance(fact, ImportedReview)
        else:
            event = _event(fact, card)
            if event.id not in here.ids:  # else it was undone
                events.append(event)
    states = _states(imported, ids, assembly)
    events += (event for event in states if event.id not in here.ids)
    return ImportedHistory(tuple(events), known, strays)


def write_history(assembly: Assembly, history: ImportedHistory) -> None:
    """Commit the events, all of them or none. Raises LogError."""
    if history.events:
        assembly.ledger.take_in(history.events)


class _Logged:
    """What the log has, under whatever ids."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.ids: set[EventId] = set()
        self._times: dict[tuple[CardId, Grade | None, int], list[datetime]] = {}
        """By card, grade (None for a reset) and second."""
        for event in events:
            self.ids.add(event.id)
            match event:
                case Reviewed(card=card, grade=grade):
                    self._add(card, grade, event.moment.at)
                case Marked(card=card, mark=Mark.RESET):
                    self._add(card, None, event.moment.at)
                case _:
                    pass

    def _add(self, card: CardId, grade: Grade | None, at: datetime) -> None:
        key = (card, grade, (at - _EPOCH) // _SAME_SECOND)
        self._times.setdefault(key, []).append(at)

    def has(self, fact: ImportedReview | ImportedReset, card: CardId) -> bool:
        """Return whether a fact of a card left quizapp and comes back."""
        grade = fact.grade if isinstance(fact, ImportedReview) else None
        at = fact.moment.at
        second = (at - _EPOCH) // _SAME_SECOND
        return any(
            abs(time - at) < _SAME_SECOND
            for near in (second - 1, second, second + 1)
            for time in self._times.get((card, grade, near), ())
        )


def _event(fact: ImportedReview | ImportedReset, card: CardId) -> Reviewed | Marked:
    """Return the event of a fact: the same on every machine, but for the card's id."""
    device = fact.origin.format
    match fact:
        case ImportedReset():
            id_ = _id_of(fact.origin, fact.number, "reset", fact.moment.at)
            return Marked(id_, device, card, Mark.RESET, fact.moment)
        case ImportedReview():
            return Reviewed(
                id=_id_of(fact.origin, fact.number, "review", fact.moment.at),
                device=device,
                card=card,
                content="",
                variant=_NO_VARIANT,
                response="",
                verdict=None,
                score=None,
                overridden=False,
                confidence=None,
                hints=0,
                suggested=fact.grade,
                grade=fact.grade,
                moment=fact.moment,
                seconds=fact.seconds,
                app=fact.origin.format,
                torch="",
            )


def _states(
    imported: Imported, ids: Mapping[str, CardId | None], assembly: Assembly
) -> Iterator[Event]:
    """Yield that cards are suspended or starred, where they are not yet."""
    now, memories = assembly.clock(), assembly.memories
    for state in imported.states:
        card, device = ids.get(str(state.origin)), state.origin.format
        if card is None:
            continue
        if state.suspended and card not in memories.suspended:
            id_ = _id_of(state.origin, 0, "suspended", _EPOCH)
            yield Marked(id_, device, card, Mark.SUSPENDED, now)
        if state.starred and card not in memories.starred:
            id_ = _id_of(state.origin, 0, "starred", _EPOCH)
            yield Remarked(id_, device, card, Star(on=True), now)


def _id_of(origin: Origin, number: int, what: str, at: datetime) -> EventId:
    """Return the same id each time the same fact is read."""
    name = f"{origin}\0{number}\0{what}".encode(errors="replace")
    bits = int.from_bytes(blake2b(name, digest_size=10).digest()) >> 6
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    return event_id(min(max(milliseconds, 0), _LATEST_MILLISECOND), bits)
