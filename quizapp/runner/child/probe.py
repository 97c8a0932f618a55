"""Probe: acts that must be refused to a snippet, tried to see whether they are.

A kernel's version and a library's answer prove nothing; an act that was tried and
failed with EPERM or EACCES is evidence. Run it in a disposable child only.
"""

import ctypes
import errno
import json
import os
import signal
import socket
from collections.abc import Callable

from quizapp.runner.protocol import CONTROL_FD


def try_every_act() -> dict[str, bool]:
    """Try every act in this process; return whether each was refused."""
    return {name: _is_refused(act) for name, act in _ACTS.items()}


def main() -> None:
    """Probe from an interpreter of its own, and report."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.write(CONTROL_FD, json.dumps(try_every_act()).encode())


def _is_refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError as error:
        return error.errno in (errno.EPERM, errno.EACCES)
    return False


def _read_a_file() -> None:
    os.close(os.open("/etc/passwd", os.O_RDONLY))


def _list_the_root() -> None:
    os.listdir("/")  # noqa: PTH208  # the plain call is what is tried


def _write_a_file() -> None:
    path = f"/tmp/quizapp-probe-{os.getpid()}"  # noqa: S108  # meant to be refused
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(path)  # noqa: PTH108


def _change_a_mode() -> None:
    os.chmod("/tmp", os.stat("/tmp").st_mode)  # noqa: S108, PTH101, PTH116


def _open_socket(family: str, kind: int) -> Callable[[], None]:
    """Name the family: Python on Windows has no AF_UNIX."""
    return lambda: socket.socket(getattr(socket, family), kind).close()


def _fork() -> None:
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _start_a_program() -> None:
    os.execv("/nonexistent/program", ["program"])  # noqa: S606  # ENOENT if allowed


def _signal_another() -> None:
    os.kill(os.getppid(), 0)


def _redirect_a_signal() -> None:
    import fcntl

    fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())


def _trace_another() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, os.getppid(), 0, 0) != 0:  # PTRACE_ATTACH
        raise OSError(ctypes.get_errno(), "ptrace")
    os.waitpid(os.getppid(), 0)
    libc.ptrace(17, os.getppid(), 0, 0)  # PTRACE_DETACH


_ACTS: dict[str, Callable[[], object]] = {
    "read files": _read_a_file,
    "list folders": _list_the_root,
    "write files": _write_a_file,
    "change modes": _change_a_mode,
    "tcp": _open_socket("AF_INET", socket.SOCK_STREAM),
    "udp": _open_socket("AF_INET", socket.SOCK_DGRAM),
    "unix sockets": _open_socket("AF_UNIX", socket.SOCK_STREAM),
    "processes": _fork,
    "programs": _start_a_program,
    "signals": _signal_another,
    "signals by fcntl": _redirect_a_signal,
    "ptrace": _trace_another,
}
