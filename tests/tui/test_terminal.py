"""The real program in a real terminal: a pty of 80x24, real snippets, a real log."""

import fcntl
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket

import pyte
import pytest

from quizapp.settings.served import ZYGOTE_FD
from quizapp.tui.pause import PAUSE_SECONDS
from support.shipped import warm
from support.zygotes import lend

pytestmark = pytest.mark.torch

TERMINAL_DECK = r'''
format = 1
[deck]
id = "small"
title = "Small"
topic = "Tests"

[[card]]
id = "scaling"
kind = "predict"
level = "screen"
prompt = "What is `y`?"
snippet = """
import torch
y = torch.tensor([1., 0., 3.]) / (1 - 0.2)
"""
ask = "y"
wrong = [{ response = "[1, 0, 3]", because = "the scaling is missing" }]

[[card]]
id = "loop"
kind = "predict"
level = "screen"
prompt = "What does it print?"
snippet = """
print('\\x1b]52;c;ZXZpbA==\\x07', '\\x9b2J', chr(8238), '[@click=app.quit]')
while True:
    pass
"""
expect = "printed"
limit = 1
'''


class Terminal:
    """A program on a pty, and the screen it paints."""

    def __init__(
        self,
        arguments: list[str],
        environment: dict[str, str],
        lent: socket | None = None,
    ) -> None:
        self._app, self._program = pty.openpty()
        size = struct.pack("HHHH", 24, 80, 0, 0)
        fcntl.ioctl(self._program, termios.TIOCSWINSZ, size)
        self.start(arguments, environment, lent)

    def start(
        self,
        arguments: list[str],
        environment: dict[str, str],
        lent: socket | None = None,
    ) -> None:
        """Start the program, once more if it has ended; lend it a zygote's socket."""
        fds = () if lent is None else (lent.fileno(),)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quizapp", *arguments],
            stdin=self._program,
            stdout=self._program,
            stderr=self._program,
            env={**environment, ZYGOTE_FD: "".join(map(str, fds))},
            pass_fds=fds,
            start_new_session=True,
        )
        self.raw = b""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def seen(self) -> str:
        """The text on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, text: str) -> None:
        """Read until this text is on the screen."""
        self.wait_until(lambda: text in self.seen, text)

    def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Read until a condition holds; busy cores are patient."""
        deadline = time.monotonic() + 60
        while not holds():
            left = deadline - time.monotonic()
            assert left > 0, f"{what!r} is not on the screen:\n{self.seen}"
            self._read(left)

    def type(self, keys: str) -> None:
        """Type, once something new can have been read."""
        time.sleep(PAUSE_SECONDS)
        os.write(self._app, keys.encode())

    def exit_code(self) -> int:
        """Read until the program is gone."""
        self.wait_until(lambda: self.process.poll() is not None, "the end")
        self.read_rest()
        return self.process.wait(1)

    def read_rest(self) -> None:
        """Read what the program has painted last, until nothing more comes."""
        before = -1
        while len(self.raw) != before:
            before = len(self.raw)
            self._read(0.2)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._app)
        os.close(self._program)

    def _read(self, seconds: float) -> None:
        if select.select([self._app], [], [], min(seconds, 0.2))[0]:
            try:
                data = os.read(self._app, 65536)
            except OSError:  # EIO: the program has closed its side
                time.sleep(0.05)
                return
            self.raw += data
            self._stream.feed(data)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(TERMINAL_DECK)
    warm(tmp_path / "data")
    return tmp_path


def environment_of(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(home),
        "QUIZAPP_HOME": str(home / "data"),
        "TERM": "xterm-256color",
    }


@contextmanager
def practice(home: Path) -> Iterator[Terminal]:
    """Start a session over the small deck."""
    words = ["practice", str(home / "small.toml")]
    with closing(lend()) as lent:
        terminal = Terminal(words, environment_of(home), lent)
    try:
        yield terminal
    finally:
        terminal.close()


def logged(home: Path) -> list[tuple[str, int]]:
    """Return card and grade of every review in force, in order."""
    with sqlite3.connect(f"file:{home / 'data/reviews.db'}?mode=ro", uri=True) as log:
        rows = log.execute(
            "SELECT card, grade FROM reviews WHERE id NOT IN"
            " (SELECT review FROM retractions) ORDER BY at, id"
        ).fetchall()
    log.close()
    return rows


def test_a_session_and_the_next_one(home):
    """Answer wrongly, grade, undo, grade again, quit; the next session remembers it."""
    with practice(home) as terminal:
        terminal.wait_for("What is")
        terminal.type("[1, 0, 3]\r")
        terminal.wait_for("How sure?")
        terminal.type(" ")
        terminal.wait_for("✗ Wrong")
        terminal.wait_for("the scaling is missing")
        terminal.type("1")
        terminal.wait_for("1 done, 2 left")
        terminal.type("\x1f")  # Ctrl+_
        terminal.wait_for("0 done, 2 left")
        terminal.wait_for("Space: did not know it")
        terminal.type("4")
        terminal.wait_for("1 done, 1 left")
        terminal.type("\x03")  # Ctrl+C
        terminal.wait_for("Tomorrow: ")
        terminal.type("q")
        assert terminal.exit_code() == 0
        assert b"Saved: 1 review, 1 card" in terminal.raw
    assert logged(home) == [("scaling", 4)]
    with practice(home) as terminal:
        terminal.wait_for("What does it print?")
        assert "0 done, 1 left" in terminal.seen


def test_kill_9_loses_nothing_that_was_graded(home):
    """The grade was committed before the next question was shown."""
    with practice(home) as terminal:
        terminal.wait_for("What is")
        terminal.type("[1.25, 0, 3.75]\r")
        terminal.wait_for("How sure?")
        terminal.type(" ")
        terminal.wait_for("✓ Correct")
        terminal.type("3")
        terminal.wait_for("What does it print?")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait()
    assert logged(home) == [("scaling", 3)]


@pytest.mark.slow
def test_a_hostile_loop_is_an_outcome_and_its_sequences_are_not_obeyed(home):
    """Its output is shown as pictures; after its time limit the user grades."""
    with practice(home) as terminal:
        terminal.wait_for("What is")
        terminal.type("[1.25, 0, 3.75]\r")
        terminal.wait_for("How sure?")
        terminal.type(" ")
        terminal.wait_for("✓ Correct")
        terminal.type("3")
        terminal.wait_for("What does it print?")
        terminal.type("x\r")
        terminal.wait_for("How sure?")
        terminal.type(" ")
        terminal.wait_for("its time limit")
        assert "␛]52;c;ZXZpbA==␇" in terminal.seen
        assert b"\x1b]52" not in terminal.raw
        assert not set(terminal.seen) & {"\x9b", "\u202e"}
        terminal.type("q")
        terminal.wait_for("Tomorrow: ")


@pytest.mark.parametrize("words", [["practice"], []])
def test_a_dumb_terminal_is_pointed_to_lines_of_text(home, words):
    """It could not show the screens; nothing is drawn."""
    terminal = Terminal(words, {**environment_of(home), "TERM": "dumb"})
    try:
        assert terminal.exit_code() == 2
        assert b"--plain" in terminal.raw
        assert b"\x1b" not in terminal.raw
    finally:
        terminal.close()
