"""Comparison: an interview beside the earlier ones."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from quizapp.core.basics.moment import Moment
from quizapp.core.interview.assessment import TickGap
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.interview.scorecard import Scorecard, scorecard
from quizapp.core.interview.signal import Signal

COMPARED = 3
"""How many earlier interviews make the mean to compare with."""


class InterviewChange(Struct, frozen=True):
    """One figure now, and its mean over the interviews before."""

    name: str
    """`knowledge`, `depth`, `code`, `whole`, `pace` or `Brier score`."""
    now: float | None
    before: float | None
    """None if none of the earlier interviews has it."""

    @property
    def difference(self) -> float | None:
        """Now minus before; None if one is missing."""
        if self.now is None or self.before is None:
            return None
        return self.now - self.before


class InterviewPoint(Struct, frozen=True):
    """An interview in the course of time, for statistics and lists."""

    record: InterviewRecord
    moment: Moment
    whole: float | None
    signal: Signal | None
    gap: TickGap


def compared(
    record: InterviewRecord, records: Iterable[InterviewRecord]
) -> tuple[InterviewChange, ...]:
    """Compare an interview with the last ones that ended before it."""
    when = record.begun.moment.at
    earlier = sorted(
        (o for o in records if o.ended is not None and o.begun.moment.at < when),
        key=lambda other: other.begun.moment.at,
    )
    cards = [scorecard(other) for other in earlier[-COMPARED:]]
    now = scorecard(record)
    return tuple(
        InterviewChange(name, value, _mean([dict(_figures(c))[name] for c in cards]))
        for name, value in _figures(now)
    )


def over_time(records: Iterable[InterviewRecord]) -> tuple[InterviewPoint, ...]:
    """Return the interviews that ended and have answers, in order of time."""
    points = []
    for record in records:
        if record.ended is not None and record.answers:
            card = scorecard(record)
            points.append(
                InterviewPoint(
                    record, record.begun.moment, card.whole, card.signal, card.gap
                )
            )
    return tuple(points)


def _figures(card: Scorecard) -> tuple[tuple[str, float | None], ...]:
    return (
        *((each.name, each.share) for each in card.dimensions),
        ("whole", card.whole),
        ("pace", card.pace.share),
        ("Brier score", card.calibration.brier),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
