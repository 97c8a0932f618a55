"""The zygote's own program: holds torch, forks a child for each run. Linux only.

It speaks on one SOCK_SEQPACKET socket. The app sends `fork`; back come a JSON
packet with the child's pid and, as ancillary data, the descriptors of its code,
output, errors, frames and its pidfd. When a child is gone its exit status
follows. When the app is gone the socket ends, and so do all children and this.

One thread, always: a fork copies only the thread that forks.
"""

import ctypes
import gc
import json
import os
import select
import signal
import socket
from pathlib import Path

from quizapp.runner import worker

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Load torch, say so, and serve until the socket ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app to hear
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    worker.preload()
    gc.collect()
    gc.freeze()  # a collection in a child then touches, and copies, almost nothing
    with socket.socket(fileno=3) as app:
        app.send(json.dumps({"ready": os.getpid()}).encode())
        Nursery(app).serve()


class Nursery:
    """The loop: requests from the app, deaths of children."""

    def __init__(self, app: socket.socket) -> None:
        self._app = app
        self._children: dict[int, int] = {}
        """pid of each living child -> its pidfd."""

    def serve(self) -> None:
        """Serve until the app is gone, then take every child along."""
        while True:
            waiting = [self._app.fileno(), *self._children.values()]
            ready, _, _ = select.select(waiting, [], [])
            for pid, pidfd in list(self._children.items()):
                if pidfd in ready:
                    self._bury(pid, pidfd)
            if self._app.fileno() in ready and not self._answer():
                break
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        self._sweep()

    def _answer(self) -> bool:
        """Answer one request; false when the app is gone."""
        request = self._app.recv(64)
        if request == b"fork":
            self._fork()
        return bool(request)

    def _fork(self) -> None:
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads != 1:
            raise RuntimeError(f"a fork of {threads} threads would hang")
        code, out, err, frames = (os.pipe() for _ in range(4))
        pid = os.fork()
        if pid == 0:
            _become_child((code[0], out[1], err[1], frames[1]))
        pidfd = os.pidfd_open(pid)
        self._children[pid] = pidfd
        theirs = [code[1], out[0], err[0], frames[0]]
        packet = json.dumps({"child": pid}).encode()
        socket.send_fds(self._app, [packet], [*theirs, pidfd])
        for fd in (*theirs, code[0], out[1], err[1], frames[1]):
            os.close(fd)

    def _bury(self, pid: int, pidfd: int) -> None:
        _, status = os.waitpid(pid, 0)
        os.close(pidfd)
        del self._children[pid]
        self._sweep()
        code = os.waitstatus_to_exitcode(status)
        self._app.send(json.dumps({"gone": pid, "code": code}).encode())

    def _sweep(self) -> None:
        """Kill what a child left behind: as subreaper this process inherits it."""
        while strays := self._strays():
            for pid in strays:
                os.kill(pid, signal.SIGKILL)
            for pid in strays:
                os.waitpid(pid, 0)

    def _strays(self) -> list[int]:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")
        pids = map(int, children.split())
        return [pid for pid in pids if pid not in self._children]


def _become_child(fds: tuple[int, int, int, int]) -> None:
    """Turn a fresh fork into the child of one run; never returns."""
    try:
        os.setsid()
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        _lay_out_descriptors(fds)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        confine()
        worker.serve(3, 4)
    finally:
        os._exit(70)


def confine() -> None:
    """Give up rights before any code arrives: where the kernel's sandbox goes."""


def _lay_out_descriptors(fds: tuple[int, int, int, int]) -> None:
    """Leave exactly 0 (nothing), 1, 2, 3 (code) and 4 (frames) open."""
    code, out, err, frames = (os.dup2(fd, 100 + fd, inheritable=False) for fd in fds)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (out, 1), (err, 2), (code, 3), (frames, 4)):
        os.dup2(source, target, inheritable=False)
    os.closerange(5, 1024)
