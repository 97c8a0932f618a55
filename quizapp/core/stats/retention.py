"""Retention: how much was still known when a card came back, against the target.

What Anki calls true retention. A card is tried by its first review of a study
day, if it had left the learning steps by then; it is retained if it was not graded
Again. Later reviews of the day try what was read a moment ago.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.share import Share
from quizapp.core.scheduling.intervals import Stage, stage_after
from quizapp.core.stats.history import History

SPANS = (7, 30)
"""Days that are told besides the whole period."""

RetentionReading: TypeAlias = Literal[
    "above target", "on target", "below target", "too few to tell"
]


class RecallTest(NamedTuple):
    """A card that came back after its learning steps."""

    day: StudyDay
    """The study day."""
    retained: bool


class IntervalSpan(Struct, frozen=True):
    """The trials of the last so many study days."""

    days: int
    share: Share


class Retention(Struct, frozen=True):
    """The share that was retained, over several spans up to today."""

    target: float
    """The predicted recall at which FSRS brings a card back, from 0 to 1."""
    spans: tuple[IntervalSpan, ...]
    """From the shortest to the whole period."""

    def reading(self, span: IntervalSpan) -> RetentionReading:
        """Say how a span compares: off target only if chance is an unlikely cause."""
        if span.share.value is None:
            return "too few to tell"
        match span.share.differs(self.target):
            case 1:
                return "above target"
            case -1:
                return "below target"
            case _:
                return "on target"


def recall_tests(history: History) -> Iterator[RecallTest]:
    """Yield the trials in the whole history of a card."""
    before: tuple[Stage, int | None] | None = None
    latest = 0
    for day, review in history:
        if before is not None and before[0] is Stage.REVIEW and day > latest:
            yield RecallTest(day, review.grade is not Grade.AGAIN)
        before = stage_after(before, review.grade)
        latest = max(day, latest)


def retention(
    tried: Iterable[RecallTest], target: float, first: StudyDay, last: StudyDay
) -> Retention:
    """Sum up the trials between two study days, both included."""
    within = [trial for trial in tried if first <= trial.day <= last]
    whole = last - first + 1
    lengths = (*(days for days in SPANS if days < whole), whole)
    spans = (IntervalSpan(days, _share(within, last - days + 1)) for days in lengths)
    return Retention(target, tuple(spans))


def _share(tried: Iterable[RecallTest], since: int) -> Share:
    counted = [trial.retained for trial in tried if trial.day >= since]
    return Share(sum(counted), len(counted))
