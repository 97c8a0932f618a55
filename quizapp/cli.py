"""From the words of a command line to a command, which is imported only when called.

Every error ends here, as one line on stderr and an exit code. The traceback of an
unexpected one goes to a file: see `wiring.crash`.
"""

import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import Any

from quizapp.core.terminal.sanitize import sanitize
from quizapp.errors import ExitCode, QuizError, UsageError, nearest
from quizapp.grammar.commands import COMMANDS, build_parser

_GC_THRESHOLD = 200_000
"""New objects between two garbage collections, more than a start makes. Nearly all of
these stay alive; looking for garbage as often as Python does took a sixth of the time.
The app sets another once its first frame is shown."""


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    gc.set_threshold(_GC_THRESHOLD)
    code: int = ExitCode.BROKEN_PIPE  # until the command has its own
    try:
        _settle_streams()
        code = _run(list(arguments))
        sys.stdout.flush()  # a reader that left is noticed here, not at exit
    except QuizError as error:
        _report(sanitize(str(error)))
        return error.code
    except KeyboardInterrupt:
        _report("interrupted")
        return ExitCode.PROBLEMS  # `check && publish` must not publish
    except BrokenPipeError:  # the reader left, as `| head` does
        _discard_output()
        return code  # problems must not become a success
    except Exception as error:  # noqa: BLE001  # users need a line, not a traceback
        if (reason := _output_failure(error)) is not None:
            _discard_output()
            _report(f"cannot write the output: {reason}")
            return ExitCode.ENVIRONMENT
        from quizapp.wiring import crash

        print(crash.report(error, _home_in(arguments)), file=sys.stderr)
        return ExitCode.ENVIRONMENT
    else:
        return code


def _report(line: str) -> None:
    """Print a line on stderr, if that still leads anywhere."""
    with suppress(OSError):
        print(f"quizapp: {line}", file=sys.stderr, flush=True)


def _output_failure(error: Exception) -> str | None:
    """Return why standard output failed, None if something else did.

    An error of a file has its name; streams have none.
    """
    if not isinstance(error, OSError) or error.errno not in _OUTPUT_ERRORS:
        return None
    return error.strerror if error.filename is None else None


_OUTPUT_ERRORS = {errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG}
"""A full device or quota, and a terminal that is gone."""


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that it cannot fail again at exit."""
    with Path(os.devnull).open("w") as null:
        os.dup2(null.fileno(), sys.stdout.fileno())


def _home_in(arguments: Sequence[str]) -> Path | None:
    """Return the folder of --home; the error may come from before it was parsed."""
    for before, word in pairwise(["", *arguments]):
        if before == "--home":
            return Path(word)
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return None


def _settle_streams() -> None:
    """Make the streams safe to use: replace closed ones, and bytes that are not text.

    Such bytes would otherwise become lone surrogates, which neither the log nor
    another process accepts.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            null = Path(os.devnull).open(mode)  # noqa: SIM115  # until the process ends
            setattr(sys, name, null)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> ExitCode:
    arguments = _command_first(arguments)
    _check_command(arguments[0])
    parser = build_parser(arguments[0])
    try:
        namespace = parser.parse_args(arguments)
    except SystemExit:  # from --help and --version, which have printed
        return ExitCode.FINE
    from quizapp.grammar.options import read_options  # --help has no time for these
    from quizapp.wiring.openssl import load_without_openssl

    if namespace.module != "serve":  # its passphrase is hashed by OpenSSL
        load_without_openssl("hashlib", "_hashlib")
    command = import_module(f"quizapp.commands.{namespace.module}")
    run: Callable[[Any], ExitCode] = command.run
    return run(read_options(namespace))


_HELP = ("-h", "--help", "--version")
_COMMON = ("--decks", "--home")


def _command_first(arguments: list[str]) -> list[str]:
    """Move the common options behind the command; without a command, use home."""
    before = 0
    while before < len(arguments) and arguments[before].split("=")[0] in _COMMON:
        before += 1 if "=" in arguments[before] else 2
    common, rest = arguments[:before], arguments[before:]
    if not rest:
        rest = ["home"]
    elif rest[0].startswith("-") and rest[0] not in _HELP:
        rest = ["practice", *rest]
    return [rest[0], *common, *rest[1:]]


def _check_command(word: str) -> None:
    if word in COMMANDS or word in _HELP:
        return
    near = nearest(word, COMMANDS)
    study = f"to study it: quizapp practice {word}; all commands: quizapp --help"
    hint = f"did you mean {near}?" if near else study
    raise UsageError(f"there is no command {word!r}", hint)
