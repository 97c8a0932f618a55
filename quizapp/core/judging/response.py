"""Responses: what the user answered, read by the card's kind.

A kind reads typed text into a response or a `Misread`; `Blank` is read by none, it
stands for giving up. The response knows what was asked of it, so it can be judged
without being taken apart again. Its `text` is what the log keeps; the same kind reads
that back to a response that is judged alike. The exception is a free answer whose
points are not ticked yet: numbers alone would be read as the ticks.
"""

from typing import Protocol

from msgspec import Struct

from quizapp.core.judging.verdict import Verdict, Wrong
from quizapp.core.runs.outcome import Outcome


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


class Blank(Struct, frozen=True):
    """The user gave up: revealed without an answer."""

    text: str = ""

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Return wrong: a gap is a gap, and the schedule should know."""
        return Wrong(("no answer given",))

    def agrees(self, other: Response) -> bool:
        """Return false: silence is no misconception."""
        return False
