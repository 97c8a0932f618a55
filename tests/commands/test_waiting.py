"""What takes longer than a moment says on a terminal what it waits for."""

import os
import pty
import select
import time
from types import SimpleNamespace

import pytest

from quizapp.commands import notices
from quizapp.commands.notices import WaitingLine


@pytest.fixture
def shown(monkeypatch):
    """Make stderr a terminal, and return what reads it."""
    terminal, program = pty.openpty()
    stderr = os.fdopen(program, "w")
    monkeypatch.setattr(notices, "sys", SimpleNamespace(stderr=stderr))
    monkeypatch.setattr(notices, "_MOMENT", 0.05)

    def read() -> str:
        text = b""
        while select.select([terminal], [], [], 0.3)[0]:  # the kernel takes its time
            text += os.read(terminal, 4096)
        return text.decode()

    yield read
    stderr.close()
    os.close(terminal)


def test_a_long_wait_is_named_and_the_line_is_erased(shown):
    """The next line starts where this one did."""
    with WaitingLine("loading torch"):
        time.sleep(0.3)
    text = shown()
    assert "loading torch ..." in text
    assert text.endswith("\r\x1b[K")


def test_a_short_wait_says_nothing(shown):
    """A warm runner answers at once."""
    with WaitingLine("loading torch"):
        pass
    time.sleep(0.15)
    assert shown() == ""


def test_a_pipe_gets_no_line(capsys):
    """Scripts read stderr, too."""
    with WaitingLine("loading torch"):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""
