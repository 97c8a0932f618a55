"""The app's side of a run, with a child that is only its pipes."""

import os
import threading

import pytest

from quizapp.core.runs.outcome import Completed, Crashed, Program
from quizapp.runner.app.dialogue import Child, Dialogue
from quizapp.runner.app.ends import Sockets
from quizapp.runner.protocol import BEGUN, DONE, READY, header


def send(fd: int, kind: bytes) -> None:
    """Write a frame as a child does."""
    body = b'{"torch": "2"}'
    os.write(fd, header(kind, len(body)) + body)


def test_a_descriptor_is_closed_once():
    """A second close would hit whatever another thread has opened since."""
    fds = [*os.pipe(), *os.pipe()]
    child = Child(0, *fds, kill=lambda: None)
    child.close_code()
    again = os.open(os.devnull, os.O_RDONLY)  # takes the number that is free
    assert again == fds[0]
    child.close()
    os.close(again)


@pytest.mark.parametrize(
    ("said", "stillborn"), [((READY,), True), ((READY, BEGUN), False)]
)
def test_a_child_that_died_holding_the_code_is_told_by_its_frames(said, stillborn):
    """A dying process takes the code into its pipe, and may never have read it."""
    (code, code_in), out, err, frames = (os.pipe() for _ in range(4))
    for kind in said:
        send(frames[1], kind)
    for _, end in (out, err, frames):
        os.close(end)
    stop, ring = os.pipe()
    child = Child(0, code_in, out[0], err[0], frames[0], kill=lambda: None)
    dialogue = Dialogue(child, Program("x = 1"), None)
    dialogue.hold(stop)
    assert dialogue.stillborn is stillborn
    assert isinstance(dialogue.outcome(lambda: -9), Crashed)
    for fd in (code, stop, ring):
        os.close(fd)


def test_output_that_is_carried_is_waited_for_after_the_last_frame():
    """Each pipe has its own carrier, and the last frame's may be the fastest."""
    (code, code_in), out, err, frames = (os.pipe() for _ in range(4))
    stop, ring = os.pipe()
    ends = Sockets()
    from_child = (ends.carry_from(pipe) for pipe in (out[0], err[0], frames[0]))
    child = Child(0, ends.carry_to(code_in), *from_child, lambda: None, ends=ends)
    for kind in (READY, BEGUN, DONE):
        send(frames[1], kind)

    def print_late() -> None:
        os.write(out[1], b"late")
        for fd in (out[1], err[1], frames[1]):
            os.close(fd)

    threading.Timer(0.2, print_late).start()
    dialogue = Dialogue(child, Program("x = 1"), None)
    dialogue.hold(stop)
    outcome = dialogue.outcome(lambda: 0)
    assert isinstance(outcome, Completed)
    assert outcome.output.stdout == "late"
    for fd in (code, stop, ring):
        os.close(fd)
