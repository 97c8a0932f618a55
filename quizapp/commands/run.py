"""`quizapp run`: any Python file, the way snippets are run."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from quizapp.core.notation import write
from quizapp.core.outcome import (
    Completed,
    Limits,
    Outcome,
    Program,
    Raised,
    sentence,
    status,
)
from quizapp.core.sanitise import sanitise
from quizapp.errors import ExitCode, UsageError
from quizapp.wiring import assembled


def run(options: Namespace) -> ExitCode:
    """Run the file, its output live, and tell how it ended."""
    limits = Limits() if options.limit is None else Limits(wall=options.limit)
    program = Program(_source(options.file), options.ask, limits=limits)
    with assembled(options) as assembly:
        if options.json:
            outcome = assembly.runner.run(program)
            print(json.dumps(_as_json(outcome)))
        else:
            outcome = assembly.runner.run(program, _print_live)
            _tell(outcome)
    return ExitCode.FINE if isinstance(outcome, Completed) else ExitCode.PROBLEMS


def _source(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode()
    except OSError as error:
        raise UsageError(
            f"cannot read {file}: {error.strerror}", "check the path"
        ) from None
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
        raise UsageError(
            f"{file} is not UTF-8 at {where}", "save it as UTF-8"
        ) from None


def _print_live(text: str) -> None:
    sys.stdout.write(sanitise(text))
    sys.stdout.flush()


def _tell(outcome: Outcome) -> None:
    if isinstance(outcome, Completed) and outcome.value is not None:
        print(sanitise(write(outcome.value)))
    if outcome.output.truncated:
        print("quizapp: more was printed and cut", file=sys.stderr)
    print(f"quizapp: {sanitise(sentence(outcome))}", file=sys.stderr)


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
