"""Flashcard: recall, reveal, and judge yourself."""

from typing import ClassVar

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Unsettled, Verdict
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread


class Recalled(Struct, frozen=True):
    """An answer said aloud, or typed to commit to it."""

    text: str = ""

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Leave it to the user."""
        return Unsettled("compare with the answer, then grade yourself")

    def agrees(self, other: Response) -> bool:
        """Return false: free text is not compared."""
        return False


class Flashcard(Kind, frozen=True):
    """A question with an answer in Markdown."""

    name: ClassVar[str] = "flashcard"
    expected_seconds: ClassVar[float | None] = 20.0
    accepts_wrong: ClassVar[bool] = False
    answer: str

    @property
    def task(self) -> str:
        """Recalling is enough; typing is for those who like to commit."""
        return "Answer in your head or aloud, then reveal."

    def read(self, text: str) -> Response | Misread:
        """Take any text, none included."""
        return Recalled(text.strip())

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the answer."""
        return self.answer

    def key(self, outcome: Outcome | None) -> str | None:
        """Return None: the user judges whatever is typed."""
        return None

    def flaws(self) -> tuple[Flaw, ...]:
        """An answer must not be empty."""
        if self.answer.strip():
            return ()
        return (Flaw(("answer",), "is empty; write what should be recalled"),)
