"""Terminal: whether there is one that can show the screens."""

import sys

from quizapp.errors import UsageError
from quizapp.wiring.assembly import terminal_type

_HINT = "use `quizapp practice --plain` to study in lines of text"
_WITHOUT_SCREENS = {"dumb", "unknown", "emacs", "network", "dialup"}
"""Terminal types that cannot move the cursor, as `TERM` names them."""


def ensure_screens(command: str) -> None:
    """Raise UsageError if the screens cannot be shown here."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"{command} needs a terminal for its screens", _HINT)
    if (name := terminal_type()) in _WITHOUT_SCREENS:
        raise UsageError(f"the terminal {name!r} (TERM) cannot show screens", _HINT)
