"""Zygote host: the app's side of a zygote, which forks a child ahead of each run.

Linux only. A standby child, already in its sandbox, waits for the code: a run is
one write to it and does not involve the zygote. The app kills by pidfd, which
cannot hit another process. A zygote that died or stopped answering is replaced,
the run that noticed is tried once more, and the user is notified.
"""

import json
import math
import select
import signal
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from msgspec import Struct, field

from quizapp.core.runs.outcome import Crashed, Killed, Outcome, Output, Program
from quizapp.core.runs.protection import Protection
from quizapp.flow.ports import Listener
from quizapp.runner.app.dialogue import START_UP_SECONDS, Child, Dialogue
from quizapp.runner.app.fresh import CLOSED, StopSignal
from quizapp.runner.app.protection import checked_evidence, protection_of
from quizapp.runner.app.shared_zygote import LentZygote
from quizapp.runner.protocol import (
    CONTROL_FD,
    EVERY_LAYER,
    MAX_PACKET,
    STANDBY_FDS,
    PacketKey,
)
from quizapp.runner.system.launch import start

_GONE_SECONDS = 2.0
"""How long to wait for the exit code of a child that was killed."""

_SILENT_SECONDS = 10.0
"""How long to wait for a zygote that has torch loaded before it is replaced."""

_IN_A_ROW_SECONDS = 0.1
"""A run that begins sooner after the last one is not a person's."""
CHILDREN = 3
"""Children at once while runs follow one another: one runs, the others get ready."""

_STANDBYS = 3
"""Standbys to try in a row: one may have been killed while it waited."""

RESTARTED = (
    "The process that runs snippets stopped unexpectedly and was restarted."
    " That run takes longer, because it loads torch."
)


class _Lost(Exception):
    """The zygote is gone, or does not answer."""


class _Connection(Struct):
    """A running zygote, the socket to it, and what it has sent."""

    process: "subprocess.Popen[bytes] | LentZygote"
    socket: socket.socket
    protection: Protection | None = None
    standbys: deque[Child] = field(default_factory=deque)
    exit_codes: dict[int, int] = field(default_factory=dict)
    has_served: bool = False
    """Whether torch is surely loaded: the next standby then takes milliseconds."""
    kept: int = 1
    """How many children it has been asked to keep."""

    def next_protection(self) -> Protection:
        """Wait for the protection of the zygote's children. Raises _Lost."""
        deadline = time.monotonic() + START_UP_SECONDS
        while self.protection is None:
            self._receive(deadline)
        return self.protection

    def next_child(self, stop: int) -> Child | None:
        """Take the standby, waiting for one that is alive. Raises _Lost.

        None if `stop` became readable first: loading torch takes seconds.
        """
        seconds = _SILENT_SECONDS if self.has_served else START_UP_SECONDS
        deadline = time.monotonic() + seconds
        while readable := self._readable(stop, deadline):
            if stop in readable:
                return None
            self._receive(deadline)
        if not self.standbys:
            raise _Lost("it does not answer")
        self.has_served = True
        self.exit_codes.clear()
        return self.standbys.popleft()

    def keep(self, children: int) -> None:
        """Have so many children from now on, the one that runs included."""
        if children != self.kept:
            self.kept = children
            with suppress(OSError):  # it is gone: the next run notices
                self.socket.send(bytes([children]))

    def _readable(self, stop: int, deadline: float) -> list[int]:
        """Return the readable descriptors; waits only while there is no standby."""
        left = 0.0 if self.standbys else max(0.0, deadline - time.monotonic())
        return select.select([self.socket.fileno(), stop], [], [], left)[0]

    def exit_code_of(self, pid: int) -> int | None:
        """Wait for the exit code of a killed child; None if it does not arrive."""
        deadline = time.monotonic() + _GONE_SECONDS
        try:
            while pid not in self.exit_codes:
                self._receive(deadline)
        except _Lost:
            return None
        return self.exit_codes[pid]

    def end(self) -> None:
        """End the zygote: it exits when its socket closes; SIGKILL makes sure."""
        for standby in self.standbys:
            standby.kill()
            standby.close()
        self.socket.close()
        self.process.kill()
        self.process.wait()

    def _receive(self, deadline: float) -> None:
        """Receive one packet. Raises _Lost."""
        try:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            packet, fds, _, _ = socket.recv_fds(self.socket, MAX_PACKET, 8)
            message = json.loads(packet) if packet else None
        except (OSError, ValueError) as error:
            raise _Lost(str(error)) from error
        match message:
            case {PacketKey.EVIDENCE: dict(evidence)}:
                self.protection = protection_of(checked_evidence(evidence))
            case {PacketKey.STANDBY: int(pid)} if len(fds) == STANDBY_FDS:
                self.standbys.append(_child(pid, fds))
            case {PacketKey.GONE: int(pid), PacketKey.EXIT_CODE: int(code)}:
                self.exit_codes[pid] = code
                self._drop(pid)
            case _:
                raise _Lost("it ended")

    def _drop(self, pid: int) -> None:
        """Forget the standby that is gone."""
        for standby in [one for one in self.standbys if one.pid == pid]:
            standby.close()
            self.standbys.remove(standby)


class ZygoteHost:
    """Runs each program in a fork that waits for it."""

    def __init__(
        self,
        environment: Mapping[str, str],
        layers: tuple[str, ...] = EVERY_LAYER,
        children: int = CHILDREN,
        lent: int | None = None,
    ) -> None:
        self._environment = environment
        self._most = children
        self._layers = layers
        self._lent = lent
        """The socket to a zygote that was started for this app; used once."""
        self._connection: _Connection | None = None
        self._stop = StopSignal()
        self._one_at_a_time = threading.Lock()
        self._news: str | None = None
        self._ended = -math.inf
        self._is_closed = False

    @property
    def protection(self) -> Protection:
        """What the kernel refuses the children; waits about 0.2 s after `warm`."""
        with self._one_at_a_time:
            try:
                self._connection = self._connection or self._start()
                return self._connection.next_protection()
            except (_Lost, OSError):
                self._discard()
                return protection_of({})

    def warm(self) -> None:
        """Start importing torch in the zygote; returns at once.

        Call it from the main thread: the kernel ties a child to its parent thread.
        """
        if self._connection is None:
            try:
                self._connection = self._start()
            except OSError:
                return  # the next run fails too, and reports it

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program in the standby child."""
        with self._one_at_a_time, self._stop as stop:
            if self._is_closed:
                return CLOSED
            try:
                return self._attempt(program, listen, stop)
            except (_Lost, OSError):
                if self._is_closed:
                    return CLOSED
                self._news = RESTARTED  # a new zygote gets a second chance
            try:
                return self._attempt(program, listen, stop)
            except (_Lost, OSError) as error:
                return Crashed(Output(), 0.0, f"could not start: {error}")

    def stop(self) -> None:
        """End the current run."""
        self._stop.set()

    def news(self) -> str | None:
        """Report once that the zygote had to be replaced."""
        news, self._news = self._news, None
        return news

    def close(self) -> None:
        """End the current run, then the zygote and every child."""
        self._is_closed = True
        self._stop.set()
        if (connection := self._connection) is not None:
            connection.process.kill()  # this wakes a run that waits for a standby
        with self._one_at_a_time:
            self._discard()
            self._stop.close()

    def _attempt(self, program: Program, listen: Listener | None, stop: int) -> Outcome:
        """Run a program; discard the zygote if that fails."""
        try:
            return self._run_in_standby(program, listen, stop)
        except BaseException:  # Ctrl-C too: a packet may have been lost
            self._discard()
            raise

    def _run_in_standby(
        self, program: Program, listen: Listener | None, stop: int
    ) -> Outcome:
        connection = self._connection = self._connection or self._start()
        for _ in range(_STANDBYS):
            connection.keep(self._pace())
            child = connection.next_child(stop)
            if child is None:
                return Killed(Output(), 0.0, "stopped")
            dialogue = Dialogue(child, program, listen)
            dialogue.run(stop)
            self._ended = time.monotonic()
            if not dialogue.failed_to_start:
                return dialogue.outcome(partial(connection.exit_code_of, child.pid))
            if connection.exit_code_of(child.pid) is None:
                raise _Lost("it ended with its child")
        raise _Lost("its children die before they run")

    def _pace(self) -> int:
        """Return how many children to keep: more if runs follow one another.

        A person's run is faster while no other child is being made.
        """
        in_a_row = time.monotonic() - self._ended < _IN_A_ROW_SECONDS
        return self._most if in_a_row else 1

    def _start(self) -> _Connection:
        lent, self._lent = self._lent, None
        if lent is not None:
            own = socket.socket(fileno=lent)
            own.set_inheritable(False)
            own.send(bytes([1]))  # one child: only now is it started
            return _Connection(LentZygote(own), own)
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

    def _discard(self) -> None:
        if self._connection is not None:
            self._connection.end()
            self._connection = None


def _child(pid: int, fds: list[int]) -> Child:
    code, out, err, frames, pidfd = fds

    def kill() -> None:
        """Kill by pidfd; the zygote kills what the child started."""
        try:
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        except (ProcessLookupError, OSError):
            return

    return Child(pid, code, out, err, frames, kill, (pidfd,))
