"""The harness: runs hostile snippets and checks what they did to the world.

A program of its own, so that it can run as another user: `harness.py LAYERS
NAMES`, joined by commas and by `|`; no names means the whole corpus. It prints one
JSON object per line. Only snippets touch its world: whatever changed in it after a
run was done by that run.
"""

import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from quizapp.core.runs.outcome import (
    Completed,
    Crashed,
    Killed,
    Limits,
    Outcome,
    Program,
    Raised,
    TimedOut,
)
from quizapp.core.values.value import Array
from quizapp.runner.app.zygote_host import ZygoteHost
from runner.hostile import CORPUS, TOOLS
from support.processes import below, command_of

WALL = 0.8
SETTLED = 2.0
"""Seconds within which ended processes must be gone."""
SECRET = "the-secret-of-the-canary"  # noqa: S105  # what no snippet may read
MANY = 200

_SUBREAPER = 36

VICTIM = """
import os, signal, sys, time
for number in range(1, 65):
    try: signal.signal(number, lambda n, _: os.write(1, b"%d " % n))
    except (OSError, ValueError): pass
os.write(1, b"ready ")
while True: time.sleep(60)
"""


class World:
    """Canaries, listeners and a victim process, and what happened to them."""

    def __init__(self, folder: Path) -> None:
        self._home, self._tmp = folder / "home", folder / "tmp"
        for path in (".ssh", "empty", "sockets"):
            (self._home / path).mkdir(parents=True)
        self._tmp.mkdir()
        (self._home / ".bashrc").write_text("# mine\n")
        (self._home / ".ssh" / "id").write_text(SECRET)
        (self._home / "link").symlink_to(f"/nonexistent/{SECRET}")
        (self._tmp / "notes").write_text("notes\n")
        self._listeners = dict(self._listen())
        self._victim = subprocess.Popen(
            [sys.executable, "-c", VICTIM],
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        assert self._victim.stdout is not None
        self._victim_output = self._victim.stdout
        self._victim_output.read(6)
        self._files = self._look()

    def prelude(self) -> str:
        """Return assignments that give a snippet the addresses of its targets."""
        names = {
            "HOME": str(self._home),
            "TMP": str(self._tmp),
            "TCP": self._listeners["tcp"].getsockname()[1],
            "UDP": self._listeners["udp"].getsockname()[1],
            "UNIX": self._listeners["unix"].getsockname(),
            "ABSTRACT": self._listeners["abstract"].getsockname(),
            "VICTIM": self._victim.pid,
            "APP": os.getpid(),
        }
        return "".join(f"{name} = {value!r}\n" for name, value in names.items())

    def effects(self) -> Iterator[str]:
        """Yield what has happened since the last call."""
        files = self._look()
        for path in files.keys() | self._files.keys():
            if files.get(path) != self._files.get(path):
                yield f"changed {path}"
        self._files = files
        for name, listener in self._listeners.items():
            while select.select([listener], [], [], 0)[0]:
                _take(listener)
                yield f"reached {name}"
        while select.select([self._victim_output], [], [], 0)[
            0
        ] and self._victim_output.read(1 << 12):
            yield "signaled the victim"
        if self._victim.poll() is not None:
            yield "killed the victim"

    def close(self) -> None:
        """End the victim."""
        self._victim.kill()
        self._victim.wait()

    @property
    def pids(self) -> set[int]:
        """The processes that are expected."""
        return {self._victim.pid}

    def _listen(self) -> Iterator[tuple[str, socket.socket]]:
        for name, family, kind, address in (
            ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(self._home / "sockets/s")),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0quiz-{os.getpid()}"),
        ):
            listener = socket.socket(family, kind)
            listener.bind(address)
            if kind == socket.SOCK_STREAM:
                listener.listen()
            yield name, listener

    def _look(self) -> dict[str, object]:
        """Return the state of everything that a snippet could change, by path."""
        states: dict[str, object] = {}
        torch = find_spec("torch")
        assert torch is not None
        assert torch.origin is not None
        markers = [Path(torch.origin).parent / "quizapp-marker", Path("/core")]
        shared = [path for path in Path("/dev/shm").iterdir() if _is_ours(path)]  # noqa: S108
        for path in (*self._home.rglob("*"), *self._tmp.rglob("*"), *markers, *shared):
            with suppress(FileNotFoundError):
                status = path.lstat()
                states[str(path)] = (
                    *(status.st_mode, status.st_ino, status.st_nlink, status.st_uid),
                    *(status.st_size, status.st_mtime_ns),
                    path.read_bytes() if path.is_file() else None,
                )
        with suppress(FileNotFoundError):
            states["shared memory"] = Path("/proc/sysvipc/shm").read_text().count("\n")
        return states


def _is_ours(path: Path) -> bool:
    return path.lstat().st_uid == os.getuid()


def _take(listener: socket.socket) -> None:
    if listener.type == socket.SOCK_DGRAM:
        listener.recv(99)
    else:
        listener.accept()[0].close()


class Harness:
    """Runs the snippets and checks the world after each."""

    def __init__(self, world: World, layers: tuple[str, ...]) -> None:
        self._world = world
        self._zygote = ZygoteHost(os.environ, layers, children=1)
        self._zygote.warm()
        self.protection = self._zygote.protection
        self._is_right()

    def try_one(self, name: str) -> dict[str, Any]:
        """Run a snippet of the corpus; report its outcome and effects."""
        snippet = CORPUS[name]
        code = f"{self._world.prelude()}{TOOLS}\n{snippet.code}"
        program = Program(code, snippet.ask, limits=Limits(wall=WALL))
        began = time.monotonic()
        outcome = self._zygote.run(program)
        took = time.monotonic() - began
        effects = list(self._world.effects())
        if SECRET in repr(outcome):
            effects.append("read the secret")
        next_is_right = self._is_right()
        if news := self._zygote.news():
            effects.append(news)
        if orphans := self._orphans():
            effects.append(f"left {orphans}")
        effects.extend(self._world.effects())
        return {
            "name": name,
            "outcome": describe(outcome),
            "effects": effects,
            "late": took - WALL,
            "next is right": next_is_right,
        }

    def grow(self) -> dict[str, list[int]]:
        """Count descriptors before and after many runs."""
        before = self._counts()
        for _ in range(MANY):
            self._is_right()
        return {"before": before, "after": self._counts()}

    def forge_failed_starts(self) -> str | None:
        """Let several snippets in a row exit like children that failed to start."""
        for _ in range(5):
            self._zygote.run(Program("import os\nos._exit(70)"))
        self._is_right()
        return self._zygote.news()

    def close(self) -> None:
        """End the zygote."""
        self._zygote.close()

    def _is_right(self) -> bool:
        code = "import torch\nx = torch.tensor([1.]) + torch.ones(1)\nprint(x)"
        outcome = self._zygote.run(Program(code, "x"))
        return (
            isinstance(outcome, Completed)
            and outcome.value == Array((1,), (2.0,), "float32")
            and outcome.output.stdout == "tensor([2.])\n"
        )

    def _orphans(self) -> list[str]:
        """Return processes other than the victim, the zygote and its one standby.

        This program is a subreaper: none of them escapes.
        """
        deadline = time.monotonic() + SETTLED
        others: set[int] = set()
        ours: set[int] = set()
        while time.monotonic() < deadline:
            connection = self._zygote._connection
            zygote = connection.process.pid if connection else 0
            ours = below(zygote)
            others = below(os.getpid()) - self._world.pids - {zygote} - ours
            if not others and len(ours) == 1:
                return []
            time.sleep(0.005)
        return [f"{pid}: {command_of(pid)[:60]}" for pid in others | ours]

    def _counts(self) -> list[int]:
        assert not self._orphans()  # this also waits for them
        time.sleep(0.2)  # the zygote may still be setting up the standby
        assert self._zygote._connection is not None
        zygote = self._zygote._connection.process.pid
        places = (Path("/proc/self/fd"), Path(f"/proc/{zygote}/fd"))
        return [len(list(place.iterdir())) for place in places]


def describe(outcome: Outcome) -> str:
    """Return an outcome in the words of the corpus."""
    match outcome:
        case Raised(type=name, message=message):
            return f"raised {name}: {message[:300]}"
        case Killed(reason=reason):
            return f"killed {reason}"
        case Crashed(detail=detail):
            return f"crashed {detail}"
        case TimedOut():
            return "timed-out"
        case Completed():
            return "completed"


def main(layers: str, names: str) -> None:
    """Print the protection, a line for each snippet, then what grew."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGURG, signal.SIG_IGN)
    chosen = [name for name in names.split("|") if name] or list(CORPUS)
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        harness = Harness(world, tuple(layers.split(",")))
        report({"level": harness.protection.level.value, "uid": os.getuid()})
        for name in chosen:
            report(harness.try_one(name))
        if not names:
            report({"growth": harness.grow()})
            report({"forged failed starts": harness.forge_failed_starts()})
        harness.close()
        world.close()


def report(line: dict[str, Any]) -> None:
    """Print one JSON object."""
    print(json.dumps(line), flush=True)  # noqa: T201  # its output


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
