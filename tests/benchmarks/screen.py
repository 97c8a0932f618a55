"""How soon the first question is on the screen, and how soon a key has its effect.

    python tests/benchmarks/screen.py [--n 15] [--keys 40] [--json]

The real program on a pty of 80x24, against a bare Textual screen of the same
widgets, and `quizapp --help` against `python -c pass`, all interleaved: times are
noisy, ratios less so.
"""

import argparse
import compileall
import fcntl
import json
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from quizapp.core.cards.course import study_order
from quizapp.decks.loader import load_decks
from runner import Row, Samples, quantiles, text
from support.processes import nanoseconds_of

ROOT = Path(__file__).parents[2]
CARDS = 60
CODE = """\
import torch
torch.manual_seed(0)
x = torch.tensor([1.0, 2.0, 3.0])
keep = torch.tensor([1.0, 0.0, 1.0])
y = x * keep / (1 - 0.2)
print(y)
"""
THINK = 0.35
"""Seconds between two key presses; sooner, a new card ignores some keys."""
SETTLED = 14.0
"""Seconds until torch is loaded, and until the first messages are gone."""
PATIENCE = 60.0
TARGETS = {"start": 1.0, "key": 1.1, "next": 1.1, "help": 2.5}
"""The most that a row may be of what it is measured against; others explain them."""

WHAT = {
    "pass": "python -c pass",
    "help": "quizapp --help",
    "bare start": "bare screen: start to painted",
    "start": "practice DECK: to the question",
    "start, all": "practice: the shipped decks",
    "bare work": "bare screen: processor time of it",
    "work": "practice DECK: processor time",
    "work, all": "practice: the same, shipped decks",
    "bare key": "bare screen: a letter to its paint",
    "key": "practice: the same",
    "bare next": "bare screen: key to the next card",
    "next": "practice: grade saved, next card",
    "bare saved": "bare screen: row saved, next card",
    "next, saved": "practice: grade saved, against it",
}


class Screen:
    """A program on a pty."""

    def __init__(
        self, words: list[str], home: Path, columns: int = 80, rows: int = 24
    ) -> None:
        self._app, program = pty.openpty()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(program, termios.TIOCSWINSZ, size)
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=_environment(home),
            stdin=program,
            stdout=program,
            stderr=program,
            start_new_session=True,
        )
        os.close(program)

    def until(self, text: str, since: float) -> float:
        """Return the milliseconds until this text is written."""
        said = b""
        while text.encode() not in said:
            left = since + PATIENCE - time.perf_counter()
            if not select.select([self._app], [], [], max(0, left))[0]:
                raise TimeoutError(f"{text!r} was not painted: {said[-2000:]!r}")
            said += os.read(self._app, 65536)
        return (time.perf_counter() - since) * 1000

    def worked(self) -> float:
        """Return the milliseconds of processor time of all its threads so far."""
        return nanoseconds_of([self._process.pid]) / 1e6

    def press(self, keys: str, until: str) -> float:
        """Return the milliseconds from keys to this text."""
        time.sleep(THINK)
        while select.select([self._app], [], [], 0)[0]:  # what a cursor blinked
            os.read(self._app, 65536)
        began = time.perf_counter()
        os.write(self._app, keys.encode())
        return self.until(until, began)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._app)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name == "PATH"}
    return {
        **kept,
        "HOME": str(home),
        "QUIZAPP_HOME": str(home / "quizapp"),
        "QUIZAPP_ALLOW_ROOT": "1",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@contextmanager
def _fresh() -> Iterator[Path]:
    """Return a home with a deck of many cards; the bare screen shows the same."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        head = 'format = 1\n[deck]\nid = "bench"\ntitle = "Bench"\ntopic = "Speed"\n'
        (home / "deck.toml").write_text(head + "".join(map(_card, range(CARDS))))
        texts = [_texts(number) for number in range(CARDS)]
        (home / "cards.json").write_text(json.dumps(texts))
        yield home


def _name(number: int) -> str:
    return f"item-{number:02}"


def _prompt(number: int) -> str:
    return f"What is the mean of {_name(number)}?"


def _card(number: int) -> str:
    return (
        f'[[card]]\nid = "{_name(number)}"\nkind = "numeric"\nlevel = "screen"\n'
        f'prompt = "{_prompt(number)}"\nanswer = {number}\n'
        f"snippet = '''\n{CODE}'''\n"
    )


def _texts(number: int) -> dict[str, str]:
    return {
        "header": "quizapp  Speed  ·  Bench" + " " * 20 + "0 done, 60 left",
        "label": "numeric  ·  screen",
        "prompt": _prompt(number),
        "code": CODE,
        "task": "Type a number.",
        "footer": "Enter answer   Ctrl+T hint   Ctrl+_ undo   Esc shortcuts",
    }


def _practice(*words: str) -> list[str]:
    options = ("--no-confidence", "--new", "99")
    return ["-m", "quizapp", "practice", *words, *options]


def _start(words: list[str], home: Path, first: str) -> tuple[float, float]:
    """Return the milliseconds of a start by the clock, and of processor time."""
    screen = Screen(words, home)
    try:
        return screen.until(first, screen.began), screen.worked()
    finally:
        screen.close()


def _ended(words: list[str], home: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return (time.perf_counter() - began) * 1000


def _first_shipped() -> str:
    """Return what is above the first question, which is painted with it."""
    library = load_decks([ROOT / "content"])
    first = study_order(library.cards.values(), library.decks)[0]
    return f"{first.kind.name}  ·  {first.level.label}"


def starts(n: int) -> Samples:
    """Start everything in turn, in a home that was used before."""
    samples: Samples = {}
    first, shipped = _prompt(0), _first_shipped()
    with _fresh() as home:
        deck = str(home / "deck.toml")
        bare = ["tests/benchmarks/bare.py", str(home / "cards.json")]
        for words in (_practice(deck), _practice()):
            _ended([*words, "--plain"], home)
        for _ in range(n):
            samples.setdefault("pass", []).append(_ended(["-c", "pass"], home))
            help_ = _ended(["-m", "quizapp", "--help"], home)
            samples.setdefault("help", []).append(help_)
            started = {
                ("bare start", "bare work"): _start(bare, home, first),
                ("start", "work"): _start(_practice(deck), home, first),
                ("start, all", "work, all"): _start(_practice(), home, shipped),
            }
            for names, values in started.items():
                for name, value in zip(names, values, strict=True):
                    samples.setdefault(name, []).append(value)
    return samples


def keys(n: int) -> Samples:
    """Press keys in both programs in turn: a letter, then on to the next card."""
    rows = ("bare key", "key", "bare next", "next", "bare saved", "next, saved")
    samples: Samples = {row: [] for row in rows}
    with _fresh() as home:
        words = ["tests/benchmarks/bare.py", str(home / "cards.json")]
        bare = Screen(words, home)
        saving = Screen([*words, str(home / "rows.sqlite3")], home)
        app = Screen(_practice(str(home / "deck.toml")), home)
        for screen in (bare, saving, app):
            screen.until(_prompt(0), screen.began)
        time.sleep(SETTLED)
        for number in range(1, min(n, CARDS - 1) + 1):
            then = _prompt(number)
            samples["bare key"].append(bare.press("Q", "Q"))
            samples["key"].append(app.press("Q", "Q"))
            samples["bare next"].append(bare.press("\x0e", then))
            app.press("\x7f\r", "No answer yet")
            app.press("\r", "Again")
            samples["next"].append(app.press("3", then))
            samples["next, saved"].append(samples["next"][-1])
            samples["bare saved"].append(saving.press("\x0e", then))
        for screen in (bare, saving, app):
            screen.close()
    return samples


def table(samples: Samples) -> list[Row]:
    """Return the rows, each with its ratio to what it is measured against."""
    middle = {name: statistics.median(values) for name, values in samples.items()}
    against = {
        "help": "pass",
        "start": "bare start",
        "start, all": "bare start",
        "work": "bare work",
        "work, all": "bare work",
        "key": "bare key",
        "next": "bare next",
        "next, saved": "bare saved",
    }
    rows = []
    for name, what in WHAT.items():
        ratio, target, met = "1", "", None
        if name in against:
            share = middle[name] / middle[against[name]]
            ratio = f"{share:.2f}"
            if (most := TARGETS.get(name)) is not None:
                target, met = f"<= {most}", share <= most
        taken = samples[name]
        rows.append(Row(name, what, len(taken), *quantiles(taken), ratio, target, met))
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=15, help="starts (default 15)")
    parser.add_argument("--keys", type=int, default=40, help="keys (default 40)")
    parser.add_argument("--json", action="store_true", help="for programs")
    arguments = parser.parse_args()
    compileall.compile_dir(str(ROOT / "quizapp"), quiet=2)  # as an installer does
    rows = table({**starts(arguments.n), **keys(arguments.keys)})
    print(json.dumps([asdict(row) for row in rows]) if arguments.json else text(rows))  # noqa: T201


if __name__ == "__main__":
    main()
