"""The fork floor: a process as heavy as the zygote forks, and tells how long it took.

Started as the zygote is, and loaded by the same function. For each byte on
descriptor 3 it does `fork`, `_exit` and `waitpid`, and writes the nanoseconds.
"""

import os
import socket
import time

from quizapp.runner.child.zygote import prepare_to_fork


def main() -> None:
    """Serve until the socket ends."""
    prepare_to_fork()
    with socket.socket(fileno=3) as app:
        app.send(b"ready")
        while app.recv(1):
            began = time.perf_counter_ns()
            if (pid := os.fork()) == 0:
                os._exit(0)
            os.waitpid(pid, 0)
            app.send(str(time.perf_counter_ns() - began).encode())
