"""Stated: the response of every kind that asks for a value.

The reader and the judge are imported with the first answer: no question needs them.
"""

from typing import Protocol

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Verdict
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.value import Value


class ValueJudge(Protocol):
    """A kind that asks for a value."""

    @property
    def tolerance(self) -> Tolerance:
        """The differences that do not count."""
        ...

    def right(self, outcome: Outcome | None) -> Value | None:
        """Return the true value, None if this outcome gives none."""
        ...

    def settle(self, value: Value, outcome: Outcome | None) -> Verdict:
        """Judge a value against the run, or the card's own answer."""
        ...


class Stated(Struct, frozen=True):
    """A value the user typed, with the text they typed."""

    text: str
    value: Value
    kind: ValueJudge
    context: AnswerContext = NO_CONTEXT

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge the value against the run, or the card's own answer.

        What can be read in several ways is read as the true value is.
        """
        from quizapp.core.values.answers import read_against

        true, value = self.kind.right(outcome), self.value
        if true is not None:
            value = read_against(true, self.text, value, self.context)
        return self.kind.settle(value, outcome)

    def agrees(self, other: Response) -> bool:
        """Return whether either value is correct if the other one is right."""
        from quizapp.core.judging.comparison import compare

        if not isinstance(other, Stated):
            return False
        pairs = (self.value, other.value), (other.value, self.value)
        verdicts = (compare(*pair, self.kind.tolerance) for pair in pairs)
        return any(isinstance(verdict, Correct) for verdict in verdicts)
