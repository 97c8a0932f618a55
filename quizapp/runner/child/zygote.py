"""Zygote: a process that has torch loaded and keeps a standby child. Linux only.

It sends packets to the app on one SOCK_SEQPACKET socket: first the probe's evidence,
long before torch is loaded, then the first standby. When a child has ended, it sends
the exit code, and the next standby if none is left. An app that runs one program
after another sends a number: how many standbys to keep from now on, so that the next
ones are made while the last one runs. When the app is gone, the socket closes, and
the zygote ends.

A standby is in its sandbox before any code arrives, and is used once. The zygote
always has one thread: a fork copies only the thread that forks.
"""

import ctypes
import gc
import json
import mmap
import os
import select
import signal
import socket
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from quizapp.runner.child import worker
from quizapp.runner.child.sandbox import Sandbox, evidence_of
from quizapp.runner.protocol import (
    CODE_FD,
    CONTROL_FD,
    FRAMES_FD,
    MAX_STANDBYS,
    PacketKey,
)

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_MADV_COLLAPSE = 25
_HUGE_PAGE = 2**21

_FAILED_TO_START = 70
"""Exit code of a child that could not be set up."""
_MAX_FAILED_STARTS = 3
"""After this many in a row, the zygote gives up."""

_ROOM = 600 * 2**20
"""Bytes of free memory for each child beyond the first: what a run may take."""

_ABOVE = 50
"""Descriptors are first moved here: above the open ones, below the limit."""

_libc = ctypes.CDLL(None, use_errno=True)


def main(*layers: str) -> None:
    """Load torch, fork the first standby, and serve until the socket ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app
    end_with_parent(wanted=True)
    become_subreaper()
    sandbox = Sandbox(layers)
    with socket.socket(fileno=CONTROL_FD) as app:
        app.send(packet_of_evidence(evidence_of(sandbox)))
        prepare_to_fork()
        end_with_parent(wanted=False)
        Zygote(app, sandbox).serve()


def packet_of_evidence(evidence: Mapping[str, bool]) -> bytes:
    """Return the packet that says what the kernel refuses the children."""
    return json.dumps({PacketKey.EVIDENCE: evidence}).encode()


def end_with_parent(*, wanted: bool) -> None:
    """Let the kernel end this process when its parent ends, or not any more.

    Until a socket is watched, only the kernel notices the end of the parent; but the
    signal also comes when only the thread that started this process ends.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL if wanted else 0, 0, 0, 0)


def become_subreaper() -> None:
    """Inherit what a child started when the child ends."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def prepare_to_fork() -> None:
    """Load torch, and make this process cheap to fork."""
    worker.preload()
    gc.collect()
    gc.freeze()  # a collection in a child then copies almost no page
    collapse_memory()


def collapse_memory() -> None:
    """Collapse anonymous memory into huge pages, where the kernel can (Linux 6.1).

    A fork copies page tables, so fewer pages make it cheaper. Best effort.
    """
    _libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, permissions, *rest = line.split(maxsplit=5)
        if permissions.startswith("rw") and (len(rest) < 4 or rest[3] == "[heap]"):
            start, end = (int(address, 16) for address in addresses.split("-"))
            start = (start + _HUGE_PAGE - 1) // _HUGE_PAGE * _HUGE_PAGE
            length = (end - start) // _HUGE_PAGE * _HUGE_PAGE
            if length > 0:
                _libc.madvise(start, length, _MADV_COLLAPSE)


def _affordable() -> int:
    """Return how many children the free memory allows."""
    pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 1 + pages // _ROOM


class Forked:
    """A child that the zygote forked, until it is reaped."""

    def __init__(self) -> None:
        # The child sets this before its code arrives: an exit code can be forged.
        self.has_started = mmap.mmap(-1, 1)
        self.pid = self.pidfd = 0

    def begin(self, pid: int) -> None:
        """Take the child's id and a descriptor that is readable when it ends."""
        self.pid, self.pidfd = pid, os.pidfd_open(pid)

    def reap(self) -> tuple[int, bool]:
        """Collect the exit code, and whether the child failed to start."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.pidfd)
        code = os.waitstatus_to_exitcode(status)
        failed = code == _FAILED_TO_START and not self.has_started[0]
        self.has_started.close()
        return code, failed


class Zygote:
    """The loop: reaps the children that ended, forks the next standbys."""

    def __init__(self, app: socket.socket, sandbox: Sandbox) -> None:
        self._app = app
        self._sandbox = sandbox
        self._null = os.open(os.devnull, os.O_RDONLY)
        self._children: dict[int, Forked] = {}
        """Those that live, by their pidfd, the oldest first."""
        self._wanted = 1
        self._failed_starts = 0

    def serve(self) -> None:
        """Serve until the app is gone, then kill every child."""
        self._fork()
        while self._failed_starts < _MAX_FAILED_STARTS:
            waiting = [self._app.fileno(), *self._children]
            ready, _, _ = select.select(waiting, [], [])
            if waiting[0] in ready and not self._take_wish():
                break
            for pidfd in ready:
                if pidfd in self._children:
                    self._reap(pidfd)
            while len(self._children) < self._wanted:
                self._fork()
        for child in self._children.values():
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
        self._children.clear()
        self._kill_orphans()

    def _take_wish(self) -> bool:
        """Read how many children the app wants; False if it is gone."""
        with suppress(OSError):
            if wish := self._app.recv(1):
                self._wanted = max(1, min(wish[0], MAX_STANDBYS, _affordable()))
                return True
        return False

    def _fork(self) -> None:
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads != 1:
            raise RuntimeError(f"a fork with {threads} threads would hang")
        code, out, err, frames = (os.pipe() for _ in range(4))
        child = Forked()
        pid = os.fork()
        if pid == 0:
            self._become_child((code[0], out[1], err[1], frames[1]), child.has_started)
        child.begin(pid)
        self._children[child.pidfd] = child
        theirs = [code[1], out[0], err[0], frames[0]]
        packet = json.dumps({PacketKey.STANDBY: pid}).encode()
        with suppress(OSError):  # the app is gone, and the loop will notice
            socket.send_fds(self._app, [packet], [*theirs, child.pidfd])
        for fd in (*theirs, code[0], out[1], err[1], frames[1]):
            os.close(fd)

    def _reap(self, pidfd: int) -> None:
        """Collect a child's exit code, and send it."""
        child = self._children.pop(pidfd)
        code, failed = child.reap()
        self._kill_orphans()
        self._failed_starts = self._failed_starts + 1 if failed else 0
        with suppress(OSError):
            packet = {PacketKey.GONE: child.pid, PacketKey.EXIT_CODE: code}
            self._app.send(json.dumps(packet).encode())

    def _kill_orphans(self) -> None:
        """Kill what a child started: as the subreaper, this process inherits it."""
        while orphans := self._orphans():
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
            for pid in orphans:
                os.waitpid(pid, 0)

    def _orphans(self) -> list[int]:
        ours = {child.pid for child in self._children.values()}
        path = f"/proc/self/task/{os.getpid()}/children"
        pids = map(int, Path(path).read_text("ascii").split())
        return [pid for pid in pids if pid not in ours]

    def _become_child(
        self, fds: tuple[int, int, int, int], has_started: mmap.mmap
    ) -> NoReturn:
        """Turn a fresh fork into a standby; never returns."""
        try:
            os.setsid()
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            worker.lower_priority()
            worker.set_base_limits()
            self._sandbox.restrict_files()
            self._arrange_descriptors(fds)
            self._sandbox.restrict_syscalls()
            worker.warm_up()
            has_started[0] = 1
            has_started.close()
            worker.serve(is_confined=self._sandbox.is_complete)
        except BaseException:  # noqa: BLE001  # whatever happens, the child must end
            os.write(2, traceback.format_exc().encode(errors="replace"))
        finally:
            os._exit(_FAILED_TO_START)

    def _arrange_descriptors(self, fds: tuple[int, int, int, int]) -> None:
        """Leave exactly 0 (nothing), 1, 2, 3 (code) and 4 (frames) open."""
        for place, fd in enumerate((self._null, *fds)):
            os.dup2(fd, _ABOVE + place, inheritable=False)
        for place, target in enumerate((0, CODE_FD, 1, 2, FRAMES_FD)):
            os.dup2(_ABOVE + place, target, inheritable=False)
        os.closerange(5, 1024)
