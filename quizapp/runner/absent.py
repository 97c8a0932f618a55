"""Absent: the runner of systems on which no snippet is run yet, Windows among them.

Every other part of quizapp works there: cards that need no run are asked, the
others end as "no result" and are the user's call.
"""

from quizapp.core.outcome import Crashed, Outcome, Output, Program
from quizapp.core.ports import Listener
from quizapp.core.trust import Protection, Shield


class Absent:
    """Runs nothing, and says so."""

    protection = Protection(Shield.LIMITS_ONLY)

    def warm(self) -> None:
        """Do nothing."""

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Say that nothing was run."""
        return Crashed(
            Output(), 0.0, "does not run on this system; use WSL2 on Windows"
        )

    def stop(self) -> None:
        """Do nothing."""

    def news(self) -> str | None:
        """Return nothing."""
        return None

    def close(self) -> None:
        """Do nothing."""
