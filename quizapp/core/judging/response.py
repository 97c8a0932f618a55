"""Responses: a user's answers, read by the card's kind.

A kind reads typed text into a response or a `Misread`; `Blank` means giving up and is
never read. A response knows what was asked, so it can judge itself. The log stores its
`text`; the same kind reads that back into a response with the same verdict. The
exception is a free answer whose points are not ticked yet: numbers alone would be read
as ticks.
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
        """Return whether the other response means the same."""
        ...


class Blank(Struct, frozen=True):
    """The user gave up: revealed without an answer."""

    text: str = ""
    gave_up: bool = False
    """True if the user said so, as they do for code."""
    draft: str = ""
    """The code that was not submitted; it is not recorded."""

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Return wrong: the card was not recalled."""
        return Wrong(("you gave up" if self.gave_up else "no answer given",))

    def agrees(self, other: Response) -> bool:
        """Return false: no answer is not a misconception."""
        return False
