"""`quizapp run` in a process: any Python file, in the sandbox."""

import re
import signal

import pytest

from support.program import (
    quizapp,
    started,
)

pytestmark = pytest.mark.torch


RAISES = "def f():\n    raise KeyError('gone')\nf()"

EVIL = "print('\\x1b]52;c;ZXZpbA==\\x07 \\x9b2J \\u202e')"

FLOODS = "for _ in range(10**5): print('x' * 10**4)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "limit", "status"),
    [
        ("while True: pass", "0.2", "timed-out"),
        ("import os; os._exit(0)", "3", "crashed"),
    ],
)
def test_a_run_that_does_not_complete_is_exit_1(home, tmp_path, code, limit, status):
    """Even if the process exited with status 0."""
    file = tmp_path / "file.py"
    file.write_text(code)
    ended = quizapp(home, "run", file, "--json", "--limit", limit)
    (row,) = ended.rows
    assert (ended.code, row["status"]) == (1, status)
    assert (row["value"], row["exception"]) == (None, None)


@pytest.mark.slow
def test_a_longer_limit_also_allows_more_processor_time(home):
    """Six seconds of work; by default a run may take three, and five of work."""
    code = "import time\nwhile time.process_time() < 6: pass\n"
    ended = quizapp(home, "run", "-", "--limit", "50", "--json", typed=code)
    assert [row["status"] for row in ended.rows] == ["completed"]


@pytest.mark.slow
def test_a_byte_order_mark_is_not_code(home, tmp_path):
    """Some editors write one, and Python ignores it."""
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbfprint(1)\n")
    assert quizapp(home, "run", tmp_path / "bom.py").out == "1\n"


def test_run_reports_the_exception_of_a_program_from_standard_input(home):
    """Its class, its message and the line of the file."""
    ended = quizapp(home, "run", "-", "--json", typed=RAISES)
    (row,) = ended.rows
    assert (ended.code, row["status"]) == (1, "raised")
    assert row["exception"] == {"type": "KeyError", "message": "'gone'", "line": 2}


@pytest.mark.slow
def test_a_gigabyte_of_output_is_cut(home):
    """The run is ended; the app keeps at most 64 KiB."""
    (row,) = quizapp(home, "run", "-", "--json", typed=FLOODS).rows
    assert (row["status"], row["truncated"]) == ("killed", True)
    assert len(row["stdout"]) <= 64 * 2**10


def test_control_characters_are_shown_not_obeyed(home):
    """What a program prints cannot drive the terminal."""
    ended = quizapp(home, "run", "-", typed=EVIL)
    assert (ended.code, ended.out) == (0, "␛]52;c;ZXZpbA==␇ ‹U+009B›2J ‹U+202E›\n")
    assert re.fullmatch(r"quizapp: ran in \d+ ms\n", ended.err)


def test_run_gives_the_output_and_a_value_as_json(home, tmp_path):
    """Exactly, escaped so that a terminal cannot obey it."""
    file = tmp_path / "file.py"
    file.write_text(EVIL)
    ended = quizapp(home, "run", file, "--json", "--ask", "6 * 7")
    (row,) = ended.rows
    seconds = row.pop("seconds")
    assert ended.code == 0
    assert 0 < seconds < 3
    assert ended.out.strip().isascii()
    assert ended.out.strip().isprintable()
    assert row == {
        "status": "completed",
        "stdout": "\x1b]52;c;ZXZpbA==\x07 \x9b2J \u202e\n",
        "value": "42",
        "exception": None,
        "truncated": False,
    }


@pytest.mark.parametrize("content", [None, b"\xff"], ids=["missing", "not UTF-8"])
def test_a_file_that_cannot_be_run_is_a_usage_error(home, tmp_path, content):
    """Exit 2, one line that names it."""
    file = tmp_path / "file.py"
    if content is not None:
        file.write_bytes(content)
    ended = quizapp(home, "run", file)
    assert ended.code == 2
    assert re.fullmatch(rf"quizapp: .*{re.escape(str(file))}.*; .+\n", ended.err)


@pytest.mark.slow
def test_an_interrupted_run_is_exit_1(home, tmp_path):
    """`check && publish` must not publish after Ctrl-C."""
    file = tmp_path / "file.py"
    file.write_text("print('on', flush=True)\nwhile True: pass")
    words = ("run", file, "--limit", "60")
    with started(home, *words, until="on\n") as process:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, b"quizapp: no result: you stopped it\n")
