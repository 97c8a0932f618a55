"""Crash reports: where the traceback of an unexpected error goes.

The user sees one line. The traceback is in a file next to the review log, or on
stderr with QUIZAPP_DEBUG=1.
"""

import os
import platform
import traceback
from pathlib import Path

from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.errors import QuizError
from quizapp.settings.config import environment, log_file
from quizapp.wiring.assembly import clock
from quizapp.wiring.installed import versions


def report(error: Exception, home: Path | None) -> str:
    """Save the traceback of an error, and return what to print on stderr."""
    text = _traceback(error)
    if environment().get("QUIZAPP_DEBUG") == "1":
        return f"{sanitize(text)}quizapp: {_in_brief(error)}"
    try:
        where = f"the traceback is in {_saved(text, home)}"
    except (OSError, QuizError):
        where = "QUIZAPP_DEBUG=1 shows the traceback"
    return f"quizapp: {_in_brief(error)}; your reviews are safe; {sanitize_line(where)}"


def _in_brief(error: Exception) -> str:
    """Name the error and the innermost line of quizapp that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "quizapp" in frame.filename] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    what = sanitize_line(f"{type(error).__name__}: {error}")
    return f"internal error ({what}, {where})"


def _traceback(error: Exception) -> str:
    app, torch = versions()
    python = f"Python {platform.python_version()} on {platform.platform()}"
    lines = traceback.format_exception(error)
    return f"quizapp {app}, torch {torch}, {python}\n\n{''.join(lines)}"


def _saved(text: str, home: Path | None) -> Path:
    """Write the report, for the user's eyes only. Raises OSError or QuizError."""
    log = log_file(environment(), home)
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = log.with_name(f"crash-{clock().at:%Y%m%dT%H%M%SZ}.txt")
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:  # noqa: PTH123
        stream.write(text)
    return file
