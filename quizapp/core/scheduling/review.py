"""Reviews: the events of the log, which never change.

They are only facts and mean the same in any order, so the logs of two machines are
merged by union. Undo is one more event, a retraction. Everything derived
(memories, counts, due dates) is folded from the facts and never stored as truth.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NewType, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence, is_sure_and_wrong
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Remark
from quizapp.core.basics.verdict_name import VerdictName

EventId = NewType("EventId", str)
"""A UUID of version 7 (RFC 9562): globally unique, and in order of time."""


class Reviewed(Struct, frozen=True):
    """One card was asked, answered and graded."""

    id: EventId
    device: str
    """The random name of the installation that made the review."""
    card: CardId
    content: str
    """The card's content hash at that time."""
    variant: str
    """The drawn values as JSON; `{}` where nothing is drawn."""
    response: str
    verdict: VerdictName | None
    """None where only the user could judge."""
    score: float | None
    overridden: bool
    """Whether the user overrode the verdict with `I was right`."""
    confidence: Confidence | None
    hints: int
    suggested: Grade
    grade: Grade
    moment: Moment
    """When the answer was given; the interval counts from here."""
    seconds: float
    """From the question on the screen to the answer."""
    app: str
    torch: str

    @property
    def sure_and_wrong(self) -> bool:
        """Whether the card needs a follow-up: see `follow_up`."""
        return is_sure_and_wrong(
            self.confidence, self.score, overridden=self.overridden
        )


class Marked(Struct, frozen=True):
    """A card was buried, suspended, resumed or reset."""

    id: EventId
    device: str
    card: CardId
    mark: Mark
    moment: Moment


class Remarked(Struct, frozen=True):
    """A card was starred, noted or reported."""

    id: EventId
    device: str
    card: CardId
    remark: Remark
    moment: Moment


class Retracted(Struct, frozen=True):
    """A fact was undone."""

    id: EventId
    device: str
    fact: EventId
    moment: Moment


Fact: TypeAlias = Reviewed | Marked | Remarked
"""What happened to one card, unless it is retracted."""

Event: TypeAlias = Fact | Retracted

EventT = TypeVar("EventT", bound=Event)


def facts(events: Iterable[Event]) -> tuple[Fact, ...]:
    """Return the facts that are not retracted, in order of time."""
    by_id: dict[EventId, Fact] = {}
    retracted: set[EventId] = set()
    for event in events:
        match event:
            case Reviewed() | Marked() | Remarked():
                by_id[event.id] = event
            case Retracted(fact=fact):
                retracted.add(fact)
    in_force = (event for id_, event in by_id.items() if id_ not in retracted)
    return tuple(sorted(in_force, key=in_time))


def under_current_id(event: EventT, former: FormerIds) -> EventT:
    """Return an event under the id that its card has now."""
    if isinstance(event, Retracted):
        return event
    now = former.current(event.card)
    return event if now == event.card else replace(event, card=now)


def with_rollover(event: EventT, rollover: timedelta) -> EventT:
    """Return an event whose study day begins at this time after midnight."""
    return replace(event, moment=replace(event.moment, rollover=rollover))


def in_time(fact: Fact) -> tuple[datetime, EventId]:
    """Return a sort key by time that is the same on every machine."""
    return fact.moment.at, fact.id


def reviews_in_force(events: Iterable[Event]) -> tuple[Reviewed, ...]:
    """Return the reviews that are not retracted, in order of time."""
    return tuple(fact for fact in facts(events) if isinstance(fact, Reviewed))


def event_id(milliseconds: int, bits: int) -> EventId:
    """Return a UUIDv7 of Unix milliseconds and 74 random bits (RFC 9562, 5.7)."""
    high, low = (bits >> 62) & 0xFFF, bits & (2**62 - 1)
    number = milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    digits = f"{number:032x}"
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return EventId("-".join(parts))
