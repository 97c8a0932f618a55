"""Fresh: a new interpreter for every run. The reference, and the fallback.

Slow, because each run imports torch, but with the fewest parts: every other
runner must give the same results as this one.
"""

import os
import socket
import subprocess
import threading
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from quizapp.core.runs.outcome import Crashed, Outcome, Output, Program
from quizapp.core.runs.protection import Protection
from quizapp.flow.ports import Listener
from quizapp.runner.app.child_pipes import close_descriptor
from quizapp.runner.app.dialogue import Child, Dialogue
from quizapp.runner.app.protection import probe_protection
from quizapp.runner.protocol import CODE_FD, EVERY_LAYER, FRAMES_FD
from quizapp.runner.system.launch import ChildHandle, start

CLOSED = Crashed(Output(), 0.0, "could not start: the runner is closed")
"""The outcome of a run after `close`."""


class StopSignal:
    """A socket that becomes readable when the current run should end."""

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._receiver.settimeout(0.0)
        self._lock = threading.Lock()
        self._running = False
        self.closed = False

    def __enter__(self) -> int:
        with self._lock:
            self._running = True
        return self._receiver.fileno()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._running = False
            if self.closed:
                return
            try:
                self._receiver.recv(64)
            except BlockingIOError:
                return

    def set(self) -> None:
        """Ask the current run to end; without one, nothing happens."""
        with self._lock:
            if self._running:
                self._sender.send(b"!")

    def close(self) -> None:
        """Release the sockets; harmless when repeated."""
        with self._lock:
            self.closed = True
            self._receiver.close()
            self._sender.close()


class Worker(Struct, frozen=True):
    """An interpreter that runs one program, as a process and as a child to talk to."""

    process: "subprocess.Popen[bytes]"
    child: Child


class Fresh:
    """Starts an interpreter, waits until it has torch, and sends it the code."""

    def __init__(
        self, environment: Mapping[str, str], layers: tuple[str, ...] = EVERY_LAYER
    ) -> None:
        self._environment = environment
        self._layers = layers
        self._stop = StopSignal()
        self._one_at_a_time = threading.Lock()

    @cached_property
    def protection(self) -> Protection:
        """What the kernel refuses the children."""
        return probe_protection(self._environment, self._layers)

    def warm(self) -> None:
        """Do nothing: every run starts from nothing."""

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program in an interpreter of its own."""
        with self._one_at_a_time, self._stop as stop:
            if self._stop.closed:
                return CLOSED
            while True:
                try:
                    worker = self._next_worker()
                except OSError as error:
                    return Crashed(Output(), 0.0, f"could not start: {error.strerror}")
                dialogue = Dialogue(worker.child, program, listen)
                try:
                    dialogue.run(stop)
                finally:
                    worker.process.wait()
                if not (dialogue.failed_to_start and self._should_retry()):
                    return dialogue.outcome(worker.process.wait)

    def stop(self) -> None:
        """End the current run."""
        self._stop.set()

    def news(self) -> str | None:
        """Return None: no process outlives its run, so none can be lost."""
        return None

    def close(self) -> None:
        """End the current run and its process; there is no other."""
        self._stop.set()
        with self._one_at_a_time:
            self._stop.close()

    def _next_worker(self) -> Worker:
        return self._start()

    def _should_retry(self) -> bool:
        """Return whether to try another worker after one that failed to start."""
        return False

    def _start(self) -> Worker:
        code, out, err, frames = (os.pipe() for _ in range(4))
        theirs = {out[1]: 1, err[1]: 2, code[0]: CODE_FD, frames[1]: FRAMES_FD}
        ours = (code[1], out[0], err[0], frames[0])
        try:
            process = start(
                "quizapp.runner.child.one_shot",
                self._environment,
                theirs,
                self._layers,
                self._wrapper(),
            )
        except OSError:
            for fd in ours:
                close_descriptor(fd)
            raise
        finally:
            for fd in theirs:
                close_descriptor(fd)
        try:
            return Worker(process, self._take_over(process.pid, *ours))
        except OSError:  # it cannot be controlled, so it must not run
            process.kill()
            process.wait()
            raise

    def _take_over(self, pid: int, code: int, out: int, err: int, frames: int) -> Child:
        """Take control of a child and of our ends of its pipes. Raises OSError."""
        handle = ChildHandle(pid)
        return Child(
            *(pid, code, out, err, frames),
            kill=handle.kill,
            apply_limits=handle.apply_limits,
        )

    def _wrapper(self) -> tuple[str, ...]:
        """Return the command that starts the interpreter; empty for none."""
        return ()
