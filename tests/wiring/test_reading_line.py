"""While a long log is read, a terminal shows how far it is; nothing else does."""

import io
import sys

import pytest

from quizapp.wiring import reading_line
from quizapp.wiring.reading_line import ReadingLine


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def line(monkeypatch) -> ReadingLine:
    """Return a line that is shown without patience."""
    monkeypatch.setattr(reading_line, "PATIENCE", 0.0)
    return ReadingLine()


def test_a_terminal_shows_the_share_and_forgets_it(line, monkeypatch):
    """The line is erased at the end, also if it was interrupted."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    line(0.0)
    line(0.25)
    assert terminal.getvalue().endswith("\rreading the review log ... 25%")
    line(1.0)
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_file_gets_no_share(line, monkeypatch):
    """Nor does a pipe."""
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    line(0.5)
    line(1.0)
    assert file.getvalue() == ""
