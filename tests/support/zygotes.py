"""Zygotes that are lent: torch is loaded once for many runners and programs.

To load torch takes longer than most tests. As with `quizapp serve`, one process does,
and forks a zygote for each app that wants to run code; nothing else is shared. What is
about the start and the end of a zygote itself has one of its own.
"""

import os
from functools import cache
from select import select
from socket import recv_fds, send_fds, socket
from threading import Thread

from quizapp.runner.app.shared_zygote import SharedZygote, lent_sockets
from quizapp.runner.app.zygote_host import ZygoteHost


def lent_runner() -> ZygoteHost:
    """Return a runner whose zygote is forked when it runs something."""
    return ZygoteHost({}, lent=lend().detach())


def lend() -> socket:
    """Return the socket for an app; close it if a process has inherited it."""
    ours, theirs = lent_sockets()
    with theirs:
        send_fds(_wishes(), [b"+"], [theirs.fileno()])
    return ours


@cache
def _wishes() -> socket:
    """Return the socket of a thread that waits for the wishes of all apps.

    A thread as long as the tests: the kernel ends a child with its parent thread.
    """
    ours, theirs = lent_sockets()
    Thread(target=_adopt_all, args=(theirs,), daemon=True).start()
    return ours


def _adopt_all(news: socket) -> None:
    shared = SharedZygote(os.environ)
    waiting: list[socket] = []
    while True:
        for ready in select([news, *waiting], [], [])[0]:
            if ready is news:
                _, (fd,), _, _ = recv_fds(news, 1, 1)
                waiting.append(socket(fileno=fd))
            else:
                waiting.remove(ready)
                shared.adopt(ready)
