"""Zygote: one interpreter with torch loaded, forked for every run. Linux.

The app talks to it over a socket and to each child directly, so a child that
misbehaves cannot reach the next run. A zygote that died is replaced, and the
run that found it dead is tried once more.
"""

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.outcome import Crashed, Outcome, Output, Program
from quizapp.core.ports import Listener
from quizapp.runner.dialogue import START_UP_SECONDS, Child, Dialogue, close
from quizapp.runner.fresh import LIMITS_ONLY, StopSignal
from quizapp.runner.launch import start

_GONE_SECONDS = 2.0
"""How long to wait for the exit code of a child that was killed."""


class _Lost(Exception):
    """The zygote is gone, or does not answer."""


@dataclass
class _Line:
    """A living zygote and the socket to it."""

    process: "subprocess.Popen[bytes]"
    socket: socket.socket
    ready: bool = False

    def ask_for_child(self) -> tuple[int, int, list[int]]:
        """Return a new child's pid, pidfd, and descriptors; raises _Lost."""
        try:
            self._await_ready()
            self.socket.send(b"fork")
            packet, fds, _, _ = socket.recv_fds(self.socket, 4096, 8)
        except OSError as error:
            raise _Lost(str(error)) from error
        if len(fds) != 5:
            raise _Lost("no child came back")
        *pipes, pidfd = fds
        return json.loads(packet)["child"], pidfd, pipes

    def exit_code_of(self, pid: int) -> int | None:
        """Wait for the death of a child that was killed; None if not told."""
        self.socket.settimeout(_GONE_SECONDS)
        try:
            packet = json.loads(self.socket.recv(4096) or b"{}")
        except (OSError, ValueError):
            return None
        finally:
            self.socket.settimeout(START_UP_SECONDS)
        return packet["code"] if packet.get("gone") == pid else None

    def end(self) -> None:
        """Take it down: its end of the socket tells it, SIGKILL makes sure."""
        self.socket.close()
        self.process.kill()
        self.process.wait()

    def _await_ready(self) -> None:
        if not self.ready:
            packet = self.socket.recv(4096)
            if not packet:
                raise _Lost("it ended before it was ready")
            self.ready = True


class Zygote:
    """Runs programs in forks of one interpreter."""

    protection = LIMITS_ONLY

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._line: _Line | None = None
        self._stop = StopSignal()
        self._one_at_a_time = threading.Lock()

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
        """Run a program in a fork."""
        with self._one_at_a_time, self._stop as stop:
            try:
                return self._try(program, listen, stop)
            except (_Lost, OSError):
                pass  # a new zygote gets a second chance
            try:
                return self._try(program, listen, stop)
            except (_Lost, OSError) as error:
                return Crashed(Output(), 0.0, f"could not start: {error}")

    def stop(self) -> None:
        """End the current run."""
        self._stop.ring()

    def close(self) -> None:
        """Take the zygote and every child down."""
        self._forget()
        self._stop.close()

    def _try(self, program: Program, listen: Listener | None, stop: int) -> Outcome:
        try:
            return self._run(program, listen, stop)
        except BaseException:  # Ctrl-C too: what was under way on the socket is lost
            self._forget()
            raise

    def _run(self, program: Program, listen: Listener | None, stop: int) -> Outcome:
        self._line = self._line or self._start()
        pid, pidfd, pipes = self._line.ask_for_child()
        dialogue = Dialogue(_child(pid, pidfd, pipes), program, listen)
        try:
            dialogue.hold(stop)
        finally:
            close(pidfd)
            code = self._line.exit_code_of(pid)
        if code is None:
            self._forget()
            if not dialogue.began:
                raise _Lost("it ended with its child")
        return dialogue.outcome(code)

    def _start(self) -> _Line:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                process = start(
                    "quizapp.runner.nursery", self._environment, {theirs.fileno(): 3}
                )
            except OSError:
                ours.close()
                raise
        ours.settimeout(START_UP_SECONDS)
        return _Line(process, ours)

    def _forget(self) -> None:
        if self._line is not None:
            self._line.end()
            self._line = None


def _child(pid: int, pidfd: int, pipes: list[int]) -> Child:
    code, out, err, frames = pipes

    def kill() -> None:
        """Kill by pidfd, which cannot hit another process, then what it started."""
        try:
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return

    return Child(pid, code, out, err, frames, kill)
