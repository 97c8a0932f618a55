"""The app's side of a run, with pipes in place of a child."""

import os
import threading

import pytest

from quizapp.core.runs.outcome import Completed, Crashed, Program
from quizapp.runner.app.child_pipes import SocketPipes
from quizapp.runner.app.dialogue import Child, Dialogue
from quizapp.runner.protocol import FrameType, header


def send(fd: int, kind: bytes) -> None:
    """Write a frame as a child does."""
    body = b'{"torch": "2"}'
    os.write(fd, header(kind, len(body)) + body)


def test_a_descriptor_is_closed_once():
    """A second close could close what another thread has opened since."""
    fds = [*os.pipe(), *os.pipe()]
    code, out, err, frames = fds
    child = Child(0, code, out, err, frames, kill=lambda: None)
    child.close_code()
    reused = os.open(os.devnull, os.O_RDONLY)  # gets the free number
    assert reused == fds[0]
    child.close()
    os.close(reused)


@pytest.mark.parametrize(
    ("frames_sent", "failed"),
    [([FrameType.READY], True), ([FrameType.READY, FrameType.BEGUN], False)],
)
def test_frames_show_whether_a_dead_child_had_received_the_code(frames_sent, failed):
    """The pipe of a dying process still accepts the code, which is then never read."""
    (code, code_in), out, err, frames = (os.pipe() for _ in range(4))
    for kind in frames_sent:
        send(frames[1], kind)
    for _, end in (out, err, frames):
        os.close(end)
    stop, stop_in = os.pipe()
    child = Child(0, code_in, out[0], err[0], frames[0], kill=lambda: None)
    dialogue = Dialogue(child, Program("x = 1"), None)
    dialogue.run(stop)
    assert dialogue.failed_to_start is failed
    assert isinstance(dialogue.outcome(lambda: -9), Crashed)
    for fd in (code, stop, stop_in):
        os.close(fd)


def test_relayed_output_may_arrive_after_the_last_frame():
    """Each pipe has a thread of its own, and that of the frames may be the fastest."""
    (code, code_in), out, err, frames = (os.pipe() for _ in range(4))
    stop, stop_in = os.pipe()
    pipes = SocketPipes()
    child = Child(
        0,
        pipes.relay_to(code_in),
        pipes.relay_from(out[0]),
        pipes.relay_from(err[0]),
        pipes.relay_from(frames[0]),
        lambda: None,
        pipes=pipes,
    )
    for kind in (FrameType.READY, FrameType.BEGUN, FrameType.DONE):
        send(frames[1], kind)

    def print_late() -> None:
        os.write(out[1], b"late")
        for fd in (out[1], err[1], frames[1]):
            os.close(fd)

    threading.Timer(0.2, print_late).start()
    dialogue = Dialogue(child, Program("x = 1"), None)
    dialogue.run(stop)
    outcome = dialogue.outcome(lambda: 0)
    assert isinstance(outcome, Completed)
    assert outcome.output.stdout == "late"
    for fd in (code, stop, stop_in):
        os.close(fd)
