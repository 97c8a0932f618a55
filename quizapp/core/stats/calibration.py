"""Calibration: was the user right as often as they were sure?

It counts the first answer of each study day to a card, if the user said how sure they
were and a verdict followed. Repeating an answer read ten minutes ago shows nothing. An
answer counts by the score of its verdict, and as right if the verdict was overridden.
`card_figures` finds these answers.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.share import ENOUGH_TRIES, Share
from quizapp.core.stats.card_figures import SureError

CalibrationReading: TypeAlias = Literal[
    "overconfident", "underconfident", "well calibrated", "not enough data"
]


class Calibration(Struct, frozen=True):
    """Stated confidence compared with the scores."""

    steps: Mapping[Confidence, Share]
    """For each level of confidence, the share of right answers."""
    squares: float = 0.0
    """The sum of the squared distances between stated probability and score."""

    @property
    def answers(self) -> int:
        """The number of answers."""
        return sum(share.of for share in self.steps.values())

    @property
    def right(self) -> Share:
        """The share of right answers at any confidence."""
        return reduce(add, self.steps.values(), Share())

    @property
    def stated(self) -> float | None:
        """The mean stated probability; None without answers."""
        total = sum(step.stated * share.of for step, share in self.steps.items())
        return total / self.answers if self.answers else None

    @property
    def over(self) -> float | None:
        """Mean stated probability minus mean score: above 0 is overconfidence.

        From -1 to 1; None with too few answers.
        """
        right = self.right.value
        return None if right is None or self.stated is None else self.stated - right

    @property
    def brier(self) -> float | None:
        """Return the Brier score, from 0 (best) to 1; None with too few answers.

        The mean squared distance between forecast and event (Brier 1950,
        Verification of forecasts expressed in terms of probability, Monthly
        Weather Review 78, 1-3), for one of the two events, as is usual now: the
        paper adds both. Always guessing 50 % scores 0.25.
        """
        return self.squares / self.answers if self.answers >= ENOUGH_TRIES else None

    @property
    def reading(self) -> CalibrationReading:
        """The result in words: miscalibrated only if chance is an unlikely cause."""
        if self.over is None or self.stated is None:
            return "not enough data"
        match self.right.differs(self.stated):
            case -1:
                return "overconfident"
            case 1:
                return "underconfident"
            case _:
                return "well calibrated"


class SureAndWrong(Struct, frozen=True):
    """A card that was answered wrong with confidence."""

    card: CardId
    last: SureError
    """The latest of these errors."""
    times: int


def sure_and_wrong(card: CardId, errors: Iterable[SureError]) -> SureAndWrong | None:
    """Sum up errors made with confidence on one card, None if there are none.

    Every answer counts, not only the first of a day.
    """
    made = tuple(errors)
    return SureAndWrong(card, made[-1], len(made)) if made else None
