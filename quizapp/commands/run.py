"""`quizapp run`: run a Python file the way snippets are run."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from quizapp.commands.notices import LOADING, WaitingLine
from quizapp.core.runs.outcome import (
    Completed,
    Limits,
    Outcome,
    Program,
    Raised,
    sentence,
    status,
)
from quizapp.core.terminal.sanitize import sanitize
from quizapp.core.values.writer import write
from quizapp.errors import ExitCode, UsageError
from quizapp.flow.ports import Runner
from quizapp.grammar.options import RunOptions
from quizapp.wiring.assembly import assembled

_TICK_SECONDS = 0.1
_PATIENCE_SECONDS = 1.0


def run(options: RunOptions) -> ExitCode:
    """Run the file with live output, and report how it ended."""
    limits = Limits.within(options.limit)
    program = Program(_source(options.file), options.ask, limits=limits)
    with assembled(options.flags) as assembly:
        if options.json:
            with WaitingLine(LOADING):
                outcome = assembly.runner.run(program)
            print(json.dumps(_as_json(outcome)))
        else:
            outcome = _run_live(assembly.runner, program)
            _print_end(outcome)
    return ExitCode.FINE if isinstance(outcome, Completed) else ExitCode.PROBLEMS


def _source(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"cannot read {file}: {error.strerror}", "check the path"
        ) from None
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
        raise UsageError(
            f"{file} is not UTF-8 at {where}", "save it as UTF-8"
        ) from None


def _run_live(runner: Runner, program: Program) -> Outcome:
    """Run with live output and elapsed time; Ctrl-C ends only the run."""
    runner.warm()  # from the main thread
    timer = _Timer()
    with ThreadPoolExecutor(1) as pool:
        ending = pool.submit(runner.run, program, timer.print)
        try:
            while True:
                try:
                    return ending.result(_TICK_SECONDS)
                except TimeoutError:
                    timer.show()
                except KeyboardInterrupt:
                    runner.stop()
        finally:
            timer.clear()


class _Timer:
    """Shows the elapsed time on a terminal, while no line is half-printed."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._visible = sys.stderr.isatty()
        self._at_start = True

    def print(self, text: str) -> None:
        """Print what the program prints."""
        self.clear()
        sys.stdout.write(sanitize(text))
        sys.stdout.flush()
        self._at_start = text.endswith("\n")

    def show(self) -> None:
        """Show how long it has been running, once that is noticeable."""
        elapsed = monotonic() - self._began
        if self._visible and self._at_start and elapsed > _PATIENCE_SECONDS:
            print(f"\r\x1b[Krunning {elapsed:.1f} s", end="", file=sys.stderr)
            sys.stderr.flush()

    def clear(self) -> None:
        """Clear the time."""
        if self._visible and self._at_start:
            print("\r\x1b[K", end="", file=sys.stderr)
            sys.stderr.flush()


def _print_end(outcome: Outcome) -> None:
    if isinstance(outcome, Completed) and outcome.value is not None:
        print(sanitize(write(outcome.value)))
    if outcome.output.truncated:
        print("quizapp: the output was cut", file=sys.stderr)
    print(f"quizapp: {sanitize(sentence(outcome))}", file=sys.stderr)


def _as_json(outcome: Outcome) -> dict[str, object]:
    value = outcome.value if isinstance(outcome, Completed) else None
    return {
        "status": status(outcome),
        "stdout": outcome.output.stdout,
        "value": None if value is None else write(value),
        "exception": _exception(outcome),
        "seconds": round(outcome.seconds, 6),
        "truncated": outcome.output.truncated,
    }


def _exception(outcome: Outcome) -> dict[str, object] | None:
    if not isinstance(outcome, Raised):
        return None
    return {
        "type": outcome.type,
        "message": outcome.message,
        "line": outcome.line,
    }
