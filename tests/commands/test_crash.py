"""Unexpected errors: one line for the user, the traceback in a file next to the log."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from support.program import Ended, environment

BROKEN = """
import quizapp.{module} as module
def broken(*_):
    raise ZeroDivisionError("\\x1b[2J by \\udcff zero")
module.{name} = broken
from quizapp.__main__ import run
run()
"""
COMMAND = BROKEN.format(module="commands.schema", name="deck_schema")
SCREEN = BROKEN.format(module="tui.screens.home", name="HomeScreen.compose")


def crashed(home: Path, *words: str, **extra: str) -> Ended:
    """Run the program with an error in `quizapp schema`."""
    ended = subprocess.run(
        [sys.executable, "-c", COMMAND, "schema", *words],
        capture_output=True,
        env={**environment(home), **extra},
        timeout=180,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def test_an_internal_error_is_one_line_that_names_the_traceback(home):
    """Exit 3; only the user can read the file."""
    ended = crashed(home)
    (file,) = (home / "quizapp").glob("crash-*.txt")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == (
        "quizapp: internal error (ZeroDivisionError: ␛[2J by ‹U+DCFF› zero,"
        f" schema.py:13); your reviews are safe; the traceback is in {file}\n"
    )
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    assert text.startswith("quizapp ")
    assert "Traceback (most recent call last):" in text
    assert text.endswith("ZeroDivisionError: \x1b[2J by \\udcff zero\n")


@pytest.mark.parametrize("form", ["--home={}", "--home {}"])
def test_the_traceback_is_in_the_folder_that_home_names(no_home, tmp_path, form):
    """Where the log of that command is."""
    ended = crashed(no_home, *form.format(tmp_path / "other").split())
    (file,) = (tmp_path / "other").iterdir()
    assert ended.err.endswith(f"the traceback is in {file}\n")
    assert not no_home.exists()


def test_the_debug_variable_shows_the_traceback(no_home):
    """On stderr, without control characters, and no file is written."""
    ended = crashed(no_home, QUIZAPP_DEBUG="1")
    assert ended.code == 3
    assert ended.err.startswith("quizapp ")
    assert "\nTraceback (most recent call last):\n" in ended.err
    assert "\x1b" not in ended.err
    assert ended.err.splitlines()[-1].startswith("quizapp: internal error (Zero")
    assert not no_home.exists()


def test_without_a_place_for_the_traceback_the_line_still_comes(home, tmp_path):
    """And says how to get the traceback."""
    file = tmp_path / "file"
    file.write_text("")
    ended = crashed(home, "--home", str(file))
    assert ended.code == 3
    assert ended.err.endswith(
        "schema.py:13); your reviews are safe; QUIZAPP_DEBUG=1 shows the traceback\n"
    )


@pytest.mark.slow
def test_an_error_in_a_screen_is_reported_like_any_other(home):
    """After the terminal is back to normal; the exit code is not 0."""
    app, program = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SCREEN],
        stdin=program,
        stdout=program,
        stderr=program,
        env={**environment(home), "TERM": "xterm-256color"},
        start_new_session=True,
    ) as process:
        os.close(program)
        painted = drained(app).decode()
    os.close(app)
    assert process.returncode == 3, painted
    assert "Traceback" not in painted
    assert "quizapp: internal error (ZeroDivisionError" in painted.splitlines()[-1]
    assert len(list((home / "quizapp").glob("crash-*.txt"))) == 1


def drained(app: int) -> bytes:
    """Read what a program paints until it closes its side."""
    painted = b""
    while True:
        try:
            piece = os.read(app, 65536)
        except OSError:  # EIO: the program has closed its side
            return painted
        if not piece:
            return painted
        painted += piece
