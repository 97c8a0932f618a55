"""Outcomes of runs, and the values in them.

`executed` really runs the code, in the process of the test, so give it only code of
the tests themselves.
"""

import traceback
from contextlib import redirect_stdout
from io import StringIO

from quizapp.core.runs.outcome import Completed, Outcome, Output, Program, Raised
from quizapp.core.values.value import Array, Items, Nothing, Text, Value, scalar


def array(*elements: float, dtype: str | None = "float32") -> Array:
    """Return a 1-D array."""
    return Array((len(elements),), elements, dtype)


def vector(*elements: float, dtype: str | None = None) -> Array:
    """Return a 1-D array as it is read from typed text: of unknown dtype."""
    return Array((len(elements),), elements, dtype)


def completed(value: Value | None = None, stdout: str = "") -> Completed:
    """Return the outcome of a run that completed in 2 ms."""
    return Completed(Output(stdout=stdout), 0.002, value)


def executed(program: Program) -> Outcome:
    """Run a program in this interpreter."""
    printed, names = StringIO(), {"__name__": "__main__"}
    try:
        with redirect_stdout(printed):
            exec(compile(program.code, "<snippet>", "exec"), names)  # noqa: S102
            value = eval(program.ask, names) if program.ask else None  # noqa: S307
    except BaseException as error:  # noqa: BLE001
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == "<snippet>"]
        line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
        bases = tuple(base.__name__ for base in type(error).__mro__)
        output = Output(printed.getvalue())
        return Raised(output, 0.002, type(error).__name__, bases, str(error), line)
    output = Output(printed.getvalue())
    return Completed(output, 0.002, as_value(value) if program.ask else None)


def as_value(value: object) -> Value:
    """Return a value as a runner would report it."""
    if isinstance(value, bool | int | float):
        return scalar(value)
    if isinstance(value, list | tuple):
        if all(isinstance(item, bool | int | float) for item in value):
            return Array((len(value),), tuple(value))
        return Items(tuple(map(as_value, value)))
    return Nothing() if value is None else Text(str(value))
