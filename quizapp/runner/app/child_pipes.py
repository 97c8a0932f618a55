"""The app's ends of a child's pipes, as numbers that `select` accepts.

On POSIX these are the pipes' own descriptors. On Windows `select` accepts only
sockets, so a thread relays each pipe to or from a socket.
"""

import os
import socket
import threading
from contextlib import suppress
from typing import Protocol

CHUNK = 64 * 1024
"""Bytes to read or write at once."""


class ChildPipes(Protocol):
    """Reads, writes and closes the app's ends by their numbers."""

    lag: float
    """Seconds by which printed output may arrive later than the last frame."""

    def read(self, number: int) -> bytes:
        """Return the bytes that are available; empty at the end."""
        ...

    def send(self, number: int, data: bytes) -> int:
        """Send what fits without waiting; return the bytes sent. Raises OSError."""
        ...

    def close(self, number: int) -> None:
        """Close an end."""
        ...


class DescriptorPipes:
    """Pipes used directly."""

    lag = 0.0

    def read(self, number: int) -> bytes:
        """Return the bytes that are available; empty at the end."""
        return os.read(number, CHUNK)

    def send(self, number: int, data: bytes) -> int:
        """Send what fits without waiting; return the bytes sent. Raises OSError."""
        os.set_blocking(number, False)
        return os.write(number, data)

    def close(self, number: int) -> None:
        """Close an end."""
        close_descriptor(number)


class SocketPipes:
    """Pipes that threads relay to and from sockets."""

    lag = 2.0
    """An upper bound: a dead child's pipes end, and the relayed sockets with them."""

    def __init__(self) -> None:
        self._sockets: dict[int, socket.socket] = {}

    def relay_from(self, pipe: int) -> int:
        """Return the number at which to read what is written to a pipe."""
        ours, theirs = _socket_pair()
        threading.Thread(target=_relay_from, args=(pipe, theirs), daemon=True).start()
        return self._register(ours)

    def relay_to(self, pipe: int) -> int:
        """Return the number at which to send what is read from a pipe."""
        ours, theirs = _socket_pair()
        ours.settimeout(0.0)
        threading.Thread(target=_relay_to, args=(theirs, pipe), daemon=True).start()
        return self._register(ours)

    def read(self, number: int) -> bytes:
        """Return the bytes that are available; empty at the end."""
        try:
            return self._sockets[number].recv(CHUNK)
        except ConnectionError:  # Windows may report the end this way
            return b""

    def send(self, number: int, data: bytes) -> int:
        """Send what fits without waiting; return the bytes sent. Raises OSError."""
        return self._sockets[number].send(data)

    def close(self, number: int) -> None:
        """Close an end."""
        self._sockets[number].close()

    def _register(self, ours: socket.socket) -> int:
        self._sockets[ours.fileno()] = ours
        return ours.fileno()


def _socket_pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    if ours.family != getattr(
        socket, "AF_UNIX", None
    ):  # Windows: TCP, with Nagle's delay
        for end in (ours, theirs):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ours, theirs


def _relay_from(pipe: int, end: socket.socket) -> None:
    """Relay until the child is gone, or the app closes its end."""
    with suppress(OSError), end, open(pipe, "rb", buffering=0) as source:
        while data := source.read(CHUNK):
            end.sendall(data)


def _relay_to(end: socket.socket, pipe: int) -> None:
    """Relay until everything is sent, or the child is gone."""
    with suppress(OSError), end, open(pipe, "wb") as target:
        while data := end.recv(CHUNK):
            target.write(data)
            target.flush()


def close_descriptor(fd: int) -> None:
    """Close a descriptor that may already be closed."""
    try:
        os.close(fd)
    except OSError:
        return
