"""Stated: the response of every kind that asks for a value."""

from typing import Protocol

from msgspec import Struct

from quizapp.core.judging.comparison import compare
from quizapp.core.judging.response import Response
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Verdict
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.value import Value


class ValueJudge(Protocol):
    """A kind that asks for a value."""

    @property
    def tolerance(self) -> Tolerance:
        """The differences that do not count."""
        ...

    def settle(self, value: Value, outcome: Outcome | None) -> Verdict:
        """Judge a value against the run, or the card's own answer."""
        ...


class Stated(Struct, frozen=True):
    """A value the user typed, with the text they typed."""

    text: str
    value: Value
    kind: ValueJudge

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge the value against the run, or the card's own answer."""
        return self.kind.settle(self.value, outcome)

    def agrees(self, other: Response) -> bool:
        """Return whether either value is correct if the other one is right."""
        if not isinstance(other, Stated):
            return False
        pairs = (self.value, other.value), (other.value, self.value)
        verdicts = (compare(*pair, self.kind.tolerance) for pair in pairs)
        return any(isinstance(verdict, Correct) for verdict in verdicts)
