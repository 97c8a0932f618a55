"""The verdict on a response: correct, partial or wrong, and why.

`Unsettled` is the fourth: nothing could decide (a flashcard, or a run without a
result), so the user judges alone.
"""

from typing import TypeAlias

from msgspec import Struct

from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.judging.near_miss import Factor


class Mismatch(Struct, frozen=True):
    """One element that differs from what is right."""

    index: tuple[int | str, ...]
    """Position in the value: places in lists, and steps in words such as `key 'a'`."""
    expected: str
    given: str

    @property
    def place(self) -> str:
        """The position: `[0, 1]` in an array, `key 'a', item 2` in other values."""
        if any(isinstance(step, str) for step in self.index):
            return ", ".join(map(step_in_words, self.index))
        return f"[{', '.join(map(str, self.index))}]" if self.index else ""

    def __str__(self) -> str:
        difference = f"expected {self.expected}, you typed {self.given}"
        place = self.place
        if not place:
            return difference
        return f"{place} {difference}" if place[0] == "[" else f"{place}: {difference}"


class Correct(Struct, frozen=True):
    """Right. Notes say what is still worth knowing."""

    notes: tuple[str, ...] = ()


class Partial(Struct, frozen=True):
    """Right in part, where parts make sense."""

    score: float
    """The share of the parts that are right, between 0 and 1."""
    reasons: tuple[str, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()


class Wrong(Struct, frozen=True):
    """Wrong: the reasons in words, then every wrong element."""

    reasons: tuple[str, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    factor: Factor | None = None
    """The one factor by which all elements are off, if there is one."""


class Unsettled(Struct, frozen=True):
    """Only the user can judge."""

    reason: str


Verdict: TypeAlias = Correct | Partial | Wrong | Unsettled


def step_in_words(step: int | str) -> str:
    """Return one step of a position in words."""
    return step if isinstance(step, str) else f"item {step}"


def name_of(verdict: Verdict) -> VerdictName | None:
    """Return the name of a verdict; None where nothing was settled."""
    match verdict:
        case Correct():
            return VerdictName.CORRECT
        case Partial():
            return VerdictName.PARTIAL
        case Wrong():
            return VerdictName.WRONG
        case Unsettled():
            return None


def score_of(verdict: Verdict) -> float | None:
    """Return the share that is right; None where nothing was settled."""
    match verdict:
        case Correct():
            return 1.0
        case Partial(score=share):
            return share
        case Wrong():
            return 0.0
        case Unsettled():
            return None


def feedback(verdict: Verdict) -> tuple[str, ...]:
    """Return all reasons, notes and mismatches, one line each."""
    match verdict:
        case Correct(notes=notes):
            return notes
        case (
            Partial(reasons=reasons, mismatches=mismatches)
            | Wrong(reasons=reasons, mismatches=mismatches)
        ):
            return (*reasons, *map(str, mismatches))
        case Unsettled(reason=reason):
            return (reason,)


MAX_MISMATCHES = 8
"""The most wrong elements that are listed; the rest are counted."""


def first_lines(lines: list[str]) -> list[str]:
    """Return the first lines, and how many more there are."""
    if len(lines) <= MAX_MISMATCHES:
        return lines
    return [*lines[:MAX_MISMATCHES], f"and {len(lines) - MAX_MISMATCHES} more"]
