"""The owner's side of a shared zygote: it forks a zygote for each app.

The app's process inherits a socket to it, so nobody else can connect. Nothing is
started before the app wants to run code: its first screen comes first. Linux only.
"""

import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress

from quizapp.runner.protocol import CONTROL_FD, EVERY_LAYER
from quizapp.runner.system.launch import start


class LentZygote:
    """A zygote that another process has started: the app has only its socket."""

    pid = 0
    """Unknown here, and not needed."""

    def __init__(self, own: socket.socket) -> None:
        self._socket = own

    def kill(self) -> None:
        """End it: it exits when its socket closes."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def wait(self) -> int:
        """Return at once: its owner waits for it."""
        return 0


def lent_sockets() -> tuple[socket.socket, socket.socket]:
    """Return the end for an app, which inherits it, and the end for its zygote."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


class SharedZygote:
    """Starts the process when the first app needs it, and again if it is lost."""

    def __init__(
        self, environment: Mapping[str, str], layers: tuple[str, ...] = EVERY_LAYER
    ) -> None:
        self._environment = environment
        self._layers = layers
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def adopt(self, theirs: socket.socket) -> None:
        """Give an app its zygote, by the other end of its socket, which is closed.

        Call it once the app has sent something: it wants to run code, or it is gone.
        """
        with theirs, suppress(OSError):  # then the app starts a zygote of its own
            if theirs.recv(1, socket.MSG_PEEK):
                socket.send_fds(self._running(), [b"+"], [theirs.fileno()])

    def close(self) -> None:
        """End it; the zygotes of apps that still run end with these."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def _running(self) -> socket.socket:
        """Return the socket of the process, which is started if need be."""
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._control is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._control = ours
            with theirs:
                self._process = start(
                    "quizapp.runner.child.shared_zygote",
                    self._environment,
                    {theirs.fileno(): CONTROL_FD},
                    self._layers,
                )
        return self._control
