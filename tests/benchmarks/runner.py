"""How fast a snippet's result arrives, as ratios within one run of this program.

    python tests/benchmarks/runner.py [--n 40] [--cold 5] [--json]

Measurements that are compared are interleaved: times are noisy, ratios less so.
The floor is `fork`, `_exit` and `waitpid` in a process as heavy as the zygote.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from quizapp.core.runs.outcome import Completed, Limits, Program, TimedOut
from quizapp.runner.app.zygote_host import ZygoteHost
from quizapp.runner.protocol import CONTROL_FD
from quizapp.runner.system.launch import start
from support.processes import children_of, megabytes_of

SNIPPET = """\
import torch
x = torch.tensor([1.0, 2.0, 3.0])
mask = torch.tensor([1.0, 0.0, 1.0])
y = torch.nn.functional.dropout(x, 0.5) + x * mask / (1 - 0.2)
print(y)
"""
PROGRAM = Program(SNIPPET, "y")
ENDLESS = Program("while True: pass", limits=Limits(wall=0.3))
THINK = 0.15
"""Seconds between runs: far more than a standby needs."""
IN_A_ROW = 8


LABELS = {
    "floor": "fork + _exit + wait, the floor",
    "result": "run to result, standby waiting",
    "result, bare": "the same, without sandbox",
    "cadence": "back-to-back runs, each",
    "cadence, bare": "the same, without sandbox",
    "cold": "python snippet.py",
    "late": "killed after its time limit",
    "memory": "memory of zygote + standby (PSS)",
}


@dataclass(frozen=True)
class Row:
    """One line of the table, in milliseconds; memory in megabytes."""

    name: str
    what: str
    n: int
    p10: float
    p50: float
    p90: float
    ratio: str
    target: str
    met: bool | None


class Floor:
    """Measures the floor in a process of its own."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            numbers = {theirs.fileno(): CONTROL_FD}
            self._process = start("tests.benchmarks.floor", os.environ, numbers)
        assert self._socket.recv(9) == b"ready"

    def measure(self) -> float:
        """Return the milliseconds of one fork."""
        self._socket.send(b"?")
        return int(self._socket.recv(99)) / 1e6

    def close(self) -> None:
        """End the process."""
        self._socket.close()
        self._process.wait()


def timed(runner: ZygoteHost, program: Program = PROGRAM) -> float:
    """Return the milliseconds from the call to the outcome."""
    began = time.perf_counter_ns()
    outcome = runner.run(program)
    took = (time.perf_counter_ns() - began) / 1e6
    expected = TimedOut if program is ENDLESS else Completed
    assert isinstance(outcome, expected), outcome
    return took


def in_a_row(runner: ZygoteHost) -> float:
    """Return the milliseconds of one of several runs without a pause."""
    return statistics.mean(timed(runner) for _ in range(IN_A_ROW))


def cold(path: Path) -> float:
    """Return the milliseconds of a fresh interpreter with the same snippet."""
    began = time.perf_counter_ns()
    subprocess.run([sys.executable, path], check=True, capture_output=True)
    return (time.perf_counter_ns() - began) / 1e6


def proportional_memory(runner: ZygoteHost) -> list[float]:
    """Return the megabytes of the zygote and of its standby."""
    assert runner._connection is not None
    zygote = runner._connection.process.pid
    return [megabytes_of([pid]) for pid in (zygote, *children_of(zygote))]


def quantiles(samples: list[float]) -> tuple[float, float, float]:
    """Return the tenth, fiftieth and ninetieth percentile."""
    if len(samples) == 1:
        return samples[0], samples[0], samples[0]
    cuts = statistics.quantiles(samples, n=10, method="inclusive")
    return cuts[0], statistics.median(samples), cuts[-1]


Samples = dict[str, list[float]]


def measure(n: int, n_cold: int) -> Samples:
    """Take every sample."""
    sandboxed = ZygoteHost(os.environ)
    for _ in range(3):
        timed(sandboxed)
    time.sleep(THINK)
    samples: Samples = {
        "memory": proportional_memory(sandboxed)
    }  # before others share it
    floor, bare = Floor(), ZygoteHost(os.environ, layers=("none",))
    timed(bare)

    def take(name: str, value: Callable[[], float], pause: float = THINK) -> None:
        time.sleep(pause)
        samples.setdefault(name, []).append(value())

    for _ in range(n):
        take("result", lambda: timed(sandboxed))
        take("floor", floor.measure)
        take("result, bare", lambda: timed(bare))
        take("cadence", lambda: in_a_row(sandboxed))
        take("cadence, bare", lambda: in_a_row(bare))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "snippet.py")
        path.write_text(SNIPPET)
        for _ in range(n_cold):
            take("cold", lambda: cold(path))
            take("late", lambda: timed(sandboxed, ENDLESS) - ENDLESS.limits.wall * 1000)
    for _ in range(max(0, 20 - n_cold)):
        take("late", lambda: timed(sandboxed, ENDLESS) - ENDLESS.limits.wall * 1000)
    for process in (sandboxed, floor, bare):
        process.close()
    return samples


def table(samples: Samples) -> list[Row]:
    """Return the rows, each with its target."""
    medians = {name: statistics.median(values) for name, values in samples.items()}
    floor, late, memory = medians["floor"], samples["late"], samples["memory"]
    p50, p90 = (value / floor for value in quantiles(samples["result"])[1:])
    tax = medians["result"] / medians["result, bare"] - 1
    cadence = medians["cadence"] / floor
    slower = cadence - medians["cadence, bare"] / floor
    fast = medians["cold"] / medians["result"]
    ratios = {
        "floor": ("1", "", None),
        "result": (
            f"{p50:.2f} (p90 {p90:.2f}) floors",
            "<= 1.0 (p90 <= 3)",
            p50 <= 1 and p90 <= 3,
        ),
        "result, bare": (f"tax {tax:+.0%}", "<= 10 %", tax <= 0.1),
        "cadence": (f"{cadence:.2f} floors", "<= 2", cadence <= 2),
        "cadence, bare": (f"tax {slower:+.2f} floors", "<= 1", slower <= 1),
        "cold": (f"{fast:.0f} times slower", ">= 100", fast >= 100),
        "late": (f"max {max(late):.0f} ms", "<= 100 ms", max(late) <= 100),
        "memory": (
            " + ".join(f"{part:.0f}" for part in memory) + " MB",
            "<= 350 MB",
            sum(memory) <= 350,
        ),
    }
    taken = samples | {"memory": [sum(memory)]}
    return [
        Row(name, label, len(taken[name]), *quantiles(taken[name]), *ratios[name])
        for name, label in LABELS.items()
    ]


def text(rows: list[Row]) -> str:
    """Return the table as text."""
    lines = [f"{'':34}{'n':>4}{'p10':>9}{'p50':>9}{'p90':>9}  {'ratio':26}target"]
    for row in rows:
        times = f"{row.p10:9.2f}{row.p50:9.2f}{row.p90:9.2f}"
        times = times if row.name != "memory" else f"{'':27}"
        missed = "   MISSED" if row.met is False else ""
        lines.append(
            f"{row.what:34}{row.n:4}{times}  {row.ratio:26}{row.target}{missed}"
        )
    return "\n".join([*lines, "times in ms; ratios of medians within this run"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--n", type=int, default=40, help="samples per row (default 40)"
    )
    parser.add_argument(
        "--cold", type=int, default=5, help="samples of a fresh interpreter"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    rows = table(measure(arguments.n, arguments.cold))
    print(json.dumps([asdict(row) for row in rows]) if arguments.json else text(rows))  # noqa: T201


if __name__ == "__main__":
    main()
