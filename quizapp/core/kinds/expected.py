"""Expected: what is predicted of a run, and what a run shows of it."""

from typing import Literal, TypeAlias

from quizapp.core.runs.outcome import Completed, Outcome, Raised
from quizapp.core.values.value import (
    ExceptionClass,
    Nothing,
    Text,
    Value,
    dtype_of,
    shape_of,
)

Expect: TypeAlias = Literal["value", "shape", "dtype", "printed", "raises"]


def result_of(expect: Expect, outcome: Outcome | None) -> Value | None:
    """Return what the run showed; None without one, or if it failed."""
    match outcome:
        case Completed(value=value, output=output):
            return _of_completed(expect, value, output.stdout)
        case Raised(type=type_) if expect == "raises":
            return ExceptionClass(type_)
        case _:
            return None


def _of_completed(expect: Expect, value: Value | None, stdout: str) -> Value | None:
    match expect:
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
