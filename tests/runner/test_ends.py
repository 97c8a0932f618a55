"""A child's pipes, carried to sockets."""

import os
import select
import socket
import threading
from collections.abc import Callable

import pytest

from quizapp.runner.app.ends import Sockets


def by_tcp() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets in the way that Python does on Windows."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        one = socket.create_connection(listener.getsockname())
        other, _ = listener.accept()
    return one, other


@pytest.fixture(params=[socket.socketpair, by_tcp])
def ends(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Sockets:
    pair: Callable[[], tuple[socket.socket, socket.socket]] = request.param
    monkeypatch.setattr(socket, "socketpair", pair)
    return Sockets()


def test_all_that_is_written_to_a_pipe_arrives_then_its_end(ends):
    """More than any buffer holds."""
    (reading, writing), data = os.pipe(), os.urandom(3_000_000)

    def write() -> None:
        with open(writing, "wb") as pipe:  # noqa: PTH123
            pipe.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    end, read = ends.carry_from(reading), b""
    while piece := ends.read(end):
        read += piece
    writer.join()
    ends.close(end)
    assert read == data


def test_all_that_is_sent_can_be_read_from_a_pipe_then_its_end(ends):
    """Without waiting at any moment for who reads slowly."""
    (reading, writing), data = os.pipe(), os.urandom(3_000_000)
    end, unsent, read = ends.carry_to(writing), data, b""
    while unsent:
        if select.select([], [end], [], 0)[1]:
            unsent = unsent[ends.send(end, unsent) :]
        else:
            read += os.read(reading, 65536)
    ends.close(end)
    with open(reading, "rb") as pipe:  # noqa: PTH123
        assert read + pipe.read() == data


def test_who_closes_an_end_lets_go_of_its_pipe(ends):
    """A child that goes on writing hears of it."""
    reading, writing = os.pipe()
    ends.close(ends.carry_from(reading))
    with (
        pytest.raises(BrokenPipeError),
        open(writing, "wb") as pipe,  # noqa: PTH123
    ):
        pipe.write(b"x" * 4_000_000)
