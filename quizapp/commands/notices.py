"""Notices: what commands print on stderr besides their results."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from quizapp.core.cards.library import Library
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.wiring.assembly import Assembly

if TYPE_CHECKING:
    from quizapp.wiring.session_sync import SessionSync


def print_problems(library: Library) -> None:
    """Print every problem of the decks, one per line."""
    for problem in library.problems:
        print(sanitize_line(str(problem)), file=sys.stderr)


@contextmanager
def backed_up(assembly: Assembly) -> Iterator[None]:
    """Make today's backup in the background, and say so at the end if it failed."""
    job = assembly.keep_backup()
    yield
    if fault := job.ended():
        print(sanitize_line(f"quizapp: {fault}"), file=sys.stderr)


class Synced:
    """The sync at the start of a session, beside its own start, and at its end."""

    def __init__(self, assembly: Assembly) -> None:
        self._sync = None if assembly.config.sync is None else _session_sync(assembly)

    def notices(self) -> tuple[str, ...]:
        """Wait a moment for what other machines did; return what the user must know."""
        return () if self._sync is None else self._sync.arrived()

    def __enter__(self) -> "Synced":
        """Begin the session."""
        return self

    def __exit__(self, error: object, *_: object) -> None:
        """Sync again, unless the session ended with an error."""
        if self._sync is None or error is not None:
            return
        with WaitingLine("syncing"):
            notices = self._sync.finish()
        for notice in notices:
            print(sanitize_line(f"quizapp: {notice}"), file=sys.stderr)


def _session_sync(assembly: Assembly) -> "SessionSync":
    from quizapp.wiring.session_sync import SessionSync

    return SessionSync(assembly)


class WaitingLine:
    """A line on a terminal that says what is waited for, after a moment.

    It is erased when the wait is over. Where stderr is no terminal, nothing is written.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._is_shown = False
        self._lock = Lock()
        self._timer = Timer(_MOMENT, self._show)
        self._timer.daemon = True

    def __enter__(self) -> "WaitingLine":
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over()

    def over(self) -> None:
        """Erase the line, or keep it from being shown. Harmless when repeated."""
        with self._lock:
            self._timer.cancel()
            if self._is_shown:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._is_shown = False

    def _show(self) -> None:
        with self._lock:
            if not self._timer.finished.is_set():
                print(f"\r{self._what} ...", end="", file=sys.stderr, flush=True)
                self._is_shown = True


_MOMENT = 0.3
"""Seconds."""
LOADING = "loading torch"
