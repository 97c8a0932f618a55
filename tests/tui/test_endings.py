"""However the app ends, the terminal is as it was and no process is left."""

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.processes import running_in, state_of
from support.shipped import warm
from tui.test_terminal import TERMINAL_DECK, Terminal, environment_of

pytestmark = pytest.mark.torch

SET = re.compile(rb"\x1b\[\?(\d+)h")
RESET = re.compile(rb"\x1b\[\?(\d+)l")
SHOWN = {b"7", b"25"}
"""Line wrap and the cursor: switched off while the app runs."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(TERMINAL_DECK)
    warm(tmp_path / "data")
    return tmp_path


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """Return the app with a question on its screen."""
    words = ["practice", str(home / "small.toml")]
    terminal = Terminal(words, environment_of(home))
    try:
        terminal.wait_for("What is")
        yield terminal
    finally:
        terminal.close()


def modes_of(terminal: Terminal) -> list[object]:
    return list(termios.tcgetattr(terminal._app))


def modes_left_on(raw: bytes) -> set[bytes]:
    """Return the private modes that were switched on last, or off if shown before."""
    on: dict[bytes, bool] = {}
    for match in re.finditer(rb"\x1b\[\?(\d+)([hl])", raw):
        on[match[1]] = match[2] == b"h"
    return {mode for mode, is_on in on.items() if is_on is not (mode in SHOWN)}


def is_gone(session: int, seconds: float = 30) -> bool:
    """Wait for every process of a session to end."""
    deadline = time.monotonic() + seconds
    while running_in(session):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)]
)
def test_a_signal_leaves_the_terminal_as_it_was(terminal, number):
    """The code is 128 + n, as shells have it; every grade is saved."""
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("the app inherits what is ignored here, as under nohup")
    pid = terminal.process.pid
    os.kill(pid, number)
    assert terminal.exit_code() == 128 + number
    assert modes_left_on(terminal.raw) == set()
    assert b"every grade is saved" in terminal.raw
    local = termios.tcgetattr(terminal._app)[3]
    assert local & termios.ICANON
    assert local & termios.ECHO
    assert is_gone(pid)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_terminal_that_is_closed_ends_the_app(terminal):
    """At once, and with it the runner's processes."""
    pid = terminal.process.pid
    os.close(terminal._app)
    terminal._app = os.open(os.devnull, os.O_RDONLY)
    terminal.process.wait(60)
    assert is_gone(pid)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nohup_does_not_keep_an_app_without_a_terminal(home):
    """SIGHUP is ignored then; the app sees that its terminal is gone."""
    words = ["practice", str(home / "small.toml")]
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # inherited by the app
    try:
        terminal = Terminal(words, environment_of(home))
    finally:
        signal.signal(signal.SIGHUP, before)
    terminal.wait_for("What is")
    pid = terminal.process.pid
    os.close(terminal._app)
    terminal._app = os.open(os.devnull, os.O_RDONLY)
    try:
        terminal.process.wait(60)
        assert is_gone(pid)
    finally:
        terminal.close()


@pytest.mark.slow
def test_control_z_suspends_and_fg_comes_back(terminal):
    """The shell gets its terminal; the question is there again afterwards."""
    terminal.type("\x1a")
    pid = terminal.process.pid
    terminal.wait_until(lambda: state_of(pid) == "T", "a stopped app")
    terminal.wait_until(lambda: not modes_left_on(terminal.raw), "all modes off")
    before = len(terminal.raw)
    os.kill(pid, signal.SIGCONT)
    terminal.wait_until(lambda: b"What is" in terminal.raw[before:], "the question")
    assert b"\x1b[?1049h" in terminal.raw[before:]
    terminal.type("\x03")
    terminal.wait_for("Session ended.")


@pytest.mark.slow
def test_a_start_repairs_a_terminal_that_was_left_raw(home):
    """After `kill -9` of the last app; the shell gets lines again."""
    words = ["practice", str(home / "small.toml")]
    terminal = Terminal(words, environment_of(home))
    try:
        terminal.wait_for("What is")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait(5)
        terminal.read_rest()  # or its question is taken for that of the next app
        assert not termios.tcgetattr(terminal._app)[3] & termios.ICANON
        terminal.start(words, environment_of(home))
        terminal.wait_for("What is")
        os.kill(terminal.process.pid, signal.SIGTERM)
        terminal.exit_code()
        local = termios.tcgetattr(terminal._app)[3]
        assert local & termios.ICANON
        assert local & termios.ECHO
        assert modes_left_on(terminal.raw) == set()
    finally:
        terminal.close()


def test_doctor_resets_a_terminal(home):
    """`quizapp doctor --reset-terminal`, typed blindly."""
    terminal = Terminal(["doctor", "--reset-terminal"], environment_of(home))
    try:
        assert terminal.exit_code() == 0
        assert {b"1000", b"2004", b"1049"} <= set(RESET.findall(terminal.raw))
        assert not set(SET.findall(terminal.raw)) - SHOWN
    finally:
        terminal.close()
