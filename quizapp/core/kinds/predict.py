"""Predict: the result of a snippet before it runs; the run is the answer key."""

from typing import ClassVar

from quizapp.core.judging.response import Response
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Verdict
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.expected import Expect, result_of
from quizapp.core.kinds.stated import Stated
from quizapp.core.runs.foreseen import Sort
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Text, Value
from quizapp.core.values.writer import NOTHING_PRINTED, write


class Predict(Kind, frozen=True):
    """A snippet, and a question about its result."""

    name: ClassVar[str] = "predict"
    expected_seconds: ClassVar[float | None] = 30.0
    truth_is_value: ClassVar[bool] = True
    needs_run: ClassVar[bool] = True
    poses_code: ClassVar[bool] = True
    ask: str | None = None
    expect: Expect = "value"
    tolerance: Tolerance = Tolerance()

    @property
    def task(self) -> str:
        """What to predict, and the allowed rounding."""
        return self.task_for(None)

    def task_for(self, sort: Sort | None) -> str:
        """What to predict; rounding is mentioned where there may be decimals."""
        match self.expect:
            case "value":
                enough = f"; {self.tolerance}" if sort in {None, "number"} else ""
                letters = "; `T` and `F` are enough" if sort == "boolean" else ""
                return f"Predict `{self.ask}`{enough}{letters}."
            case "shape":
                return f"Predict the shape of `{self.ask}`, such as `(2, 3)`."
            case "dtype":
                return f"Predict the dtype of `{self.ask}`, such as `float32`."
            case "printed":
                return "Predict the output. Use `\\n` for a new line."
            case "raises":
                return "Predict the class of the exception, or `none`."

    @property
    def line_break(self) -> str:
        r"""A printed line break is typed as `\n`; any other is a space."""
        return "\\n" if self.expect == "printed" else " "

    def read(self, text: str) -> Response | Misread:
        """Read a prediction in the notation of what is expected."""
        return self.read_in(text, NO_CONTEXT)

    def read_in(self, text: str, context: AnswerContext) -> Response | Misread:
        """Read a prediction that may name drawn values."""
        from quizapp.core.kinds.prediction import read_prediction

        value = read_prediction(self.expect, text, context)
        if isinstance(value, Misread):
            return value
        return Stated(text.strip(), value, self, context)

    def settle(self, value: Value, outcome: Outcome | None) -> Verdict:
        """Judge a value against the run."""
        from quizapp.core.kinds.prediction import judge_prediction

        return judge_prediction(self.expect, value, outcome, self.tolerance)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return what the run showed."""
        right = self.right(outcome)
        if self.expect == "printed" and isinstance(right, Text):
            return right.text.rstrip("\n") if right.text.strip() else NOTHING_PRINTED
        if self.expect == "shape" and isinstance(right, Array):
            return str(right.elements)
        return None if right is None else write(right)

    def flaws(self) -> tuple[Flaw, ...]:
        """`ask` is required for a value, shape or dtype, and refused for `printed`."""
        needs_ask = self.expect in {"value", "shape", "dtype"}
        if needs_ask and self.ask is None:
            message = f"needs `ask`: the expression whose {self.expect} is predicted"
            return (Flaw((), message),)
        if not needs_ask and self.ask is not None and self.expect == "printed":
            message = 'is not used with expect = "printed"; remove it'
            return (Flaw(("ask",), message),)
        return ()

    def right(self, outcome: Outcome | None) -> Value | None:
        """Return what the run showed; None without one, or if it failed."""
        return result_of(self.expect, outcome)
