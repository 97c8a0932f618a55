"""Self-assessment: the points that were ticked, against those whose words were found.

Only typed answers that the user ticked count, and only points that have words to search
for. Words prove nothing, so one interview is a hint; the figure over several shows
whether someone ticks too much or too little. A second look, days later, shows whether
they tick the same twice.
"""

from collections.abc import Iterable

from msgspec import Struct

from quizapp.core.interview.facts import Occasion
from quizapp.core.interview.record import AnswerRecord, InterviewRecord

ENOUGH_POINTS = 5
"""With fewer points nothing is said about someone's ticks."""
NOTABLE = 0.2
"""The surplus or lack of ticks, as a share of all points, that is worth a word."""


class TickGap(Struct, frozen=True):
    """Ticked and suggested points, counted."""

    points: int = 0
    """All points that were compared."""
    both: int = 0
    ticked_only: int = 0
    """Ticked, though their words are not in the answer: possibly too generous."""
    found_only: int = 0
    """Not ticked, though their words are in the answer: possibly too strict."""

    def __add__(self, other: "TickGap") -> "TickGap":
        return TickGap(
            self.points + other.points,
            self.both + other.both,
            self.ticked_only + other.ticked_only,
            self.found_only + other.found_only,
        )

    @property
    def ticked(self) -> int:
        """All points that were ticked."""
        return self.both + self.ticked_only

    @property
    def found(self) -> int:
        """All points whose words were found."""
        return self.both + self.found_only

    @property
    def surplus(self) -> float | None:
        """Ticked minus found points, as a share of all, from -1 to 1.

        Above 0 is generous, below 0 strict; None with too few points.
        """
        if self.points < ENOUGH_POINTS:
            return None
        return (self.ticked_only - self.found_only) / self.points

    @property
    def reading(self) -> str:
        """The gap in a word: `generous`, `strict`, `close` or `not enough data`."""
        if self.surplus is None:
            return "not enough data"
        if abs(self.surplus) < NOTABLE:
            return "close"
        return "generous" if self.surplus > 0 else "strict"


class Retest(Struct, frozen=True):
    """How far a second look ticked the same points."""

    points: int = 0
    same: int = 0

    def __add__(self, other: "Retest") -> "Retest":
        return Retest(self.points + other.points, self.same + other.same)

    @property
    def agreement(self) -> float | None:
        """The share of points ticked or left alike; None without a second look."""
        return self.same / self.points if self.points else None


def tick_gap(answers: Iterable[AnswerRecord]) -> TickGap:
    """Return the gap between ticked and suggested points."""
    return sum((gap_of(answer) for answer in answers), TickGap())


def gap_of(answer: AnswerRecord) -> TickGap:
    """Return the gap of one answer; no points if it cannot be compared."""
    ticked, found = answer.ticked_on(Occasion.DEBRIEF), answer.suggested
    if ticked is None or found is None or not answer.fact.response:
        return TickGap()
    searched = frozenset(answer.asked.searched)
    ticked &= searched
    return TickGap(
        len(searched), len(ticked & found), len(ticked - found), len(found - ticked)
    )


def retest(records: Iterable[InterviewRecord]) -> Retest:
    """Return how far second looks agree with the debriefs."""
    return sum(
        (_retest_of(answer) for record in records for answer in record.answers),
        Retest(),
    )


def _retest_of(answer: AnswerRecord) -> Retest:
    first = answer.ticked_on(Occasion.DEBRIEF)
    second = answer.ticked_on(Occasion.SECOND_LOOK)
    if first is None or second is None:
        return Retest()
    points = len(answer.asked.weights)
    return Retest(points, points - len(first ^ second))
