"""Fix: the snippet is broken; the user edits it until the checks pass."""

from typing import ClassVar

from quizapp.core.kinds.coding import Coded, Coding


class Fix(Coded, frozen=True):
    """A broken snippet, hidden checks, and solutions that pass them."""

    name: ClassVar[str] = "fix"
    expected_seconds: ClassVar[float | None] = 180.0
    checks: str
    solution: str
    also_right: tuple[str, ...] = ()

    @property
    def coding(self) -> Coding:
        """The code starts as the card's snippet."""
        return Coding(self.checks, self.solution, also_right=self.also_right)

    @property
    def task(self) -> str:
        """What to do."""
        return "Fix the code. Hidden checks will run."
