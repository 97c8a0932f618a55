"""A child's pipes, relayed to sockets."""

import os
import select
import socket
import threading
from collections.abc import Callable

import pytest

from quizapp.runner.app.child_pipes import SocketPipes


def by_tcp() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets, made as Python makes them on Windows."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    return client, server


@pytest.fixture(params=[socket.socketpair, by_tcp])
def pipes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> SocketPipes:
    pair: Callable[[], tuple[socket.socket, socket.socket]] = request.param
    monkeypatch.setattr(socket, "socketpair", pair)
    return SocketPipes()


def test_everything_written_to_a_pipe_arrives_followed_by_its_end(pipes):
    """Even if it is more than any buffer holds."""
    (reading, writing), data = os.pipe(), os.urandom(3_000_000)

    def write() -> None:
        with open(writing, "wb") as pipe:  # noqa: PTH123
            pipe.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    end, read = pipes.relay_from(reading), b""
    while piece := pipes.read(end):
        read += piece
    writer.join()
    pipes.close(end)
    assert read == data


def test_everything_sent_arrives_in_the_pipe_followed_by_its_end(pipes):
    """Sending never waits for a slow reader."""
    (reading, writing), data = os.pipe(), os.urandom(3_000_000)
    end, unsent, read = pipes.relay_to(writing), data, b""
    while unsent:
        if select.select([], [end], [], 0)[1]:
            unsent = unsent[pipes.send(end, unsent) :]
        else:
            read += os.read(reading, 65536)
    pipes.close(end)
    with open(reading, "rb") as pipe:  # noqa: PTH123
        assert read + pipe.read() == data


def test_closing_an_end_closes_its_pipe(pipes):
    """A child that continues to write gets an error."""
    reading, writing = os.pipe()
    pipes.close(pipes.relay_from(reading))
    with (
        pytest.raises(BrokenPipeError),
        open(writing, "wb") as pipe,  # noqa: PTH123
    ):
        pipe.write(b"x" * 4_000_000)
