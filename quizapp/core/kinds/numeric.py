"""Numeric: one number, given by the author or by a run, within a tolerance.

The reader and the judge are imported with the first answer: no question needs them.
"""

from typing import ClassVar

from msgspec.structs import replace

from quizapp.core.judging.response import Response
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Unsettled, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.stated import Stated
from quizapp.core.runs.foreseen import Sort
from quizapp.core.runs.outcome import Completed, Outcome, sentence
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Value, scalar
from quizapp.core.values.writer import write


class Numeric(Kind, frozen=True):
    """A question whose answer is a number."""

    name: ClassVar[str] = "numeric"
    expected_seconds: ClassVar[float | None] = 30.0
    truth_is_value: ClassVar[bool] = True
    answer: float | None = None
    ask: str | None = None
    tolerance: Tolerance = Tolerance()
    unit: str = ""

    @property
    def task(self) -> str:
        """The unit and the allowed rounding."""
        return self.task_for(None)

    def task_for(self, sort: Sort | None) -> str:
        """The unit; rounding is mentioned where there may be decimals."""
        unit = f" in {self.unit}" if self.unit else ""
        whole = self.answer is not None and self.answer.is_integer()
        exact = sort not in {None, "number"} or (
            whole and self.tolerance == Tolerance()
        )
        rounding = "" if exact else f"; {self.tolerance}"
        return f"Enter a number{unit}{rounding}. `5/0.9` and `20%` work too."

    def read(self, text: str) -> Response | Misread:
        """Read a number, arithmetic or a percentage, its unit optional."""
        return self.read_in(text, NO_CONTEXT)

    def read_in(self, text: str, context: AnswerContext) -> Response | Misread:
        """Read a number that may name drawn values; a wrong unit is asked about."""
        from quizapp.core.values.quantity import read_quantity

        context = replace(context, unit=self.unit)
        value = read_quantity(text, context)
        if isinstance(value, Misread):
            return value
        return Stated(text.strip(), value, self, context)

    def settle(self, value: Value, outcome: Outcome | None) -> Verdict:
        """Judge a value against the answer or the run."""
        from quizapp.core.judging.comparison import compare

        right = self.right(outcome)
        if right is not None:
            return self._as_written(compare(right, value, self.tolerance))
        if outcome is None or isinstance(outcome, Completed):
            return Unsettled("the run gave no number to compare with")
        return Unsettled(sentence(outcome))

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the number and its unit."""
        value = self.right(outcome)
        if value is None:
            return None
        return f"{self._whole() or write(value)} {self.unit}".rstrip()

    def _whole(self) -> str | None:
        """Return the author's number if it is whole: without decimals."""
        is_whole = self.answer is not None and self.answer.is_integer()
        return str(int(self.answer or 0)) if is_whole else None

    def _as_written(self, verdict: Verdict) -> Verdict:
        """Name the author's number in a verdict as it is written."""
        match verdict:
            case Wrong(mismatches=(mismatch,)) if whole := self._whole():
                return replace(verdict, mismatches=(replace(mismatch, expected=whole),))
            case _:
                return verdict

    def flaws(self) -> tuple[Flaw, ...]:
        """Exactly one of `answer` and `ask` says what is right."""
        if (self.answer is None) == (self.ask is None):
            message = "needs either `answer` or `ask`, and not both"
            return (Flaw((), message),)
        return ()

    def right(self, outcome: Outcome | None) -> Value | None:
        """Return the author's number, or that of the run."""
        if self.answer is not None:
            return scalar(self.answer)
        value = outcome.value if isinstance(outcome, Completed) else None
        if isinstance(value, Array) and len(value.elements) == 1:
            return scalar(value.elements[0])  # a 1-element tensor is a number too
        return None
