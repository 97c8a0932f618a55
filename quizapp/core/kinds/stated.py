"""Stated: the response of every kind that asks for a value."""

from collections.abc import Callable

from msgspec import Struct

from quizapp.core.judging.comparison import Tolerance, compare
from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Verdict
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.value import Value


class Stated(Struct, frozen=True):
    """A value the user typed, with the text they typed."""

    text: str
    value: Value
    tolerance: Tolerance
    settle: Callable[[Value, Outcome | None], Verdict]
    """Judges the value: the kind that read it knows what was asked."""

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge the value against the run, or the card's own answer."""
        return self.settle(self.value, outcome)

    def agrees(self, other: Response) -> bool:
        """Tell whether the other response states the same value, seen from either."""
        if not isinstance(other, Stated):
            return False
        pairs = (self.value, other.value), (other.value, self.value)
        verdicts = (compare(*pair, self.tolerance) for pair in pairs)
        return any(isinstance(verdict, Correct) for verdict in verdicts)
