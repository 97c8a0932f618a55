"""Reviews: the facts of the log, and memory as a fold over them.

Facts only, and they mean the same in any order: the logs of two machines are
merged by union. Undo is one more fact, a retraction. Whatever is derived
(memories, counts, dues) is folded from the facts and never stored as truth.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NewType, TypeAlias

from quizapp.core.card import CardId
from quizapp.core.confidence import Confidence, is_sure_and_wrong
from quizapp.core.grade import Grade
from quizapp.core.moment import Moment
from quizapp.core.schedule import Memory, Settings, review

EventId = NewType("EventId", str)
"""A UUID of version 7 (RFC 9562): globally unique, and in order of time."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One card was asked, answered and graded."""

    id: EventId
    device: str
    """Random name of the installation that made the review."""
    card: CardId
    content: str
    """The card's content hash at that time."""
    variant: str
    """The drawn values as JSON; `{}` where nothing is drawn."""
    response: str
    verdict: str | None
    """`correct`, `partial` or `wrong`; None where only the user could judge."""
    score: float | None
    overridden: bool
    """True if the user set a verdict of wrong aside: I was right."""
    confidence: Confidence | None
    hints: int
    suggested: Grade
    grade: Grade
    moment: Moment
    """When the answer was given: the instant the grade counts from."""
    seconds: float
    """From the question on the screen to the answer."""
    app: str
    torch: str

    @property
    def sure_and_wrong(self) -> bool:
        """True if the card has to be followed up: see `follow_up`."""
        return is_sure_and_wrong(
            self.confidence, self.score, overridden=self.overridden
        )


@dataclass(frozen=True, slots=True)
class Retracted:
    """A review was taken back."""

    id: EventId
    device: str
    review: EventId
    moment: Moment


Event: TypeAlias = Reviewed | Retracted


def standing(events: Iterable[Event]) -> tuple[Reviewed, ...]:
    """Return the reviews that were not retracted, in order of time."""
    reviews: dict[EventId, Reviewed] = {}
    retracted: set[EventId] = set()
    for event in events:
        match event:
            case Reviewed():
                reviews[event.id] = event
            case Retracted(review=review_id):
                retracted.add(review_id)
    kept = (event for id_, event in reviews.items() if id_ not in retracted)
    return tuple(sorted(kept, key=lambda event: (event.moment.at, event.id)))


def remember(
    memory: Memory | None, event: Reviewed, settings: Settings = Settings()
) -> Memory:
    """Return the memory after one more review: a step of the fold."""
    return review(
        memory,
        event.grade,
        event.moment,
        str(event.card),
        settings,
        sure_and_wrong=event.sure_and_wrong,
    )


@dataclass(frozen=True, slots=True)
class Memories:
    """The fold of the log: what is remembered of each card, and today's counts."""

    by_card: Mapping[CardId, Memory] = field(default_factory=dict)
    first_day: Mapping[CardId, int] = field(default_factory=dict)
    """The study day on which each card was first reviewed."""

    def introduced_on(self, day: int) -> int:
        """Count the cards that were new on a study day."""
        return sum(first == day for first in self.first_day.values())


def fold(events: Iterable[Event], settings: Settings = Settings()) -> Memories:
    """Derive all memories from the log's facts, in whatever order they come."""
    by_card: dict[CardId, Memory] = {}
    first_day: dict[CardId, int] = {}
    for event in standing(events):
        by_card[event.card] = remember(by_card.get(event.card), event, settings)
        first_day.setdefault(event.card, event.moment.day)
    return Memories(by_card, first_day)


def event_id(milliseconds: int, bits: int) -> EventId:
    """Lay out a UUIDv7 from Unix milliseconds and 74 random bits (RFC 9562, 5.7)."""
    high, low = (bits >> 62) & 0xFFF, bits & (2**62 - 1)
    number = milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    digits = f"{number:032x}"
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return EventId("-".join(parts))
