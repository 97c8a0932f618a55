"""Totals: the figures of many cards and days, added up.

They are whole numbers in a fixed order, the columns of a table that keeps them.
"""

from collections.abc import Iterable
from datetime import MAXYEAR
from operator import add, sub

from msgspec import Struct

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.share import Share
from quizapp.core.stats.calibration import Calibration
from quizapp.core.stats.card_figures import SCORE_PARTS, DayFigures

FIGURE_COLUMNS = (
    *("reviews", "milliseconds", "tests", "retained"),
    *(f"{what}_{step:d}" for step in Confidence for what in ("n", "sum", "squares")),
)
"""For each confidence: the answers, and the sums of their scores and the squares."""
_PLAIN = 4
_EACH = 3
NO_NUMBERS = (0,) * len(FIGURE_COLUMNS)


class Totals(Struct, frozen=True):
    """Figures added up."""

    numbers: tuple[int, ...] = NO_NUMBERS
    """In the order of FIGURE_COLUMNS."""

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(tuple(map(add, self.numbers, other.numbers)))

    def __sub__(self, other: "Totals") -> "Totals":
        return Totals(tuple(map(sub, self.numbers, other.numbers)))

    @property
    def reviews(self) -> int:
        """All reviews."""
        return self.numbers[0]

    @property
    def seconds(self) -> float:
        """The time from question to reveal, over all reviews."""
        return self.numbers[1] / 1000

    @property
    def retained(self) -> Share:
        """The share of the recall tests that were passed."""
        return Share(self.numbers[3], self.numbers[2])

    @property
    def calibration(self) -> Calibration:
        """Stated confidence compared with the scores."""
        steps, squares = {}, 0.0
        for place, step in enumerate(Confidence):
            at = _PLAIN + _EACH * place
            count, total, square = self.numbers[at : at + _EACH]
            steps[step] = Share(total / SCORE_PARTS, count)
            squares += square / SCORE_PARTS**2 - 2 * step.stated * total / SCORE_PARTS
            squares += step.stated**2 * count
        return Calibration(steps, max(0.0, squares))


def total_of(
    days: Iterable[DayFigures], first: int = 0, last: int = MAXYEAR * 366
) -> Totals:
    """Add up the figures of days, those from the first to the last.

    It is written out: with 100,000 cards there are a million.
    """
    reviews = milliseconds = tests = retained = 0
    answers: list[tuple[int, int]] = []
    for own in days:
        if first <= own.day <= last:
            reviews += own.reviews
            milliseconds += own.milliseconds
            tests += own.tests
            retained += own.retained
            if own.confidence:
                answers.append((own.confidence, own.score))
    numbers = [reviews, milliseconds, tests, retained, *NO_NUMBERS[_PLAIN:]]
    for confidence, score in answers:
        _add_answer(numbers, confidence, score, 1)
    return Totals(tuple(numbers))


def add_day(numbers: list[int], day: DayFigures, sign: int = 1) -> None:
    """Add the figures of a day to numbers, or take them off."""
    numbers[0] += sign * day.reviews
    numbers[1] += sign * day.milliseconds
    numbers[2] += sign * day.tests
    numbers[3] += sign * day.retained
    if day.confidence:
        _add_answer(numbers, day.confidence, day.score, sign)


def _add_answer(numbers: list[int], confidence: int, score: int, sign: int) -> None:
    at = _PLAIN + _EACH * (confidence - 1)
    numbers[at] += sign
    numbers[at + 1] += sign * score
    numbers[at + 2] += sign * score**2
