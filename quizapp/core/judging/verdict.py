"""The judgment of a response: correct, partial or wrong, and why.

`Unsettled` is the honest fourth: nothing could settle the matter (a flashcard,
or a run without a result), so the user judges alone.
"""

from typing import TypeAlias

from msgspec import Struct


class Mismatch(Struct, frozen=True):
    """One element that is not as it should be."""

    index: tuple[int, ...]
    """Position in the array; empty for a scalar."""
    expected: str
    given: str

    def __str__(self) -> str:
        where = f"[{', '.join(map(str, self.index))}] " if self.index else ""
        return f"{where}expected {self.expected}, you said {self.given}"


class Correct(Struct, frozen=True):
    """Right. Notes say what is worth knowing all the same."""

    notes: tuple[str, ...] = ()


class Partial(Struct, frozen=True):
    """Right in parts, where parts mean something."""

    score: float
    """Share of the parts that are right, between 0 and 1."""
    reasons: tuple[str, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()


class Wrong(Struct, frozen=True):
    """Not right: the reasons in words, then every wrong element."""

    reasons: tuple[str, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    factor: float | None = None
    """The one factor by which all elements are off, if there is one."""


class Unsettled(Struct, frozen=True):
    """Nobody but the user can say."""

    reason: str


Verdict: TypeAlias = Correct | Partial | Wrong | Unsettled


def name(verdict: Verdict) -> str | None:
    """Return `correct`, `partial` or `wrong`; None where nothing was settled."""
    match verdict:
        case Correct():
            return "correct"
        case Partial():
            return "partial"
        case Wrong():
            return "wrong"
        case Unsettled():
            return None


def score(verdict: Verdict) -> float | None:
    """Return the share that is right, None where nothing was settled."""
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
    """Return everything the verdict has to say, a line each."""
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
