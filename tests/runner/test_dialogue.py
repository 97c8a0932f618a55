"""Descriptors of a run: each is closed once, since numbers are used again."""

import os

from quizapp.runner.dialogue import Child


def test_a_descriptor_is_closed_once():
    """A second close would hit whatever another thread has opened since."""
    fds = [*os.pipe(), *os.pipe()]
    child = Child(0, *fds, kill=lambda: None)
    child.close_code()
    again = os.open(os.devnull, os.O_RDONLY)  # takes the number that is free
    assert again == fds[0]
    child.close()
    os.close(again)
