"""Progress: one line on a terminal's stderr, cleared when the work is done."""

import sys
from collections.abc import Callable
from time import monotonic

CELLS = 24
_CLEAR = "\r\x1b[K"


class Progress:
    """A bar, a count, a rate, and how to stop."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._first: float | None = None
        """When the first card was done; until then, torch was loading."""
        self.show(0)

    def show(self, done: int) -> None:
        """Draw the line again; the last call clears it."""
        now = monotonic()
        if done and self._first is None:
            self._first = now
        if done < self._total:
            line = progress_bar(done, self._total, now - (self._first or now))
            print(f"{_CLEAR}{line}", end="", file=sys.stderr, flush=True)
        else:
            self.clear()

    def clear(self) -> None:
        """Clear the line, for a line of output."""
        print(_CLEAR, end="", file=sys.stderr, flush=True)


class Meter:
    """A progress line that begins with the first step, if stderr is a terminal."""

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self._before = before
        """Clears the line."""
        self._progress: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that so many are done; the last one clears the line."""
        if not sys.stderr.isatty():
            return
        if self._progress is None:
            self._before()
            self._progress = Progress(total)
        self._progress.show(done)
        if done == total:
            self._progress = None


def progress_bar(done: int, total: int, seconds: float) -> str:
    """Draw a line; `seconds` have passed since the first was done.

    It looks like `━━━━────  12/40  8.1 cards a second  Ctrl-C stops`.
    """
    full = CELLS * done // max(1, total)
    rate = f"{(done - 1) / seconds:.1f} cards a second  " if seconds > 0 else ""
    return f"{'━' * full}{'─' * (CELLS - full)}  {done}/{total}  {rate}Ctrl-C stops"
