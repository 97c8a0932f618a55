"""Coding: the common part of fix and implement. The answer is code, judged by checks.

The response's text is the code itself. A run shows which checks pass; a run that was
cut short is no result, and the question is asked again.
"""

import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.runs import checks as hidden
from quizapp.core.runs.checks import Result
from quizapp.core.runs.outcome import Completed, Outcome, Raised, sentence
from quizapp.core.values.misread import Misread

MAX_CODE_BYTES = 16 * 2**10
"""The most bytes of code that is run and stored in the log."""

_WHERE = re.compile(r" \((detected at|<\w+>,) line \d+\)")
"""Python counts the harness in these line numbers; the line is shown separately."""


class Coding(Struct, frozen=True):
    """The code to write, and how it is checked."""

    checks: str
    solution: str
    starter: str | None = None
    """The code to start from; None for the card's snippet."""
    mutants: tuple[str, ...] = ()
    """Plausible wrong solutions; each must fail at least one check."""
    also_right: tuple[str, ...] = ()
    """Solutions in other styles; each must pass all checks."""

    def compose(self, code: str) -> str:
        """Return the code with the checks behind it."""
        return hidden.compose(code, self.checks)

    def results(self, outcome: Outcome | None) -> tuple[Result, ...]:
        """Return the result of each check; empty if the code was not checked."""
        value = outcome.value if isinstance(outcome, Completed) else None
        return hidden.results(value, self.checks) or ()

    def read(self, text: str) -> Response | Misread:
        """Take code as it is; empty text is no answer."""
        code = re.sub(r"\r\n?", "\n", text).rstrip()
        size = len(code.encode(errors="replace"))
        if not code:
            return Misread("write some code first")
        if size > MAX_CODE_BYTES:
            message = f"the code is {size / 2**10:.1f} KiB long; keep it below 16 KiB"
            return Misread(message)
        return Written(code.encode(errors="replace").decode(), self)

    def judge(self, code: str, outcome: Outcome | None) -> Verdict:
        """Judge by the share of the checks that pass."""
        if isinstance(outcome, Raised):
            return Wrong((sentence(in_own_lines(outcome, code)),))
        results = self.results(outcome)
        if not results:
            return Unsettled(_no_result(outcome))
        failing = tuple(result_line(result) for result in results if not result.passed)
        passed = len(results) - len(failing)
        if not failing:
            return Correct()
        if not passed:
            return Wrong(failing)
        return Partial(passed / len(results), failing)


class Written(Struct, frozen=True):
    """Code the user wrote."""

    text: str
    coding: Coding

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge by the checks."""
        return self.coding.judge(self.text, outcome)

    def agrees(self, other: Response) -> bool:
        """Return whether the other response is the same code except for spaces."""
        return self.text.split() == other.text.split()


class Coded(Kind, frozen=True):
    """A kind whose answer is code; each subclass adds its fields and its task.

    There are no fields here, so each subclass decides the order of its keys.
    """

    needs_run: ClassVar[bool] = True
    poses_code: ClassVar[bool] = True
    truth_is_code: ClassVar[bool] = True

    @property
    @abstractmethod
    def coding(self) -> Coding:
        """The code to write, built from the fields."""

    def read(self, text: str) -> Response | Misread:
        """Take code."""
        return self.coding.read(text)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the solution, whatever the outcome."""
        return self.coding.solution

    def flaws(self) -> tuple[Flaw, ...]:
        """There are checks and a solution, which no other code of the card equals."""
        return tuple(_flaws_of(self.coding))


def result_line(result: Result) -> str:
    """Describe a check's result in one line, with the lines of code it came through."""
    way = ", ".join(map(str, result.lines))
    where = f" (line {way})" if way else ""
    detail = "; ".join(result.detail.split("\n"))
    return f"{result.label}{where}: {detail}" if detail else result.label


def trace(result: Result, code: str) -> tuple[tuple[int, str], ...]:
    """Return the lines of the code on the way to an exception, with their numbers."""
    lines = code.split("\n")
    return tuple(
        (n, lines[n - 1].strip()) for n in result.lines if 1 <= n <= len(lines)
    )


def in_own_lines(outcome: Outcome, code: str) -> Outcome:
    """Return the outcome with the code's own line numbers, without those of the checks.

    In unfinished code the last line is at fault.
    """
    if not isinstance(outcome, Raised):
        return outcome
    last = code.count("\n") + 1
    line = None if outcome.line is None else min(outcome.line, last)
    return replace(outcome, line=line, message=_WHERE.sub("", outcome.message))


def _flaws_of(coding: Coding) -> Iterator[Flaw]:
    """Yield what is wrong with checks, solution and mutants."""
    fault = hidden.fault(coding.checks)
    if fault is not None:
        yield Flaw(("checks",), fault)
    if not coding.solution.strip():
        yield Flaw(("solution",), "is empty; write code that passes the checks")
    yield from _copies("mutants", coding.mutants, coding, "write a plausible mistake")
    others = coding.also_right
    yield from _copies("also_right", others, coding, "write it in another way")
    for path, code in _answers(coding):
        if len(code.encode()) > MAX_CODE_BYTES:
            yield Flaw(path, "is longer than 16 KiB, the limit for an answer")


def _copies(
    key: str, codes: tuple[str, ...], coding: Coding, advice: str
) -> Iterator[Flaw]:
    """Yield each code that is no more than the solution."""
    for index, code in enumerate(codes):
        if code.strip() in {"", coding.solution.strip()}:
            yield Flaw((key, index), f"is empty, or the solution; {advice}")


def _answers(coding: Coding) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the code that a user may start from or hand in, with its key."""
    yield ("solution",), coding.solution
    yield ("starter",), coding.starter or ""
    for index, code in enumerate(coding.also_right):
        yield ("also_right", index), code


def _no_result(outcome: Outcome | None) -> str:
    if outcome is None or isinstance(outcome, Completed):
        return "no result: the checks did not report"
    return sentence(outcome)
