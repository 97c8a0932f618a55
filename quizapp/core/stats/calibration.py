"""Calibration: was the user as often right as they were sure?

Counted is the first answer of a study day to a card, where the user said how
sure they were and a verdict followed: an answer that was read ten minutes ago is
no news. An answer counts by the score of its verdict, as right where the user set
the verdict aside.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import add
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.share import ENOUGH, Share
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.history import History

CalibrationReading: TypeAlias = Literal[
    "overconfident", "underconfident", "as sure as right", "too few to tell"
]


class Answer(NamedTuple):
    """An answer of which the user said how sure they were."""

    confidence: Confidence
    score: float
    """From 0 for wrong to 1 for right."""


class Calibration(Struct, frozen=True):
    """Stated confidence against what came of it."""

    steps: Mapping[Confidence, Share]
    """For each step of confidence, how often the user was right."""
    squares: float = 0.0
    """The sum of the squared distances between stated probability and score."""

    @property
    def answers(self) -> int:
        """How many answers are counted."""
        return sum(share.of for share in self.steps.values())

    @property
    def right(self) -> Share:
        """How often the user was right, however sure."""
        return reduce(add, self.steps.values(), Share())

    @property
    def stated(self) -> float | None:
        """The mean probability that was stated; None of no answers."""
        total = sum(step.stated * share.of for step, share in self.steps.items())
        return total / self.answers if self.answers else None

    @property
    def over(self) -> float | None:
        """Mean stated less mean score, from -1 to 1: above 0 is overconfidence.

        None from too few answers.
        """
        right = self.right.value
        return None if right is None or self.stated is None else self.stated - right

    @property
    def brier(self) -> float | None:
        """Return the Brier score, from 0, the best, to 1; None from too few.

        The mean squared distance between forecast and event (Brier 1950,
        Verification of forecasts expressed in terms of probability, Monthly
        Weather Review 78, 1-3), for one of the two events, as is usual now: the
        paper adds both up. Who always says 50 % has 0.25.
        """
        return self.squares / self.answers if self.answers >= ENOUGH else None

    @property
    def reading(self) -> CalibrationReading:
        """Say it in words: miscalibrated only if chance is an unlikely cause."""
        if self.over is None or self.stated is None:
            return "too few to tell"
        match self.right.differs(self.stated):
            case -1:
                return "overconfident"
            case 1:
                return "underconfident"
            case _:
                return "as sure as right"


class SureAndWrong(Struct, frozen=True):
    """A card that was answered wrong by someone who was sure."""

    last: Reviewed
    """The latest of these errors."""
    times: int
    right_since: bool
    """Whether a later answer to the card was right."""


def answers(history: History) -> Iterator[Answer]:
    """Yield the answers to one card that calibration counts."""
    latest = 0
    for day, review in history:
        score = scored(review)
        if day > latest and score is not None and review.confidence is not None:
            yield Answer(review.confidence, score)
        latest = max(day, latest)


def calibrate(counted: Iterable[Answer]) -> Calibration:
    """Hold how sure the user was against how right."""
    steps = dict.fromkeys(Confidence, Share())
    squares = 0.0
    for (confidence, score), times in Counter(counted).items():
        steps[confidence] += Share(score * times, times)
        squares += (confidence.stated - score) ** 2 * times
    return Calibration(steps, squares)


def sure_and_wrong(history: History) -> SureAndWrong | None:
    """Sum up the errors that were made with confidence in one card, if there are any.

    Every answer counts, not a day's first alone.
    """
    found: SureAndWrong | None = None
    for _, review in history:
        if review.sure_and_wrong:
            times = 1 if found is None else found.times + 1
            found = SureAndWrong(review, times, right_since=False)
        elif found is not None and not found.right_since and scored(review) == 1.0:
            found = replace(found, right_since=True)
    return found


def scored(review: Reviewed) -> float | None:
    """Return how right an answer was; None where nobody but the user could say."""
    if review.score is None:
        return None
    return 1.0 if review.overridden else review.score
