"""Implement: code is written from a starter until hidden checks pass."""

from dataclasses import dataclass
from typing import ClassVar

from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.coding import Coding, flaws_of
from quizapp.core.outcome import Outcome
from quizapp.core.response import Misread, Response


@dataclass(frozen=True, slots=True)
class Implement(Kind):
    """A starter, hidden checks, a solution, and mutants the checks must refuse."""

    name: ClassVar[str] = "implement"
    starter: str
    checks: str
    solution: str
    mutants: tuple[str, ...] = ()

    @property
    def settled_by_run(self) -> bool:
        """Return true."""
        return True

    @property
    def poses_code(self) -> bool:
        """Return true: the starter is where to begin."""
        return True

    @property
    def coding(self) -> Coding:
        """The code that is wanted."""
        return Coding(self.checks, self.solution, self.starter, self.mutants)

    @property
    def task(self) -> str:
        """What to do."""
        return "Write the code; hidden checks are run on it."

    def read(self, text: str) -> Response | Misread:
        """Take code."""
        return self.coding.read(text)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the solution."""
        return self.solution

    @property
    def truth_is_code(self) -> bool:
        """Return true."""
        return True

    def flaws(self) -> tuple[Flaw, ...]:
        """Checks must check, and a solution be there."""
        return tuple(flaws_of(self.coding))
