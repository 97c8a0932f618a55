"""The program, forked from a process that has loaded its modules.

To load them takes most of the time of a start. All else is as in a start: arguments,
variables, descriptors, the way out of the interpreter. A test of the start itself
starts the program: see `program.command`.

This file is also the script of that process: it depends on nothing but the program.
"""

import gc
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from runpy import run_module
from typing import Any

from quizapp.settings import served

_MAX_PACKET = 2**18
_MAX_TYPED = 2**16
"""What a pipe holds on Linux: it is written before anybody reads."""
_SECONDS = 180
"""A hang; busy cores are patient."""
_LEFT_OUT = (
    "quizapp.__main__",
    "quizapp.runner.child",
    "quizapp.runner.system.windows",
    "quizapp.serve",
    "quizapp.tui",
)
"""What runs elsewhere: the entry point, snippets, another system, screens."""


def forked(
    words: Sequence[str],
    typed: bytes,
    environment: Mapping[str, str],
    lent: Sequence[int] = (),
) -> tuple[int, bytes, bytes]:
    """Run the program to its end; return its exit code, output and errors.

    `lent` is the socket of a zygote, if there is one for it.
    """
    assert len(typed) <= _MAX_TYPED
    their_in, our_in = os.pipe()
    our_out, their_out = os.pipe()
    our_err, their_err = os.pipe()
    os.write(our_in, typed)
    os.close(our_in)
    wish = {"words": words, "variables": environment, "folder": str(Path.cwd())}
    process, _ = _loaded()
    fds = [their_in, their_out, their_err, *lent]
    socket.send_fds(process, [json.dumps(wish).encode()], fds)
    for fd in (their_in, their_out, their_err):
        os.close(fd)
    pid = int(process.recv(_MAX_PACKET))
    try:
        out, err = _all_of(our_out, our_err)
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        code = int(process.recv(_MAX_PACKET))
    return code, out, err


def _all_of(*fds: int) -> list[bytes]:
    """Read descriptors until their ends."""
    pieces: dict[int, list[bytes]] = {fd: [] for fd in fds}
    deadline = time.monotonic() + _SECONDS
    with selectors.DefaultSelector() as selector:
        for fd in fds:
            selector.register(fd, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(deadline - time.monotonic())
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                piece = os.read(key.fd, 65536)
                pieces[key.fd].append(piece)
                if not piece:
                    selector.unregister(key.fd)
    for fd in fds:
        os.close(fd)
    return [b"".join(pieces[fd]) for fd in fds]


@cache
def _loaded() -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
    """Start the process, which ends with this one; return the socket to it first."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    reader, writer = os.pipe()  # never used, but the streams are those of pipes
    process = subprocess.Popen(
        [sys.executable, "-P", __file__, str(theirs.fileno())],
        stdin=reader,
        stdout=writer,
        stderr=writer,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    os.close(reader)
    os.close(writer)
    return ours, process


def _load() -> None:
    from quizapp.wiring.openssl import load_without_openssl

    load_without_openssl("hashlib", "_hashlib")  # as the program does
    root = Path(served.__file__).parents[2]
    for file in sorted((root / "quizapp").rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if not name.startswith(_LEFT_OUT):
            import_module(name)
    gc.collect()
    gc.freeze()


def _become_program(control: socket.socket) -> bool:
    """Fork for each wish: True in a process that is to be the program."""
    while True:
        packet, fds, _, _ = socket.recv_fds(control, _MAX_PACKET, 4)
        if not packet:
            return False
        if (pid := os.fork()) == 0:
            control.close()
            _settle(json.loads(packet), fds)
            return True
        for fd in fds:
            os.close(fd)
        control.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        with suppress(BrokenPipeError):  # nobody waits for it
            control.send(str(os.waitstatus_to_exitcode(status)).encode())


def _settle(wish: Mapping[str, Any], fds: Sequence[int]) -> None:
    """Take on what a start would give this process."""
    for number, fd in enumerate(fds[:3]):
        os.dup2(fd, number)
        os.close(fd)
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["variables"])
    sys.argv[1:] = wish["words"]
    for fd in fds[3:]:
        os.environ[served.ZYGOTE_FD] = str(fd)
    time.tzset()


if __name__ == "__main__":
    _load()
    if _become_program(socket.socket(fileno=int(sys.argv[1]))):
        run_module("quizapp", run_name="__main__", alter_sys=True)
