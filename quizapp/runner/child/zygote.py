"""The zygote's own program: holds torch, keeps one standby child. Linux only.

It speaks on one SOCK_SEQPACKET socket, and only the app listens. First comes
what a throw-away child was refused, long before torch is loaded. Then each
standby child, as its pid and, as ancillary data, the descriptors of its code,
output, errors, frames and its pidfd. When a child is gone its exit code follows,
and the next standby. When the app is gone the socket ends, and so does all this.

A standby is in its sandbox before any code arrives, and is used once. One
thread, always: a fork copies only the thread that forks.
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
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from quizapp.runner.child import worker
from quizapp.runner.child.sandbox import Layers, Sandbox, evidence_of
from quizapp.runner.protocol import CODE_FD, CONTROL_FD, FRAMES_FD

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_MADV_COLLAPSE = 25
_HUGE_PAGE = 2**21

_STILLBORN = 70
"""Exit code of a child that could not be set up."""
_PATIENCE = 3
"""So many stillborn children in a row mean that no child can be set up."""

_ABOVE = 50
"""Descriptors are moved there first: above all that are open, below the limit."""

_libc = ctypes.CDLL(None, use_errno=True)


def main(*layers: str) -> None:
    """Load torch, fork the first standby, and serve until the socket ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app to hear
    # Until the socket is watched, only the kernel notices that the app is gone.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    sandbox = Sandbox(Layers.parse(list(layers)))
    with socket.socket(fileno=CONTROL_FD) as app:
        app.send(json.dumps({"evidence": evidence_of(sandbox)}).encode())
        load()
        # It follows the thread that started this process, which may end before the app.
        _libc.prctl(_PR_SET_PDEATHSIG, 0, 0, 0, 0)
        Zygote(app, sandbox).serve()


def load() -> None:
    """Load torch, and make of this process one that is cheap to fork."""
    worker.preload()
    gc.collect()
    gc.freeze()  # a collection in a child then touches, and copies, almost nothing
    collapse_memory()


def collapse_memory() -> None:
    """Gather anonymous memory in huge pages, where the kernel can (Linux 6.1).

    A fork copies page tables, so fewer pages make it cheaper. Best effort.
    """
    _libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, rights, *rest = line.split(maxsplit=5)
        if rights.startswith("rw") and (len(rest) < 4 or rest[3] == "[heap]"):
            start, end = (int(address, 16) for address in addresses.split("-"))
            start = (start + _HUGE_PAGE - 1) // _HUGE_PAGE * _HUGE_PAGE
            length = (end - start) // _HUGE_PAGE * _HUGE_PAGE
            if length > 0:
                _libc.madvise(start, length, _MADV_COLLAPSE)


class Zygote:
    """The loop: one standby waits, the others die."""

    def __init__(self, app: socket.socket, sandbox: Sandbox) -> None:
        self._app = app
        self._sandbox = sandbox
        self._null = os.open(os.devnull, os.O_RDONLY)
        self._child = 0
        self._pidfd = -1
        self._stillborn = 0
        # Shared with a child until its code arrives: an exit code can be forged.
        self._is_born = mmap.mmap(-1, 1)

    def serve(self) -> None:
        """Serve until the app is gone, then take every child along."""
        self._fork()
        while self._stillborn < _PATIENCE:
            waiting = [self._app.fileno(), self._pidfd]
            ready, _, _ = select.select(waiting, [], [])
            if waiting[0] in ready:  # the app never says anything: this is its end
                break
            self._bury()
            self._fork()
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        self._sweep()

    def _fork(self) -> None:
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads != 1:
            raise RuntimeError(f"a fork of {threads} threads would hang")
        code, out, err, frames = (os.pipe() for _ in range(4))
        self._is_born[0] = 0
        pid = os.fork()
        if pid == 0:
            self._become_child((code[0], out[1], err[1], frames[1]))
        self._child, self._pidfd = pid, os.pidfd_open(pid)
        theirs = [code[1], out[0], err[0], frames[0]]
        packet = json.dumps({"standby": pid}).encode()
        with suppress(OSError):  # the app is gone: the loop will notice
            socket.send_fds(self._app, [packet], [*theirs, self._pidfd])
        for fd in (*theirs, code[0], out[1], err[1], frames[1]):
            os.close(fd)

    def _bury(self) -> None:
        _, status = os.waitpid(self._child, 0)
        os.close(self._pidfd)
        self._sweep()
        code = os.waitstatus_to_exitcode(status)
        is_stillborn = code == _STILLBORN and not self._is_born[0]
        self._stillborn = self._stillborn + 1 if is_stillborn else 0
        with suppress(OSError):
            packet = {"gone": self._child, "code": code}
            self._app.send(json.dumps(packet).encode())

    def _sweep(self) -> None:
        """Kill what a child left behind: as subreaper this process inherits it."""
        while strays := self._strays():
            for pid in strays:
                os.kill(pid, signal.SIGKILL)
            for pid in strays:
                os.waitpid(pid, 0)

    def _strays(self) -> list[int]:
        path = f"/proc/self/task/{os.getpid()}/children"
        return [int(pid) for pid in Path(path).read_text("ascii").split()]

    def _become_child(self, fds: tuple[int, int, int, int]) -> NoReturn:
        """Turn a fresh fork into a standby; never returns."""
        try:
            os.setsid()
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            worker.be_the_first_to_go()
            worker.bound_resources()
            self._sandbox.shut_files()
            self._lay_out_descriptors(fds)
            self._sandbox.shut_kernel()
            worker.rehearse()
            self._is_born[0] = 1
            self._is_born.close()
            worker.serve()
        except BaseException:  # noqa: BLE001  # whatever it is, the child must end
            os.write(2, traceback.format_exc().encode(errors="replace"))
        finally:
            os._exit(_STILLBORN)

    def _lay_out_descriptors(self, fds: tuple[int, int, int, int]) -> None:
        """Leave exactly 0 (nothing), 1, 2, 3 (code) and 4 (frames) open."""
        for place, fd in enumerate((self._null, *fds)):
            os.dup2(fd, _ABOVE + place, inheritable=False)
        for place, target in enumerate((0, CODE_FD, 1, 2, FRAMES_FD)):
            os.dup2(_ABOVE + place, target, inheritable=False)
        os.closerange(5, 1024)
