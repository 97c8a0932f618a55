"""The fork floor: how long it takes to fork a process as heavy as the zygote.

It is started like the zygote and prepared by the same function. For each byte on its
control descriptor it does `fork`, `_exit` and `waitpid`, and sends the nanoseconds.
"""

import os
import socket
import time

from quizapp.runner.child.zygote import prepare_to_fork
from quizapp.runner.protocol import CONTROL_FD


def main() -> None:
    """Serve until the socket ends."""
    prepare_to_fork()
    with socket.socket(fileno=CONTROL_FD) as app:
        app.send(b"ready")
        while app.recv(1):
            began = time.perf_counter_ns()
            if (pid := os.fork()) == 0:
                os._exit(0)
            os.waitpid(pid, 0)
            app.send(str(time.perf_counter_ns() - began).encode())
