"""The dialogue with one child: code in, output and frames out, within limits.

The app does not trust the child to end, to be quiet or to tell the truth. It
reads without blocking, counts bytes, watches the clock, and kills.
"""

import codecs
import json
import select
import signal
import time
from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct, field

from quizapp.core.runs.outcome import (
    Completed,
    Crashed,
    Killed,
    Limits,
    Outcome,
    Output,
    Program,
    Raised,
    TimedOut,
)
from quizapp.flow.ports import Listener
from quizapp.runner.app.child_pipes import CHUNK, ChildPipes, DescriptorPipes
from quizapp.runner.app.frames import FrameReader
from quizapp.runner.protocol import ProgramMessage

Cause: TypeAlias = Literal["wall", "output", "stopped"]
"""Why the app ended a run: its time, its output, or the user."""

START_UP_SECONDS = 60.0
"""How long a child may take to import torch."""

_DRAIN_SECONDS = 0.2
"""How long to read what a killed child had printed."""

_OUT_OF_TIME = (-getattr(signal, "SIGXCPU", 1816), 1816)
"""Exit codes of a process that used up its CPU time: on POSIX, and in a Windows job."""
_NT_ERROR = 0xC000_0000
"""Windows exit codes from here on are errors, such as 0xC0000005: access violation."""


def _child_limits_itself(_: Limits) -> None:
    """Do nothing: the child applies the limits to itself."""


class Child(Struct, frozen=True):
    """A child process, and the app's ends of its pipes."""

    pid: int
    code: int
    out: int
    err: int
    frames: int
    kill: Callable[[], None]
    """Kills the child and what it started; harmless when it is gone."""
    others: tuple[int, ...] = ()
    """Further descriptors to close with the child."""
    apply_limits: Callable[[Limits], None] = _child_limits_itself
    """Applies the limits of a run that the child cannot apply to itself."""
    pipes: ChildPipes = DescriptorPipes()
    _closed: set[int] = field(default_factory=set)

    def close(self) -> None:
        """Close the descriptors that are still open."""
        for fd in (self.code, self.out, self.err, self.frames, *self.others):
            self._close_once(fd)

    def close_code(self) -> None:
        """Tell the child that the code is complete."""
        self._close_once(self.code)

    def _close_once(self, fd: int) -> None:
        """Close a number once: another thread may have been given it since."""
        if fd not in self._closed:
            self._closed.add(fd)
            self.pipes.close(fd)


class Stream(Struct):
    """One of the two output streams, decoded as it arrives."""

    text: list[str] = field(default_factory=list)
    decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace")
    )

    def feed(self, data: bytes) -> str:
        """Return the characters that these bytes complete."""
        text = self.decoder.decode(data)
        self.text.append(text)
        return text


class Dialogue:
    """One run in one child: call `run`, then `outcome`."""

    def __init__(self, child: Child, program: Program, listen: Listener | None) -> None:
        self._child = child
        self._program = program
        self._listen = listen
        self._reader = FrameReader()
        self._streams = {child.out: Stream(), child.err: Stream()}
        self._printed = 0
        self._cause: Cause | None = None
        self._seconds = 0.0
        self._open = {child.out, child.err, child.frames}
        self._unsent = b""

    def run(self, stop: int) -> None:
        """Talk to the child until it is done or at a limit; then kill it.

        `stop` is a descriptor that becomes readable when the user stops the run.
        """
        try:
            self._until_ready(stop)
            if self._reader.ready is not None and not self._cause:
                self._prepare_program()
                self._until_done(stop)
        finally:
            self._child.kill()
            self._drain()
            self._child.close()

    def outcome(self, exit_code: Callable[[], int | None]) -> Outcome:
        """Return the outcome; the exit code is asked for if no frame gave a result."""
        output, seconds = self._output(), self._seconds
        if self._cause is not None:
            is_late = self._cause == "wall"
            killed = Killed(output, seconds, self._cause)
            return TimedOut(output, seconds) if is_late else killed
        if not self._reader.done:
            return self._without_result(exit_code())
        if (error := self._reader.exception) is None:
            if self._program.ask is not None and self._reader.value is None:
                return Crashed(output, seconds, "sent no value")
            shown = tuple(self._reader.shown.items())
            return Completed(output, seconds, self._reader.value, shown)
        if error.memory:
            return Killed(output, seconds, "memory")
        line = self._line_of_code(error.line)
        return Raised(
            *(output, seconds, error.type, error.bases, error.message, line),
            refused=error.refused,
        )

    @property
    def failed_to_start(self) -> bool:
        """True if the child died before it had the code: another child may run it.

        Only the child's own frame shows this: the pipe of a dying process still
        accepts the code.
        """
        return not self._reader.begun and not self._cause

    def _line_of_code(self, line: int | None) -> int | None:
        """Return the line if the code has it: the child may have invented it."""
        last = len(self._program.code.splitlines()) + 1  # where a syntax error may be
        return line if line is not None and 0 < line <= last else None

    def _without_result(self, exit_code: int | None) -> Outcome:
        output, seconds = self._output(), self._seconds
        if exit_code in _OUT_OF_TIME:
            return Killed(output, seconds, "cpu time")
        if self._reader.broken:
            return Crashed(output, seconds, "sent an invalid result")
        return Crashed(output, seconds, _detail(exit_code))

    def _output(self) -> Output:
        out, err = self._streams.values()
        truncated = self._printed > self._program.limits.output
        return Output("".join(out.text), "".join(err.text), truncated)

    def _until_ready(self, stop: int) -> None:
        deadline = time.monotonic() + START_UP_SECONDS
        while self._reader.ready is None and self._child.frames in self._open:
            if not self._wait_once(stop, deadline):
                break

    def _prepare_program(self) -> None:
        limits = self._program.limits
        program: ProgramMessage = {
            "code": self._program.code,
            "ask": self._program.ask,
            "seed": self._program.seed,
            "cpu": limits.cpu,
            "memory": limits.memory,
            "show": self._program.show,
        }
        self._unsent = json.dumps(program).encode()
        self._child.apply_limits(limits)

    def _until_done(self, stop: int) -> None:
        began = time.monotonic()
        deadline = began + self._program.limits.wall
        while self._child.frames in self._open:
            if not self._wait_once(stop, deadline):
                break
            if self._reader.done or self._reader.broken or self._cause:
                break
        self._seconds = time.monotonic() - began

    def _wait_once(self, stop: int, deadline: float) -> bool:
        """Wait for one event; return False when the run must end."""
        left = deadline - time.monotonic()
        writing = [self._child.code] if self._unsent else []
        readable, writable, _ = select.select(
            [*self._open, stop], writing, [], max(0.0, left)
        )
        if stop in readable:
            self._cause = "stopped"
        elif not readable and not writable:
            self._cause = "wall"
        if writable:
            self._send_some()
        for fd in readable:
            if fd in self._open:
                self._read(fd)
        return not self._cause

    def _send_some(self) -> None:
        try:
            sent = self._child.pipes.send(self._child.code, self._unsent[:CHUNK])
        except BlockingIOError:
            return
        except OSError:  # the child is gone, and its frames end
            self._unsent = b""
            return
        self._unsent = self._unsent[sent:]
        if not self._unsent:
            self._child.close_code()

    def _read(self, fd: int) -> None:
        data = self._child.pipes.read(fd)
        if not data:
            self._open.discard(fd)
        elif fd == self._child.frames:
            self._reader.feed(data)
        else:
            self._take_output(fd, data)

    def _take_output(self, fd: int, data: bytes) -> None:
        room = max(0, self._program.limits.output - self._printed)
        self._printed += len(data)
        text = self._streams[fd].feed(data[:room])
        if text and self._listen is not None:
            self._listen(text)
        if self._printed > self._program.limits.output and not self._cause:
            self._cause = "output"

    def _drain(self) -> None:
        """Read what was printed before the end.

        If the child reported that it is done, all of it is in the pipes, or about to
        arrive where they lag. Otherwise the child is dying, and the pipes end with it.
        """
        grace = 0.0 if self._reader.done else _DRAIN_SECONDS
        deadline = time.monotonic() + self._child.pipes.lag + grace
        cause = self._cause
        while outputs := self._open & set(self._streams):
            left = deadline - time.monotonic()
            readable, _, _ = select.select(list(outputs), [], [], max(0.0, left))
            if not readable or self._printed > self._program.limits.output:
                break
            for fd in readable:
                self._read(fd)
        # Too much output that is read only now was not the reason for the end.
        self._cause = cause or (None if self._reader.done else self._cause)


def _detail(exit_code: int | None) -> str:
    if exit_code is None:
        return "ended without a result"
    if exit_code < 0:
        return f"was killed by {_name_of(-exit_code)}"
    if exit_code >= _NT_ERROR:
        return f"crashed with error {exit_code:#x}"
    return f"exited with status {exit_code}"


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # real-time signals have no name, and a snippet may raise them
        return f"signal {number}"
