"""Fix: the snippet is broken; the user edits it until the checks pass."""

from dataclasses import dataclass
from typing import ClassVar

from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.coding import Coding, flaws_of
from quizapp.core.outcome import Outcome
from quizapp.core.response import Misread, Response


@dataclass(frozen=True, slots=True)
class Fix(Kind):
    """A broken snippet, hidden checks, and a repaired one."""

    name: ClassVar[str] = "fix"
    checks: str
    solution: str

    @property
    def settled_by_run(self) -> bool:
        """Return true."""
        return True

    @property
    def poses_code(self) -> bool:
        """Return true: it is what has to be repaired."""
        return True

    @property
    def coding(self) -> Coding:
        """The code that is wanted."""
        return Coding(self.checks, self.solution)

    @property
    def task(self) -> str:
        """What to do."""
        return "Fix the code; hidden checks are run on it."

    def read(self, text: str) -> Response | Misread:
        """Take code."""
        return self.coding.read(text)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the repaired code."""
        return self.solution

    @property
    def truth_is_code(self) -> bool:
        """Return true."""
        return True

    def flaws(self) -> tuple[Flaw, ...]:
        """Checks must check, and a solution be there."""
        return tuple(flaws_of(self.coding))
