"""Retention: the share of cards still known when they returned, against the target.

Anki calls this true retention. A card is tested by its first review of a study day, if
it was past its learning steps by then, and retained unless graded Again. Later reviews
of the day test what was read a moment ago. `card_figures` finds these tests.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.basics.share import Share
from quizapp.core.stats.totals import Totals

SPANS = (7, 30)
"""Spans in days, shown in addition to the whole period."""

RetentionReading: TypeAlias = Literal[
    "above target", "on target", "below target", "not enough data"
]


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


def retention(
    done: Mapping[StudyDay, Totals], target: float, first: StudyDay, last: StudyDay
) -> Retention:
    """Return the retention between two study days, both included."""
    whole = last - first + 1
    lengths = (*(days for days in SPANS if days < whole), whole)
    spans = (
        IntervalSpan(days, _share(done, days_after(last, 1 - days), last))
        for days in lengths
    )
    return Retention(target, tuple(spans))


def _share(done: Mapping[StudyDay, Totals], first: StudyDay, last: StudyDay) -> Share:
    within = (totals.retained for day, totals in done.items() if first <= day <= last)
    return sum(within, Share())
