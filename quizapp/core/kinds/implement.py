"""Implement: the user completes a starter until hidden checks pass."""

from typing import ClassVar

from quizapp.core.kinds.coding import Coded, Coding


class Implement(Coded, frozen=True):
    """A starter, hidden checks, solutions that pass, and mutants that fail."""

    name: ClassVar[str] = "implement"
    expected_seconds: ClassVar[float | None] = 300.0
    starter: str
    checks: str
    solution: str
    mutants: tuple[str, ...] = ()
    also_right: tuple[str, ...] = ()

    @property
    def coding(self) -> Coding:
        """The code starts as `starter`."""
        return Coding(
            self.checks, self.solution, self.starter, self.mutants, self.also_right
        )

    @property
    def task(self) -> str:
        """What to do."""
        return "Write the code. Hidden checks will run."
