"""Spare: one interpreter started ahead, used once, replaced after each run.

For systems where it is not safe to fork after torch was loaded. The child program
and the frames are those of `fresh`; only the time of the start differs.
"""

import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

from quizapp.core.runs.outcome import Limits, Outcome, Program
from quizapp.flow.ports import Listener
from quizapp.runner.app.child_pipes import SocketPipes
from quizapp.runner.app.dialogue import Child
from quizapp.runner.app.fresh import Fresh, Worker
from quizapp.runner.protocol import EVERY_LAYER
from quizapp.runner.system import seatbelt
from quizapp.runner.system.launch import ChildHandle

LOST = "The spare process for snippets stopped unexpectedly; a new one was started."
_BASELINE = 300 * 2**20
"""Bytes that an interpreter with torch takes on macOS before it runs anything."""


class Spare(Fresh):
    """Keeps one interpreter with torch loaded for the next run."""

    def __init__(
        self, environment: Mapping[str, str], layers: tuple[str, ...] = EVERY_LAYER
    ) -> None:
        super().__init__(environment, layers)
        self._spare: Worker | None = None
        self._spare_lock = threading.Lock()
        self._uses_spare = False
        """Whether the current worker is a spare, which may have died before its run."""
        self._news: str | None = None

    def warm(self) -> None:
        """Start the interpreter of the next run; returns at once."""
        with self._spare_lock:
            if self._spare is None and not self._stop.closed:
                # If it cannot be started, the next run fails too, and reports it.
                with suppress(OSError):
                    self._spare = self._start()

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program in the spare interpreter, and start the next one."""
        outcome = super().run(program, listen)
        self.warm()
        return outcome

    def news(self) -> str | None:
        """Report once that a spare was lost."""
        news, self._news = self._news, None
        return news

    def close(self) -> None:
        """End the current run, then the spare."""
        super().close()  # first: from here on `warm` starts nothing
        if (spare := self._take_spare()) is not None:
            spare.child.kill()
            spare.child.close()
            spare.process.wait()

    def _next_worker(self) -> Worker:
        spare = self._take_spare()
        self._uses_spare = spare is not None
        if spare is None:
            return self._watched(self._start())
        if spare.process.poll() is None:
            return self._watched(spare)
        spare.child.close()
        self._news = LOST
        return self._watched(self._start())

    def _take_spare(self) -> Worker | None:
        with self._spare_lock:
            spare, self._spare = self._spare, None
        return spare

    def _should_retry(self) -> bool:
        """Retry after a spare, which may have been killed; a new one has a fault."""
        if self._uses_spare:
            self._news = LOST
        return self._uses_spare

    def _watched(self, worker: Worker) -> Worker:
        """Watch a worker's memory where the system does not limit it."""
        if sys.platform == "darwin":
            limit = _BASELINE + Limits().memory
            seatbelt.watch_memory(worker.process.pid, limit, worker.child.kill)
        return worker

    def _wrapper(self) -> tuple[str, ...]:
        return seatbelt.wrapper() if sys.platform == "darwin" else ()


class SocketSpare(Spare):
    """A spare whose pipes are relayed to sockets. The runner on Windows.

    Nothing here is specific to Windows, so it is tested on every system: what is
    specific is in `quizapp.runner.system.windows`.
    """

    def _take_over(self, pid: int, code: int, out: int, err: int, frames: int) -> Child:
        handle, pipes = ChildHandle(pid), SocketPipes()
        return Child(
            pid=pid,
            code=pipes.relay_to(code),
            out=pipes.relay_from(out),
            err=pipes.relay_from(err),
            frames=pipes.relay_from(frames),
            kill=handle.kill,
            apply_limits=handle.apply_limits,
            pipes=pipes,
        )
