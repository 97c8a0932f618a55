"""Shared zygote: loads torch once, and forks a zygote for each app. Linux only.

`quizapp serve` runs many apps of one user; alone, each would load torch. It receives
the socket of each new app, and forks a zygote that serves it: what torch takes is
shared until it is written to, and nearly nothing of it ever is. It ends with its owner;
each zygote ends with its app.
"""

import os
import signal
import socket
import traceback
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
    with socket.socket(fileno=CONTROL_FD) as owner:
        owner.send(packet_of_evidence(evidence_of(sandbox)))
        prepare_to_fork()
        end_with_parent(wanted=False)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps zygotes
        while True:
            packet, fds, _, _ = socket.recv_fds(owner, 1, 1)
            if not packet:
                return
            for fd in fds:
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
