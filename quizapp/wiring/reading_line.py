"""Reading line: says how far something was read, where that takes a while."""

import sys
from time import monotonic

PATIENCE = 1.0
"""Seconds before anything is said."""


class ReadingLine:
    """A line on a terminal, erased at the end. Nothing is written elsewhere."""

    def __init__(self, what: str = "reading the review log") -> None:
        self._what = what
        self._began: float | None = None
        self._is_shown = False

    def __call__(self, share: float) -> None:
        """Say which share was read, from 0 to 1."""
        if self._began is None:
            self._began = monotonic()
        if share < 1:
            if monotonic() - self._began >= PATIENCE and sys.stderr.isatty():
                text = f"\r{self._what} ... {share:.0%}"
                sys.stderr.write(text)
                sys.stderr.flush()
                self._is_shown = True
            return
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        self._began, self._is_shown = None, False
