"""Snapshots: what a screen paints, as text, compared with a file in the repository.

A difference fails the test with a unified diff of the two screens. After a change that
is meant, `QUIZAPP_SNAPSHOTS=write` writes the files again; review them like code.
"""

import os
import re
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tui" / "snapshots"
_VARYING = re.compile(r"\d+(?:\.\d+)? m?s\b")
"""Durations of runs: the same screen shows others each time."""


def assert_like_before(name: str, screen: str) -> None:
    """Compare a screen with its file; write the file if that is asked for."""
    text = steady(screen)
    file = FOLDER / f"{name}.txt"
    if os.environ.get("QUIZAPP_SNAPSHOTS") == "write":
        file.write_text(text, encoding="utf-8")
        return
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if text != before:
        raise AssertionError(f"{name} has changed:\n{difference(before, text)}")


def steady(screen: str) -> str:
    """Return a screen without what differs from run to run."""
    lines = _VARYING.sub("# ms", screen).splitlines()
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def difference(before: str, now: str) -> str:
    """Return the lines that differ, in context, as `diff -u` shows them."""
    lines = unified_diff(
        before.splitlines(), now.splitlines(), "before", "now", lineterm="", n=2
    )
    return "\n".join(lines)
