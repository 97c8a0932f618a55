"""Shared zygote: loads torch once, and forks a zygote for each app. Linux only.

`quizapp serve` runs many apps of one user; alone, each would load torch. It receives
the socket of each new app, and forks a zygote that serves it: what torch takes is
shared until it is written to, and nearly nothing of it ever is. It ends with its owner;
each zygote ends with its app.
"""

import os
import select
import signal
import socket
import traceback
from contextlib import suppress
from typing import NoReturn

from quizapp.runner.child.sandbox import Sandbox, evidence_of
from quizapp.runner.child.zygote import (
    Zygote,
    become_subreaper,
    end_with_parent,
    packet_of_evidence,
    prepare_to_fork,
)
from quizapp.runner.protocol import CONTROL_FD


def main(*layers: str) -> None:
    """Load torch, then fork until the owner is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner
    end_with_parent(wanted=True)
    sandbox = Sandbox(layers)
    evidence = packet_of_evidence(evidence_of(sandbox))
    with socket.socket(fileno=CONTROL_FD) as owner:
        first = _received(owner)
        if _is_gone(owner):  # before the kernel was asked to end this process with it
            return
        _tell(first, evidence)  # it need not wait for torch
        prepare_to_fork()
        end_with_parent(wanted=False)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps zygotes
        _fork_each(first, owner, sandbox)
        while lent := _received(owner):
            _tell(lent, evidence)
            _fork_each(lent, owner, sandbox)


def _received(owner: socket.socket) -> tuple[int, ...]:
    """Return the socket of a new app; none if the owner is gone."""
    packet, fds, _, _ = socket.recv_fds(owner, 1, 1)
    return tuple(fds) if packet else ()


def _is_gone(owner: socket.socket) -> bool:
    """Return whether the other end is closed, whatever was sent before."""
    hung_up = select.poll()
    hung_up.register(owner, 0)
    return bool(hung_up.poll(0))


def _tell(lent: tuple[int, ...], evidence: bytes) -> None:
    for fd in lent:
        with suppress(OSError):  # the app is gone
            os.write(fd, evidence)


def _fork_each(lent: tuple[int, ...], owner: socket.socket, sandbox: Sandbox) -> None:
    for fd in lent:
        if os.fork() == 0:
            _serve(fd, owner, sandbox)
        os.close(fd)


def _serve(fd: int, owner: socket.socket, sandbox: Sandbox) -> NoReturn:
    """Become the zygote of one app; never returns."""
    try:
        owner.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        become_subreaper()
        with socket.socket(fileno=fd) as app:
            Zygote(app, sandbox).serve()
    except BaseException:  # noqa: BLE001  # whatever happens, it must end here
        os.write(2, traceback.format_exc().encode(errors="replace"))
    finally:
        os._exit(0)
