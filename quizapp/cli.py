"""The way from words to a command, which is imported only when it is called.

Every error leaves here as one line on stderr and an exit code; a traceback on
the user's screen would be a fault of this file.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.errors import ExitCode, QuizError, UsageError, nearest
from quizapp.grammar import COMMANDS, build


def main(arguments: Sequence[str]) -> ExitCode:
    """Run one command line and return its exit code."""
    gc.set_threshold(_RARELY)
    _settle_streams()
    try:
        code = _run(list(arguments))
        sys.stdout.flush()  # a reader that left is met here, not on the way out
    except QuizError as error:
        print(f"quizapp: {sanitize(str(error))}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print("quizapp: stopped before its end", file=sys.stderr)
        return ExitCode.PROBLEMS  # so that `check && publish` does not publish
    except BrokenPipeError:
        # The reader left, as `| head` does; what is still buffered goes nowhere.
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return ExitCode.FINE
    except Exception as fault:  # noqa: BLE001  # a traceback would help no user
        print(f"quizapp: {_confession(fault)}", file=sys.stderr)
        return ExitCode.ENVIRONMENT
    else:
        return code


_RARELY = 50_000
"""New objects between two looks for garbage. Nearly all that a start makes stays:
to look for garbage among it, as often as Python does, took a sixth of the time."""


def _confession(fault: Exception) -> str:
    """Say in one line that quizapp is at fault, and where."""
    import traceback

    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "quizapp" in frame.filename] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    what = sanitize_line(f"{type(fault).__name__}: {fault}")
    return f"a fault of quizapp itself ({what}, {where}); your grades are safe"


def _settle_streams() -> None:
    """Let no stream fail a word: a closed one leads nowhere, odd bytes are replaced.

    Bytes that are no text would otherwise travel on as lone surrogates, which
    neither the log nor another process can take.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open(mode)  # noqa: SIM115  # until the process ends
            setattr(sys, name, nowhere)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> ExitCode:
    arguments = _command_first(arguments)
    _know_command(arguments[0])
    parser = build(arguments[0])
    try:
        namespace = parser.parse_args(arguments)
    except SystemExit:  # --help and --version have printed what they had to
        return ExitCode.FINE
    from quizapp.grammar.options import read_options  # --help has no time for it

    command = import_module(f"quizapp.commands.{namespace.module}")
    run: Callable[[Any], ExitCode] = command.run
    return run(read_options(namespace))


_HELP = ("-h", "--help", "--version")
_COMMON = ("--decks", "--home")


def _command_first(arguments: list[str]) -> list[str]:
    """Move the common options behind the command; without one, home."""
    before = 0
    while before < len(arguments) and arguments[before].split("=")[0] in _COMMON:
        before += 1 if "=" in arguments[before] else 2
    common, rest = arguments[:before], arguments[before:]
    if not rest:
        rest = ["home"]
    elif rest[0].startswith("-") and rest[0] not in _HELP:
        rest = ["practice", *rest]
    return [rest[0], *common, *rest[1:]]


def _know_command(word: str) -> None:
    if word in COMMANDS or word in _HELP:
        return
    near = nearest(word, COMMANDS)
    study = f"to study it: quizapp practice {word}; all commands: quizapp --help"
    hint = f"did you mean {near}?" if near else study
    raise UsageError(f"there is no command {word!r}", hint)
