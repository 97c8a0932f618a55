"""Terminal: whether there is one that can show the screens, and its lines."""

import sys
from contextlib import suppress

from quizapp.errors import UsageError
from quizapp.wiring.display import is_served, terminal_type

_WITHOUT_SCREENS = {"dumb", "unknown", "emacs", "network", "dialup"}
"""Terminal types that cannot move the cursor, as `TERM` names them."""


def ensure_screens(command: str) -> None:
    """Raise UsageError if the screens cannot be shown here."""
    if is_served():
        return
    plain = "interview" if command == "interview" else "practice"
    hint = f"use `quizapp {plain} --plain` for lines of text"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"{command} needs a terminal for its screens", hint)
    if (name := terminal_type()) in _WITHOUT_SCREENS:
        raise UsageError(f"the terminal {name!r} (TERM) cannot show screens", hint)


def join_pasted_lines() -> None:
    """Let a terminal give several pasted lines as one answer, where it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    with suppress(ImportError):
        import readline

        readline.parse_and_bind("set enable-bracketed-paste on")
        readline.set_auto_history(False)


def ask_line(prompt: str) -> str | None:
    """Prompt for a line; None at the end of the input."""
    try:
        return input(prompt)
    except EOFError:
        print()
        return None
