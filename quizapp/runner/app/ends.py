"""Ends: what the app holds of a child's pipes, as numbers that `select` takes.

On POSIX these are the pipes' own descriptors. Windows selects among sockets only,
so there a thread carries each pipe to, or from, a socket that stands for it.
"""

import os
import socket
import threading
from contextlib import suppress
from typing import Protocol

CHUNK = 64 * 1024


class ChildPipes(Protocol):
    """Reads, sends and closes."""

    lag: float
    """Seconds that what was printed may take longer than the frames."""

    def read(self, number: int) -> bytes:
        """Return what there is; empty at the end."""
        ...

    def send(self, number: int, data: bytes) -> int:
        """Send what there is room for, without waiting; raises OSError."""
        ...

    def close(self, number: int) -> None:
        """Close an end."""
        ...


class Descriptors:
    """Ends that are pipes."""

    lag = 0.0

    def read(self, number: int) -> bytes:
        """Return what there is; empty at the end."""
        return os.read(number, CHUNK)

    def send(self, number: int, data: bytes) -> int:
        """Send what there is room for, without waiting; raises OSError."""
        os.set_blocking(number, False)
        return os.write(number, data)

    def close(self, number: int) -> None:
        """Close an end."""
        close(number)


class Sockets:
    """Ends that are sockets, which threads carry pipes to and from."""

    lag = 2.0
    """More than ever: a dead child's pipes end, and with them what is carried."""

    def __init__(self) -> None:
        self._by_number: dict[int, socket.socket] = {}

    def carry_from(self, pipe: int) -> int:
        """Return the end that what is written to a pipe arrives at."""
        ours, theirs = _pair()
        threading.Thread(target=_carry_from, args=(pipe, theirs), daemon=True).start()
        return self._keep(ours)

    def carry_to(self, pipe: int) -> int:
        """Return the end to send what is to be read from a pipe."""
        ours, theirs = _pair()
        ours.settimeout(0.0)
        threading.Thread(target=_carry_to, args=(theirs, pipe), daemon=True).start()
        return self._keep(ours)

    def read(self, number: int) -> bytes:
        """Return what there is; empty at the end."""
        try:
            return self._by_number[number].recv(CHUNK)
        except ConnectionError:  # as Windows may call the end
            return b""

    def send(self, number: int, data: bytes) -> int:
        """Send what there is room for, without waiting; raises OSError."""
        return self._by_number[number].send(data)

    def close(self, number: int) -> None:
        """Close an end."""
        self._by_number[number].close()

    def _keep(self, ours: socket.socket) -> int:
        self._by_number[ours.fileno()] = ours
        return ours.fileno()


def _pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    if ours.family != getattr(socket, "AF_UNIX", None):  # Windows: TCP, which may wait
        for end in (ours, theirs):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ours, theirs


def _carry_from(pipe: int, end: socket.socket) -> None:
    """Carry until the child is gone, or the app does not listen any more."""
    with suppress(OSError), end, open(pipe, "rb", buffering=0) as source:
        while data := source.read(CHUNK):
            end.sendall(data)


def _carry_to(end: socket.socket, pipe: int) -> None:
    """Carry until all is said, or the child is gone."""
    with suppress(OSError), end, open(pipe, "wb") as target:
        while data := end.recv(CHUNK):
            target.write(data)
            target.flush()


def close(fd: int) -> None:
    """Close a descriptor that may be closed already."""
    try:
        os.close(fd)
    except OSError:
        return
