"""Responses: what the user answered, read by the card's kind.

A kind reads typed text into a response or a `Misread`; `Blank` is read by none, it
stands for giving up. The response knows what was asked of it, so it can be judged
without being taken apart again. Its `text` is what the log keeps; the same kind reads
that back to a response that is judged alike. The exception is a free answer whose
points are not ticked yet: numbers alone would be read as the ticks.
"""

from typing import Protocol

from msgspec import Struct

from quizapp.core.outcome import Outcome
from quizapp.core.verdict import Verdict, Wrong


class Response(Protocol):
    """An answer that was understood."""

    @property
    def text(self) -> str:
        """The answer in writing, for the same kind to read."""
        ...

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge the answer against the run; None where the card needs no run."""
        ...

    def agrees(self, other: "Response") -> bool:
        """Tell whether the other response says the same."""
        ...


class Misread(Struct, frozen=True):
    """Text that is not an answer of the kind asked for: told, never judged."""

    message: str
    """What is wrong and what would be right, in one line."""
    at: int | None = None
    """0-based offset in the text; None where no single place is at fault."""


class Blank(Struct, frozen=True):
    """The user gave up: revealed without an answer."""

    text: str = ""

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Return wrong: a gap is a gap, and the schedule should know."""
        return Wrong(("you gave no answer",))

    def agrees(self, other: Response) -> bool:
        """Return false: silence is no misconception."""
        return False
