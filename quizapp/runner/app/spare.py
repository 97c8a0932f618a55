"""Spare: a worker started ahead, used once, replaced while the user thinks.

For systems where forking after torch was loaded is not safe. The same child
program and frames as `fresh`, which differs only in when it starts.
"""

import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

from quizapp.core.runs.outcome import Limits, Outcome, Program
from quizapp.flow.ports import Listener
from quizapp.runner.app.dialogue import Child
from quizapp.runner.app.fresh import Fresh
from quizapp.runner.protocol import EVERY_LAYER
from quizapp.runner.system import seatbelt

LOST = "The process that waited for snippets was lost; another was started."
_BASELINE = 300 * 2**20
"""Bytes that an interpreter with torch takes on macOS before it runs anything."""


class Spare(Fresh):
    """Keeps one interpreter with torch loaded for the next run."""

    def __init__(
        self, environment: Mapping[str, str], layers: tuple[str, ...] = EVERY_LAYER
    ) -> None:
        super().__init__(environment, layers)
        self._waiting: tuple[subprocess.Popen[bytes], Child] | None = None
        self._taking = threading.Lock()
        self._has_waited = False
        """Whether the child that runs was one that waited, and may have been lost."""
        self._news: str | None = None

    def warm(self) -> None:
        """Start the worker of the next run; returns at once."""
        with self._taking:
            if self._waiting is None and not self._stop.closed:
                # Where it cannot be started, run will meet it again, and say so.
                with suppress(OSError):
                    self._waiting = self._start()

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program in the waiting worker, and start the next one."""
        outcome = super().run(program, listen)
        self.warm()
        return outcome

    def news(self) -> str | None:
        """Tell once that a waiting worker was lost."""
        news, self._news = self._news, None
        return news

    def close(self) -> None:
        """End the current run, then take the waiting worker down."""
        super().close()  # first: a run that ends starts no other any more
        if (waiting := self._take()) is not None:
            process, child = waiting
            child.kill()
            child.close()
            process.wait()

    def _next_child(self) -> "tuple[subprocess.Popen[bytes], Child]":
        waiting = self._take()
        self._has_waited = waiting is not None
        if waiting is None:
            return self._watched(self._start())
        process, child = waiting
        if process.poll() is None:
            return self._watched(waiting)
        child.close()
        self._news = LOST
        return self._watched(self._start())

    def _take(self) -> "tuple[subprocess.Popen[bytes], Child] | None":
        with self._taking:
            waiting, self._waiting = self._waiting, None
        return waiting

    def _has_another(self) -> bool:
        """One that was killed while it waited is replaced; a new one tells a fault."""
        if self._has_waited:
            self._news = LOST
        return self._has_waited

    def _watched(
        self, worker: "tuple[subprocess.Popen[bytes], Child]"
    ) -> "tuple[subprocess.Popen[bytes], Child]":
        process, child = worker
        if sys.platform == "darwin":
            limit = _BASELINE + Limits().memory
            seatbelt.watch_memory(process.pid, limit, child.kill)
        return worker

    def _wrapper(self) -> tuple[str, ...]:
        return seatbelt.wrapper() if sys.platform == "darwin" else ()
