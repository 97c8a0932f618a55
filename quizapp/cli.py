"""The grammar of the command line. A command is imported only when it is called.

Every error leaves here as one line on stderr and an exit code; a traceback on
the user's screen would be a fault of this file.
"""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from quizapp.core.sanitise import sanitise, sanitise_line
from quizapp.errors import ExitCode, QuizError, UsageError
from quizapp.streams import give_up_stdout, settle

DESCRIPTION = """\
Practise for machine-learning interviews in the terminal. You predict what a
PyTorch snippet gives, quizapp runs it and judges your prediction, you grade
yourself, and the card comes back just before you would forget it.
"""

EXAMPLES = """\
examples:
  quizapp                              study what is due, then new cards
  quizapp practice dropout             only that deck
  quizapp practice tag:q18 --minutes 10
  quizapp practice my-deck.toml        a deck of your own
  quizapp check my-deck.toml           is every card of it true?
  quizapp --decks my-deck.toml due     the shipped decks and yours
  quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"
  echo 'print(6 * 7)' | quizapp run -

exit codes: 0 fine, 1 problems found, 2 usage, 3 the environment failed
"""


class _Parser(argparse.ArgumentParser):
    """Raises instead of leaving, and suggests what was probably meant."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"see {self.prog} --help")

    def parse_known_args(  # type: ignore[override]  # one shape is used, argparse has three
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        known, rest = super().parse_known_args(args, namespace)
        for word in rest:
            if not word.startswith("-"):
                self.error(f"unexpected argument {word!r}")
            nearest = get_close_matches(word, self._option_string_actions, n=1)
            meant = f"did you mean {nearest[0]}?" if nearest else _NO_OPTION
            self.error(f"unknown option {word}; {meant}")
        return known, rest


_NO_OPTION = "if it is no option, write -- before it"
"""For responses such as -inf."""


def main(arguments: Sequence[str]) -> ExitCode:
    """Run one command line and return its exit code."""
    settle()
    try:
        code = _run(list(arguments))
        sys.stdout.flush()  # a reader that left is met here, not on the way out
    except QuizError as error:
        print(f"quizapp: {sanitise(str(error))}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print("quizapp: stopped before its end", file=sys.stderr)
        return ExitCode.PROBLEMS  # so that `check && publish` does not publish
    except BrokenPipeError:
        give_up_stdout()
        return ExitCode.FINE
    except Exception as fault:  # noqa: BLE001  # a traceback would help no user
        print(f"quizapp: {_confession(fault)}", file=sys.stderr)
        return ExitCode.ENVIRONMENT
    else:
        return code


def _confession(fault: Exception) -> str:
    """Say in one line that quizapp is at fault, and where."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "quizapp" in frame.filename] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    what = sanitise_line(f"{type(fault).__name__}: {fault}")
    return f"a fault of quizapp itself ({what}, {where}); your grades are safe"


def _run(arguments: list[str]) -> ExitCode:
    parser = _parser()
    arguments = _command_first(arguments)
    _know_command(arguments[0])
    try:
        options = parser.parse_args(arguments)
    except SystemExit:  # --help and --version have printed what they had to
        return ExitCode.FINE
    command = import_module(f"quizapp.commands.{options.module}")
    run: Callable[[argparse.Namespace], ExitCode] = command.run
    return run(options)


_HELP = ("-h", "--help", "--version")
_COMMON = ("--decks", "--home")


def _command_first(arguments: list[str]) -> list[str]:
    """Move the common options behind the command; without one it is practice."""
    before = 0
    while before < len(arguments) and arguments[before].split("=")[0] in _COMMON:
        before += 1 if "=" in arguments[before] else 2
    common, rest = arguments[:before], arguments[before:]
    if not rest or (rest[0].startswith("-") and rest[0] not in _HELP):
        rest = ["practice", *rest]
    return [rest[0], *common, *rest[1:]]


def _know_command(word: str) -> None:
    if word in _COMMANDS or word in _HELP:
        return
    nearest = get_close_matches(word, _COMMANDS, n=1)
    study = f"to study it: quizapp practice {word}; all commands: quizapp --help"
    hint = f"did you mean {nearest[0]}?" if nearest else study
    raise UsageError(f"there is no command {word!r}", hint)


def _parser() -> _Parser:
    parser = _Parser(
        prog="quizapp",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(
        title="commands (quizapp alone means practice)",
        metavar="COMMAND",
        parser_class=_Parser,
        required=True,
    )
    for name, (summary, add) in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=_capital(add.__doc__ or summary),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.set_defaults(module=name.replace("try", "try_"))
        add(command)
        _add_common(command)
    return parser


class _Version(argparse.Action):
    def __call__(self, *_: object) -> NoReturn:
        from quizapp.wiring import versions

        print(f"quizapp {versions()[0]}")
        raise SystemExit(0)


def _capital(docstring: str) -> str:
    lines = [line.strip() for line in docstring.strip().splitlines()]
    return "\n".join(lines)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--decks",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="also load this deck file or folder; may be repeated",
    )
    command.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        help="keep log and config in this folder (or set QUIZAPP_HOME)",
    )
    command.add_argument(
        "--allow-root",
        action="store_true",
        help="run snippets even as root (or set QUIZAPP_ALLOW_ROOT=1)",
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--json", action="store_true", help="one JSON object a line, for machines"
    )


_WHAT = "deck id, topic, tag:NAME, deck/card, a TOML file or folder"


def _practice(command: argparse.ArgumentParser) -> None:
    """Study what is due, then new cards.

    Each grade is saved at once: leave whenever you like.
    """
    command.add_argument("what", nargs="*", metavar="WHAT", help=_WHAT)
    number = _number
    command.add_argument("--new", type=number, metavar="N", help="new cards a day")
    command.add_argument(
        "--limit", type=number, metavar="N", help="at most N cards in this sitting"
    )
    command.add_argument(
        "--minutes", type=_positive, metavar="N", help="ask nothing new after N minutes"
    )
    command.add_argument(
        "--cram",
        action="store_true",
        help="everything, due or not; nothing is recorded",
    )
    command.add_argument(
        "--plain", action="store_true", help="lines of text instead of screens"
    )
    command.add_argument(
        "--seed",
        type=number,
        default=0,
        metavar="N",
        help="draw values and options differently",
    )
    _add_manner(command)


def _add_manner(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--no-confidence",
        dest="confidence",
        action="store_const",
        const=False,
        help="do not ask how sure I am before the reveal",
    )
    command.add_argument(
        "--grades",
        type=int,
        choices=(2, 4),
        help="2: Again and Good only; 4: also Hard and Easy",
    )


def _check(command: argparse.ArgumentParser) -> None:
    """Load decks, run every variant of every card, and report all problems.

    Without PATH: the decks that practice would use.
    """
    command.add_argument(
        "paths", nargs="*", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    command.add_argument(
        "--only",
        metavar="ID",
        action="append",
        default=[],
        help="only this card, by deck/card or its own id; may be repeated",
    )
    _add_json(command)


def _try(command: argparse.ArgumentParser) -> None:
    """Judge one response to one card. Records nothing.

    Without RESPONSE, or for -, it is read from standard input: code, say. The
    options of a choice and the points of an open card are given by their numbers in
    the deck's file.
    """
    command.add_argument("card", metavar="CARD", help="deck/card, or a unique card id")
    command.add_argument(
        "response", nargs="?", metavar="RESPONSE", help="what you would type"
    )
    command.add_argument(
        "--seed", type=_number, default=0, metavar="N", help="draw other values"
    )
    _add_json(command)


def _run_file(command: argparse.ArgumentParser) -> None:
    """Run a Python file the way snippets are run: in another process, with limits.

    Exit code 1 if it did not run to its end.
    """
    command.add_argument("file", metavar="FILE", help="a Python file, or - for stdin")
    command.add_argument(
        "--ask", metavar="EXPRESSION", help="evaluate this after the file"
    )
    command.add_argument(
        "--limit", type=_positive, metavar="SECONDS", help="seconds it may take (3)"
    )
    _add_json(command)


def _approve(command: argparse.ArgumentParser) -> None:
    """Show the code of decks and let it run on this machine, until it changes.

    Needed only where snippets are not fully confined: see quizapp doctor.
    """
    command.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    command.add_argument(
        "--yes", action="store_true", help="you have read the code already"
    )


def _new(command: argparse.ArgumentParser) -> None:
    """Write the skeleton of a deck: valid, with a comment for each part."""
    command.add_argument("deck", metavar="DECK", type=Path, help="the file to write")


def _schema(command: argparse.ArgumentParser) -> None:
    """Print the JSON Schema of decks, for completion and checks in your editor."""
    del command


def _decks(command: argparse.ArgumentParser) -> None:
    """List decks with their cards, what is due, what is new, and their problems."""
    _add_json(command)


def _due(command: argparse.ArgumentParser) -> None:
    """Say what waits: due now, later today, and tomorrow, by deck."""
    _add_json(command)


def _stats(command: argparse.ArgumentParser) -> None:
    """Say how it goes: reviews, retention, forecast, readiness, calibration, mistakes.

    Readiness is the recall FSRS predicts for tomorrow, averaged over all cards of a
    topic; cards never seen count as 0. With --json every object has a "section":
    reviews, day, retention, forecast, due, deck, topic, level, tag, readiness,
    calibration, confidence, sure-and-wrong, misconception or wrong-answers. The
    README lists their keys. Shares go from 0 to 1, and are null from fewer than 10.
    """
    command.add_argument("what", nargs="*", metavar="WHAT", help=_WHAT)
    command.add_argument(
        "--days", type=_days, default=365, metavar="N", help="look back on N days (365)"
    )
    _add_json(command)


def _doctor(command: argparse.ArgumentParser) -> None:
    """Show versions, folders, the log's health, and whether snippets run."""
    _add_json(command)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)


def _days(text: str) -> int:
    if not (days := _number(text)):
        raise argparse.ArgumentTypeError("look back on at least 1 day")
    return days


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "practice": ("study what is due, then new cards", _practice),
    "check": ("verify decks by running them", _check),
    "try": ("judge one response from the shell", _try),
    "run": ("run a Python file in the snippet runner", _run_file),
    "new": ("start a deck of your own", _new),
    "schema": ("the deck format for editors", _schema),
    "approve": ("let a stranger's deck run, where it is not confined", _approve),
    "decks": ("what decks there are", _decks),
    "due": ("what waits, and when", _due),
    "stats": ("how it goes: retention, readiness, calibration", _stats),
    "doctor": ("versions, folders, health", _doctor),
}
