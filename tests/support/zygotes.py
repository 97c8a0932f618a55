"""Zygotes that are lent: torch is loaded once for many runners and programs.

To load torch takes longer than most tests. As with `quizapp serve`, one process does,
and forks a zygote for each app that wants to run code; nothing else is shared. What is
about the start and the end of a zygote itself has one of its own. All workers of a test
run use the process of the one that has started them.
"""

import os
from functools import cache
from select import select
from socket import AF_UNIX, SOCK_SEQPACKET, recv_fds, send_fds, socket
from threading import Thread

from quizapp.runner.app.shared_zygote import SharedZygote, lent_sockets
from quizapp.runner.app.zygote_host import ZygoteHost

_NAME = "QUIZAPP_TESTS_ZYGOTES"
"""The variable with the name of the socket that takes the wishes of all workers."""


def lent_runner() -> ZygoteHost:
    """Return a runner whose zygote is forked when it runs something."""
    return ZygoteHost({}, lent=lend().detach())


def lend() -> socket:
    """Return the socket for an app; close it if a process has inherited it."""
    ours, theirs = lent_sockets()
    with theirs:
        send_fds(_wishes(), [b"+"], [theirs.fileno()])
    return ours


def take_wishes() -> None:
    """Lend zygotes to this process and to those that it starts, in a thread.

    It lasts as long as the process: the kernel ends a child with its parent thread.
    """
    door = socket(AF_UNIX, SOCK_SEQPACKET)
    name = f"quizapp-tests-{os.getpid()}"
    door.bind(f"\0{name}")  # not in the file system
    door.listen()
    os.environ[_NAME] = name
    Thread(target=_adopt_all, args=(door,), daemon=True).start()


@cache
def _wishes() -> socket:
    """Return the socket for the wishes of this process."""
    if _NAME not in os.environ:
        take_wishes()
    wishes = socket(AF_UNIX, SOCK_SEQPACKET)
    wishes.connect(f"\0{os.environ[_NAME]}")
    return wishes


def _adopt_all(door: socket) -> None:
    shared = SharedZygote(os.environ)
    workers: list[socket] = []
    waiting: list[socket] = []
    while True:
        for ready in select([door, *workers, *waiting], [], [])[0]:
            if ready is door:
                workers.append(door.accept()[0])
            elif ready in waiting:
                waiting.remove(ready)
                shared.adopt(ready)
            elif fds := recv_fds(ready, 1, 1)[1]:
                waiting.append(socket(fileno=fds[0]))
            else:
                workers.remove(ready)
                ready.close()
