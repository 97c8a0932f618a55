"""Running: what screens that run code have in common.

The one thread runs the code; it posts messages and touches nothing.
"""

from collections.abc import Awaitable, Callable
from time import monotonic

from textual import work
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from quizapp.core.runs.outcome import Outcome
from quizapp.flow.ports import Listener

PATIENCE = 0.3
"""Seconds before a run's elapsed time is shown."""

MAX_PRINTED = 16_384
"""Characters of a run that are kept for the look at it."""


class RunningScreen(Screen[None]):
    """A screen that runs one thing at a time."""

    class Printed(Message):
        """The code printed something."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Ended(Message):
        """The run is over."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    _running_since: float | None = None
    _printed = ""
    _clockwork: Timer | None = None
    _then: Callable[[Outcome], Awaitable[None]]

    @property
    def busy(self) -> bool:
        """Tell whether a run is not over."""
        return self._running_since is not None

    def start_run(
        self,
        job: Callable[[Listener], Outcome],
        then: Callable[[Outcome], Awaitable[None]],
    ) -> None:
        """Run a job in the thread; its outcome goes to `then`."""
        self._printed, self._then = "", then
        self._running_since = monotonic()
        self._clockwork = self._clockwork or self.set_interval(0.1, self._tick)
        self._clockwork.resume()
        self._work(job)

    def show_progress(self, printed: str, note: str) -> None:
        """Show a run that takes its time."""

    @work(thread=True, exclusive=True, group="run", exit_on_error=False)
    def _work(self, job: Callable[[Listener], Outcome]) -> None:
        def tell(text: str) -> None:
            self.post_message(self.Printed(text))

        self.post_message(self.Ended(job(tell)))

    def on_running_screen_printed(self, event: Printed) -> None:
        """Keep what is printed, for the next look."""
        self._printed = (self._printed + event.text)[-MAX_PRINTED:]

    async def on_running_screen_ended(self, event: Ended) -> None:
        """Hand the outcome on."""
        self._running_since = None
        if self._clockwork is not None:
            self._clockwork.pause()
        await self._then(event.outcome)

    def _tick(self) -> None:
        if self._running_since is None:
            return
        elapsed = monotonic() - self._running_since
        if elapsed > PATIENCE:
            self.show_progress(self._printed, f"running … {elapsed:.1f} s")
