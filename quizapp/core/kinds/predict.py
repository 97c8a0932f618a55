"""Predict: the result of a snippet before it runs; the run is the answer key."""

from collections.abc import Callable
from typing import ClassVar, Literal, TypeAlias

from quizapp.core.judging.comparison import compare, compare_shape
from quizapp.core.judging.printed import compare_printed
from quizapp.core.judging.response import Response
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Unsettled, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.ranking import same_printed_ranking
from quizapp.core.kinds.stated import Stated
from quizapp.core.runs.foreseen import Sort
from quizapp.core.runs.outcome import Completed, Outcome, Raised, sentence
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.answers import read_answer, read_element_type, read_sizes
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import (
    NOTHING_PRINTED,
    read_exception,
    read_printed,
)
from quizapp.core.values.value import (
    Array,
    ExceptionClass,
    Nothing,
    Text,
    Value,
    dtype_of,
    shape_of,
)
from quizapp.core.values.writer import write

Expect: TypeAlias = Literal["value", "shape", "dtype", "printed", "raises"]

_READERS: dict[Expect, Callable[[str], Value | Misread]] = {
    "dtype": read_element_type,
    "printed": read_printed,
    "raises": read_exception,
}


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
                enough = f"; {self.tolerance}" if sort is None else ""
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
        match self.expect:
            case "value":
                value = read_answer(text, context)
            case "shape":
                value = read_sizes(text, context)
            case _:
                value = _READERS[self.expect](text)
        if isinstance(value, Misread):
            return value
        return Stated(text.strip(), value, self, context)

    def settle(self, value: Value, outcome: Outcome | None) -> Verdict:
        """Judge a value against the run."""
        right = self.right(outcome)
        if outcome is None or right is None:
            return _unsettled(self.expect, outcome)
        match self.expect, right, value:
            case "raises", _, _:
                return _judge_exception(outcome, value)
            case "shape", Array(), Array():
                return compare_shape(right, value)
            case "printed", Text(), Text():
                return self._compare_output(right.text, value.text)
            case _, Text(), Text(bare=True):
                return self._compare_words(right, value)
            case _:
                return compare(right, value, self.tolerance)

    def _compare_output(self, right: str, given: str) -> Verdict:
        """Judge what is printed; an order of names may have other separators."""
        verdict = compare_printed(right, given, self.tolerance)
        if not isinstance(verdict, Correct) and same_printed_ranking(right, given):
            return Correct()
        return verdict

    def _compare_words(self, right: Text, given: Text) -> Verdict:
        """Judge text without quotes: as what is printed, if not as the value."""
        verdict = compare(right, given, self.tolerance)
        if isinstance(verdict, Correct):
            return verdict
        printed = self._compare_output(right.text, given.text)
        return printed if isinstance(printed, Correct) else verdict

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
        match outcome:
            case Completed(value=value, output=output):
                return self._of_completed(value, output.stdout)
            case Raised(type=type_) if self.expect == "raises":
                return ExceptionClass(type_)
            case _:
                return None

    def _of_completed(self, value: Value | None, stdout: str) -> Value | None:
        match self.expect:
            case "value":
                return value
            case "shape":
                return None if value is None else shape_of(value)
            case "dtype":
                return None if value is None else dtype_of(value)
            case "printed":
                return Text(stdout)
            case "raises":
                return Nothing()


def _unsettled(expect: Expect, outcome: Outcome | None) -> Verdict:
    if outcome is None or isinstance(outcome, Completed):
        return Unsettled(f"the run gave no {expect} to compare with")
    return Unsettled(sentence(outcome))


def _judge_exception(outcome: Outcome, given: Value) -> Verdict:
    """Compare classes, not messages: their wording changes between releases."""
    if not isinstance(outcome, Raised):
        if isinstance(given, Nothing):
            return Correct()
        return Wrong(("it raises nothing; the code completes",))
    if isinstance(given, Nothing):
        return Wrong((f"it raises {outcome.type}",))
    named = given.name if isinstance(given, ExceptionClass) else ""
    if named.casefold() == outcome.type.casefold():
        return Correct()
    if named in outcome.bases and named not in {"Exception", "BaseException"}:
        return Correct((f"it raises {outcome.type}, a kind of {named}",))
    return Wrong((f"it raises {outcome.type}, not {named}",))
