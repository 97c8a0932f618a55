"""Retention: the share of cards still known when they returned, against the target.

Anki calls this true retention. A card is tested by its first review of a study day, if
it was past its learning steps by then, and retained unless graded Again. Later reviews
of the day test what was read a moment ago.
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
"""Spans in days, shown in addition to the whole period."""

RetentionReading: TypeAlias = Literal[
    "above target", "on target", "below target", "not enough data"
]


class RecallTest(NamedTuple):
    """A review of a card that is past its learning steps."""

    day: StudyDay
    """The study day."""
    retained: bool


class IntervalSpan(Struct, frozen=True):
    """The recall tests of the last study days."""

    days: int
    share: Share


class Retention(Struct, frozen=True):
    """The share retained, over several spans up to today."""

    target: float
    """The predicted recall at which FSRS schedules a card, from 0 to 1."""
    spans: tuple[IntervalSpan, ...]
    """From the shortest span to the whole period."""

    def reading(self, span: IntervalSpan) -> RetentionReading:
        """Compare a span with the target: off target only if chance is unlikely."""
        if span.share.value is None:
            return "not enough data"
        match span.share.differs(self.target):
            case 1:
                return "above target"
            case -1:
                return "below target"
            case _:
                return "on target"


def recall_tests(history: History) -> Iterator[RecallTest]:
    """Yield the recall tests in the whole history of a card."""
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
    """Return the retention between two study days, both included."""
    within = [trial for trial in tried if first <= trial.day <= last]
    whole = last - first + 1
    lengths = (*(days for days in SPANS if days < whole), whole)
    spans = (IntervalSpan(days, _share(within, last - days + 1)) for days in lengths)
    return Retention(target, tuple(spans))


def _share(tried: Iterable[RecallTest], since: int) -> Share:
    counted = [trial.retained for trial in tried if trial.day >= since]
    return Share(sum(counted), len(counted))
