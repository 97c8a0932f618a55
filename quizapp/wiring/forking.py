"""Forking: the process that has loaded the app, and forks each window. Linux only.

`quizapp serve` starts it; see `serve.warm`. It loads code alone: nothing of the user is
read before the fork, so a window sees settings, decks and log as they are when it
starts. It has one thread: a fork copies only the thread that forks. It ends when the
server does, and when the code that it has loaded was changed on the disk.
"""

import fcntl
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import msgspec

from quizapp.serve.fork_request import (
    LARGEST_PACKET,
    MOST_DESCRIPTORS,
    ForkReply,
    ForkRequest,
)
from quizapp.settings.config import change_environment
from quizapp.wiring.openssl import load_without_openssl

_FOLDERS = (
    *("core", "flow", "wording", "settings", "decks", "store", "tui", "wiring"),
    "runner.app",
)
"""Of quizapp: all that a window may load."""
_MODULES = (
    *("quizapp.commands.home", "quizapp.external.editor"),
    *("textual.pilot", "textual.drivers.headless_driver", "textual.scrollbar"),
    "textual.layouts.factory",
)
"""What is loaded by functions only."""
_Wanted = tuple[ForkRequest, list[int]]
"""A window, and its descriptors as they came."""


def fork_windows(run: Callable[[Sequence[str]], int]) -> int:
    """Fork until the server is gone; in a window, run it and return its exit code."""
    with socket.socket(fileno=int(sys.argv.pop())) as owner:
        if not _load():
            return 1
        wanted = _fork_each(owner)
    if wanted is None:
        return 0
    _become(*wanted)
    return run(wanted[0].words)


def _load() -> bool:
    """Load all that a window may need; return whether that was possible."""
    load_without_openssl("hashlib", "_hashlib")
    load_without_openssl("asyncio", "ssl")
    try:
        for folder in _FOLDERS:
            package = import_module(f"quizapp.{folder}")
            for module in walk_packages(package.__path__, f"{package.__name__}."):
                import_module(module.name)
        for name in _MODULES:
            import_module(name)
    except Exception:  # noqa: BLE001  # a window that loads it itself says why
        return False
    gc.collect()
    gc.freeze()  # a collection in a window then copies almost no page
    return True


def _fork_each(owner: socket.socket) -> _Wanted | None:
    """Return what to become, in a window; None at the end of the server."""
    loaded = _stamps(_code())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps windows
    while wanted := _received(owner):
        if loaded != _stamps(loaded) or _threads() != 1:
            return None
        try:
            pid = os.fork()
        except OSError:  # too many processes
            return None
        if pid == 0:
            return wanted
        _answer(owner, pid)
        for fd in wanted[1]:
            os.close(fd)
    return None


def _code() -> list[str]:
    """Return the files of quizapp that are loaded, and where packages are installed."""
    names = [name for name in sys.modules if name.startswith("quizapp.")]
    files = [getattr(sys.modules[name], "__file__", None) for name in names]
    installed = str(Path(msgspec.__file__).parents[1])
    return [*filter(None, files), installed]


def _stamps(files: Iterable[str]) -> dict[str, int]:
    """Return when each file was changed; 0 for one that is gone."""
    stamps = {}
    for file in files:
        stamps[file] = 0
        with suppress(OSError):
            stamps[file] = os.stat(file).st_mtime_ns  # noqa: PTH116  # thrice as fast
    return stamps


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def _received(owner: socket.socket) -> _Wanted | None:
    """Return the next window that is wanted; None if the server is gone."""
    packet, fds, _, _ = socket.recv_fds(owner, LARGEST_PACKET, MOST_DESCRIPTORS)
    return (msgspec.json.decode(packet, type=ForkRequest), fds) if packet else None


def _answer(owner: socket.socket, pid: int) -> None:
    with suppress(OSError):  # the server is gone, or the window already
        pidfd = os.pidfd_open(pid)
        try:
            socket.send_fds(owner, [msgspec.json.encode(ForkReply(pid))], [pidfd])
        finally:
            os.close(pidfd)


def _become(request: ForkRequest, fds: list[int]) -> None:
    """Become a process as if it had been started for this window alone."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    above = max(request.places) + 1
    moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, above) for fd in fds]
    for fd, place in zip(moved, request.places, strict=True):
        os.dup2(fd, place)
    for fd in {*fds, *moved}.difference(request.places):
        os.close(fd)
    change_environment(request.variables)
    time.tzset()
