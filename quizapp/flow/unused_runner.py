"""A runner for cards without code: nothing is ever run."""

from quizapp.core.runs.outcome import Killed, Outcome, Output, Program
from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.flow.ports import Listener


class UnusedRunner:
    """Starts no process, so that cards without code are proved at once."""

    protection = Protection(ProtectionLevel.STRONG)

    def warm(self) -> None:
        """Do nothing."""

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run nothing."""
        return Killed(Output(), 0.0, "stopped")

    def stop(self) -> None:
        """Do nothing."""

    def news(self) -> str | None:
        """Return nothing."""
        return None

    def close(self) -> None:
        """Do nothing."""
