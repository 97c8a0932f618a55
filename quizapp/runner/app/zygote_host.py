"""Zygote: one interpreter with torch loaded, forked ahead for every run. Linux.

A standby child, already in its sandbox, waits for the code: to run is one write
to it, without a word to the zygote. The app kills by pidfd, which cannot hit
another process. A zygote that died or fell silent is replaced, the run that
found it so is tried once more, and the user is told.
"""

import json
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from functools import partial

from msgspec import Struct, field

from quizapp.core.runs.outcome import Crashed, Killed, Outcome, Output, Program
from quizapp.core.runs.protection import Protection
from quizapp.flow.ports import Listener
from quizapp.runner.app.dialogue import START_UP_SECONDS, Child, Dialogue
from quizapp.runner.app.fresh import CLOSED, StopSignal
from quizapp.runner.app.protection import evidence_in, protection_of
from quizapp.runner.protocol import CONTROL_FD, EVERY_LAYER
from quizapp.runner.system.launch import start

_GONE_SECONDS = 2.0
"""How long to wait for the exit code of a child that was killed."""

_SILENT_SECONDS = 10.0
"""How long to wait for a zygote that has torch loaded before it is replaced."""

_STANDBYS = 3
"""How many to try in a row: one may have been killed while it waited."""

RESTARTED = "The process that runs snippets was lost and started again."


class _Lost(Exception):
    """The zygote is gone, or does not answer."""


class _Connection(Struct):
    """A living zygote, the socket to it, and what it has said."""

    process: "subprocess.Popen[bytes]"
    socket: socket.socket
    protection: Protection | None = None
    standby: Child | None = None
    exit_codes: dict[int, int] = field(default_factory=dict)
    has_served: bool = False
    """Whether torch is loaded for sure: the next standby is milliseconds away."""

    def next_protection(self) -> Protection:
        """Return what snippets are kept from; raises _Lost."""
        deadline = time.monotonic() + START_UP_SECONDS
        while self.protection is None:
            self._hear(deadline)
        return self.protection

    def next_child(self, stop: int) -> Child | None:
        """Take the standby, waiting for one that is not gone yet; raises _Lost.

        None if `stop` became readable first: to load torch takes seconds.
        """
        patience = _SILENT_SECONDS if self.has_served else START_UP_SECONDS
        deadline = time.monotonic() + patience
        while readable := self._readable(stop, deadline):
            if stop in readable:
                return None
            self._hear(deadline)
        if self.standby is None:
            raise _Lost("it is silent")
        child, self.standby, self.has_served = self.standby, None, True
        self.exit_codes.clear()
        return child

    def _readable(self, stop: int, deadline: float) -> list[int]:
        """Return what there is to read; waits while there is no standby."""
        left = 0.0 if self.standby else max(0.0, deadline - time.monotonic())
        return select.select([self.socket.fileno(), stop], [], [], left)[0]

    def exit_code_of(self, pid: int) -> int | None:
        """Wait for the death of a child that was killed; None if not told."""
        deadline = time.monotonic() + _GONE_SECONDS
        try:
            while pid not in self.exit_codes:
                self._hear(deadline)
        except _Lost:
            return None
        return self.exit_codes[pid]

    def end(self) -> None:
        """Take it down: its end of the socket tells it, SIGKILL makes sure."""
        if self.standby is not None:
            self.standby.kill()
            self.standby.close()
        self.socket.close()
        self.process.kill()
        self.process.wait()

    def _hear(self, deadline: float) -> None:
        """Take one packet in."""
        try:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            packet, fds, _, _ = socket.recv_fds(self.socket, 4096, 8)
            message = json.loads(packet) if packet else None
        except (OSError, ValueError) as error:
            raise _Lost(str(error)) from error
        match message:
            case {"evidence": dict(evidence)}:
                self.protection = protection_of(
                    evidence_in(json.dumps(evidence).encode())
                )
            case {"standby": int(pid)} if len(fds) == 5:
                self.standby = _child(pid, fds)
            case {"gone": int(pid), "code": int(code)}:
                self.exit_codes[pid] = code
                self._drop(pid)
            case _:
                raise _Lost("it ended")

    def _drop(self, pid: int) -> None:
        """Forget the standby if it is the one that is gone."""
        if self.standby is not None and self.standby.pid == pid:
            self.standby.close()
            self.standby = None


class ZygoteHost:
    """Runs each program in a fork that was waiting for it."""

    def __init__(
        self, environment: Mapping[str, str], layers: tuple[str, ...] = EVERY_LAYER
    ) -> None:
        self._environment = environment
        self._layers = layers
        self._line: _Connection | None = None
        self._stop = StopSignal()
        self._one_at_a_time = threading.Lock()
        self._news: str | None = None
        self._is_closed = False

    @property
    def protection(self) -> Protection:
        """What the kernel refused a child; waits about 0.2 s after `warm`."""
        with self._one_at_a_time:
            try:
                self._line = self._line or self._start()
                return self._line.next_protection()
            except (_Lost, OSError):
                self._forget()
                return protection_of({})

    def warm(self) -> None:
        """Start importing torch in the zygote; returns at once.

        From the main thread: the kernel ties a child's life to its parent thread.
        """
        if self._line is None:
            try:
                self._line = self._start()
            except OSError:
                return  # run will meet it again, and say so

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program in the standby child."""
        with self._one_at_a_time, self._stop as stop:
            if self._is_closed:
                return CLOSED
            try:
                return self._try(program, listen, stop)
            except (_Lost, OSError):
                if self._is_closed:
                    return CLOSED
                self._news = RESTARTED  # a new zygote gets a second chance
            try:
                return self._try(program, listen, stop)
            except (_Lost, OSError) as error:
                return Crashed(Output(), 0.0, f"could not start: {error}")

    def stop(self) -> None:
        """End the current run."""
        self._stop.ring()

    def news(self) -> str | None:
        """Tell once that the zygote had to be replaced."""
        news, self._news = self._news, None
        return news

    def close(self) -> None:
        """End the current run, then take the zygote and every child down."""
        self._is_closed = True
        self._stop.ring()
        if (line := self._line) is not None:
            line.process.kill()  # a run that waits for a standby hears of it
        with self._one_at_a_time:
            self._forget()
            self._stop.close()

    def _try(self, program: Program, listen: Listener | None, stop: int) -> Outcome:
        try:
            return self._run(program, listen, stop)
        except BaseException:  # Ctrl-C too: what was under way on the socket is lost
            self._forget()
            raise

    def _run(self, program: Program, listen: Listener | None, stop: int) -> Outcome:
        line = self._line = self._line or self._start()
        for _ in range(_STANDBYS):
            child = line.next_child(stop)
            if child is None:
                return Killed(Output(), 0.0, "stopped")
            dialogue = Dialogue(child, program, listen)
            dialogue.hold(stop)
            if not dialogue.stillborn:
                return dialogue.outcome(partial(line.exit_code_of, child.pid))
            if line.exit_code_of(child.pid) is None:
                raise _Lost("it ended with its child")
        raise _Lost("its children die before they run")

    def _start(self) -> _Connection:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                process = start(
                    "quizapp.runner.child.zygote",
                    self._environment,
                    {theirs.fileno(): CONTROL_FD},
                    self._layers,
                )
            except OSError:
                ours.close()
                raise
        return _Connection(process, ours)

    def _forget(self) -> None:
        if self._line is not None:
            self._line.end()
            self._line = None


def _child(pid: int, fds: list[int]) -> Child:
    code, out, err, frames, pidfd = fds

    def kill() -> None:
        """Kill by pidfd; what the child started, the zygote sweeps."""
        try:
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        except (ProcessLookupError, OSError):
            return

    return Child(pid, code, out, err, frames, kill, (pidfd,))
