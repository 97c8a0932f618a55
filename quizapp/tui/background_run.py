"""Background run: code runs in a thread while its screen stays responsive.

The thread touches no widget: what it prints and its outcome arrive in the screen's
message queue, in order with the keys.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic

from textual.screen import Screen
from textual.timer import Timer

from quizapp.core.runs.outcome import Outcome
from quizapp.flow.ports import Listener

SILENT_SECONDS = 0.3
"""How long a run takes before its output and time are shown."""

MAX_PRINTED = 16_384
"""Characters of the latest output that are available while the code runs."""


class BackgroundRun:
    """One run at a time, for one screen."""

    def __init__(
        self, screen: Screen[None], show_progress: Callable[[str, str], None]
    ) -> None:
        """`show_progress` gets the output so far and a note, ten times a second."""
        self._screen = screen
        self._show_progress = show_progress
        self._started: float | None = None
        self._printed = ""
        self._timer: Timer | None = None

    @property
    def is_active(self) -> bool:
        """Return whether a run has not ended yet."""
        return self._started is not None

    def start(
        self,
        job: Callable[[Listener], Outcome],
        then: Callable[[Outcome], Awaitable[None]],
    ) -> None:
        """Run a job in a thread, and pass its outcome to `then`."""
        self._printed, self._started = "", monotonic()
        self._timer = self._timer or self._screen.set_interval(0.1, self._tick)
        self._timer.resume()
        self._screen.run_worker(
            partial(self._work, job, then),
            thread=True,
            exclusive=True,
            group="run",
            exit_on_error=False,
        )

    def _work(
        self,
        job: Callable[[Listener], Outcome],
        then: Callable[[Outcome], Awaitable[None]],
    ) -> None:
        def listen(text: str) -> None:
            self._screen.call_later(self._print, text)

        outcome = job(listen)
        self._screen.call_later(self._end, outcome, then)

    def _print(self, text: str) -> None:
        self._printed = (self._printed + text)[-MAX_PRINTED:]

    async def _end(
        self, outcome: Outcome, then: Callable[[Outcome], Awaitable[None]]
    ) -> None:
        self._started = None
        if self._timer is not None:
            self._timer.pause()
        await then(outcome)

    def _tick(self) -> None:
        if self._started is not None:
            elapsed = monotonic() - self._started
            if elapsed > SILENT_SECONDS:
                self._show_progress(self._printed, f"Running… {elapsed:.1f} s")
