"""The program as users start it, in a process, for tests of what it prints."""

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from quizapp.settings.served import ZYGOTE_FD
from support.preloaded import forked
from support.zygotes import lend

HEAD = """\
format = 1

[deck]
id = "small"
title = "A small deck"
topic = "Testing"

"""
RECALL = """\
[[card]]
id = "recall"
kind = "flashcard"
level = "screen"
prompt = "What is kept?"
answer = "Everything."

"""
RATE = """\
[[card]]
id = "rate"
kind = "numeric"
level = "screen"
prompt = "What is `1 - p` at `p = 0.2`?"
answer = 0.8
"""
DECK = HEAD + RECALL + RATE
"""A deck that needs no torch; tests add cards of their own."""

TORCH_DECK = f"""{DECK}
[[card]]
id = "scaling"
kind = "predict"
level = "screen"
prompt = "What is `y`?"
snippet = \"\"\"
import torch
y = torch.tensor([1., 0., 3.]) / 0.8
\"\"\"
ask = "y"
"""
"""A deck of three cards, one with a torch snippet."""

BROKEN_DECK = """\
format = 1

[deck]
id = "broken"
title = "A broken deck"
topic = "Testing"

[[card]]
id = "mistyped"
kind = "flashcard"
level = "screen"
prompt = "What?"
anwser = "That."

[[card]]
id = "untrue"
kind = "predict"
level = "screen"
prompt = "What is `y`?"
snippet = "x = 1"
ask = "y"
"""
"""A deck with a misspelled key and a snippet that fails."""


LENT = {
    *("practice", "interview", "try", "run", "doctor"),
    *("check", "export", "import", "sheet"),
}
"""The commands that run code; the first runner of a command gets the zygote."""
OWN_ZYGOTE = {ZYGOTE_FD: ""}
LANG = "C.UTF-8"
COVERAGE = "COVERAGE_"
"""What the names of the variables begin with that measure a process."""


class Ended(Struct, frozen=True):
    """The result of a run of the program."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its output, one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def command(*words: str | Path) -> list[str]:
    """Return the command line that starts the program with these words."""
    return [sys.executable, "-m", "quizapp", *map(str, words)]


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which all of the user's files are below `home`."""
    folders = {"HOME": str(home), "QUIZAPP_HOME": str(home / "quizapp")}
    folders["QUIZAPP_ALLOW_ROOT"] = "1"  # containers and CI run as root
    coverage = {
        name: value for name, value in os.environ.items() if name.startswith(COVERAGE)
    }
    return {"PATH": os.environ["PATH"], "LANG": LANG, **folders, **coverage}


def unmeasured(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without coverage, which loads modules and writes files."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(COVERAGE)
    }


def quizapp(
    home: Path, *words: str | Path, typed: str | bytes = "", **extra: str
) -> Ended:
    """Run the program to its end; fail if it shows a traceback.

    It is forked from a process that has loaded it: see `preloaded`. What it runs is run
    by a zygote that has loaded torch already: see `zygotes`; with `**OWN_ZYGOTE` it
    starts its own.
    """
    typed = typed.encode() if isinstance(typed, str) else typed
    variables = {**environment(home), **extra}
    with ExitStack() as stack:
        lent = []
        if LENT.intersection(words) and ZYGOTE_FD not in extra:
            lent = [stack.enter_context(closing(lend())).fileno()]
        run = _started if _concerns_start(variables) else forked
        code, out, err = run([*map(str, words)], typed, variables, lent)
    ended = Ended(code, out.decode(), err.decode())
    assert "Traceback" not in ended.out + ended.err
    return ended


def _concerns_start(variables: Mapping[str, str]) -> bool:
    """Return whether there is a variable that an interpreter reads at its start."""
    of_start = ("PYTHON", "LC_", COVERAGE)
    return variables["LANG"] != LANG or any(
        name.startswith(of_start) for name in variables
    )


def _started(
    words: Sequence[str],
    typed: bytes,
    variables: Mapping[str, str],
    lent: Sequence[int],
) -> tuple[int, bytes, bytes]:
    """Do the same as `forked` with a process that is started for it."""
    ended = subprocess.run(
        command(*words),
        input=typed,
        capture_output=True,
        env={ZYGOTE_FD: "".join(map(str, lent)), **variables},
        pass_fds=lent,
        timeout=180,  # a hang; busy cores are patient
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def log_of(home: Path, columns: str = "card, response, verdict, grade") -> list[Any]:
    """Read the reviews in the log, without writing to it; [] if there is no log."""
    file = home / "quizapp" / "reviews.db"
    if not file.exists():
        return []
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as log:
        return log.execute(f"SELECT {columns} FROM reviews ORDER BY id").fetchall()  # noqa: S608


@contextmanager
def started(
    home: Path, *words: str | Path, until: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the program and hand it over when it has printed `until`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:  # a child would inherit that SIGINT is ignored, but not a handler
        process = subprocess.Popen(
            command(*words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(home),
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            wait_for(process, until)
            yield process
        finally:
            process.kill()


def wait_for(process: "subprocess.Popen[bytes]", text: str) -> None:
    """Read the output of a process until it ends with a text."""
    assert process.stdout is not None
    said = b""
    while not said.endswith(text.encode()):
        ready, _, _ = select.select([process.stdout], [], [], 30)
        piece = os.read(process.stdout.fileno(), 4096) if ready else b""
        assert piece, f"waited for {text!r}, got {said.decode()}"
        said += piece


def type_in(process: "subprocess.Popen[bytes]", text: str) -> None:
    """Type text into a process that goes on."""
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.flush()
