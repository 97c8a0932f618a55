"""Copying: text to the clipboard by OSC 52, which also works over ssh."""

from quizapp.core.cards.interview_line import divided
from quizapp.core.terminal.sanitize import sanitize
from quizapp.tui.base import BaseApp

_WITHOUT_CLIPBOARD = {"linux", "dumb", "unknown", "vt100", "vt220"}
"""Terminal types that print the sequence or ignore it, as `TERM` names them."""


def copy_explanation(app: BaseApp, explain: str) -> str:
    """Copy the interview line, or else all of an explanation; return a message."""
    line = divided(explain).line
    text = sanitize(line or explain).strip()
    if not text:
        return "This card has no explanation to copy."
    if app.terminal in _WITHOUT_CLIPBOARD:
        return f"The terminal {app.terminal!r} has no clipboard."
    app.copy_to_clipboard(text)
    return "Copied what to say in the interview." if line else "Copied the explanation."
