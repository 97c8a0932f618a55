"""How long a typed answer takes to be read and judged, compared with Python's reader.

    python tests/benchmarks/judging.py

The floor is `ast.literal_eval` of the same text, which reads but does not judge. The
targets are 1 ms at the median of the answers, and 20 ms for 1,000 elements.
"""

import argparse
import ast
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from quizapp.core.judging.comparison import compare
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_value

ROW = ", ".join(f"{number / 7:.3f}" for number in range(8))
ANSWERS = {
    "a number": "0.25",
    "a word": "'hello'",
    "five numbers": "[1.25, 0, 3.75, 5.0, 6.25]",
    "eight truth values": "[True, False, True, True, False, False, True, False]",
    "a matrix of 8 x 8": f"[{', '.join([f'[{ROW}]'] * 8)}]",
    "pairs": "[(4, 1), (2, 3), ('a', None)]",
    "a dict": str({f"key {number}": [number, None] for number in range(10)}),
    "a set": str(set(range(0, 90, 3))),
    "nested": str({"a": {"b": [(1, 2), {"c": {3, 4}}], 5: b"6"}, (7, 8): 9j}),
}
LONG = {
    "1,000 integers": f"[{','.join('7' * 1000)}]",
    "1,000 items of a set": "{" + ",".join(map(str, range(1000))) + "}",
    "450 pairs of a dict": str(dict.fromkeys(range(450), 0)),
}


def measure(work: Callable[[], object], count: int) -> float:
    """Return the median of the milliseconds that some work takes."""
    times = []
    for _ in range(count):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def judge(text: str) -> None:
    """Read an answer and judge it by itself, as a learner's right answer is."""
    true, given = read_value(text), read_value(text)
    read = not isinstance(true, Misread) and not isinstance(given, Misread)
    if not read or not isinstance(compare(true, given, Tolerance()), Correct):
        raise ValueError(text[:80])


def report(answers: dict[str, str], count: int, target: float) -> None:
    """Print the milliseconds of each answer, and their median."""
    times = []
    for name, text in answers.items():
        # The truth is read too, which no learner waits for.
        spent = measure(lambda: judge(text), count)  # noqa: B023
        spent -= measure(lambda: read_value(text), count)  # noqa: B023
        floor = measure(lambda: ast.literal_eval(text), count)  # noqa: B023
        times.append(spent)
        print(f"{name:24} {spent:7.3f} ms = {spent / floor:5.1f} x literal_eval")  # noqa: T201
    middle = statistics.median(times)
    missed = "" if middle <= target else "  MISSED"
    print(f"{'median':24} {middle:7.3f} ms (target <= {target:g}){missed}\n")  # noqa: T201


def main() -> None:
    """Measure short answers, then long ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200)
    count = parser.parse_args().n
    report(ANSWERS, count, 1)
    report(LONG, max(1, count // 10), 20)


if __name__ == "__main__":
    main()
