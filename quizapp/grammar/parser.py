"""The parser of the command line, and the options that several commands share.

Nothing here loads a command, or anything but argparse: `--help` has to be fast.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from quizapp.errors import UsageError, nearest


class Parser(argparse.ArgumentParser):
    """Raises errors instead of exiting, and suggests the option that was meant."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(message, f"see {self.prog} --help")

    def parse_known_args(  # type: ignore[override]  # one shape is used, argparse has three
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse all words. Raises UsageError for a word that is left over."""
        known, rest = super().parse_known_args(args, namespace)
        if rest and getattr(known, "what", None) == []:
            # argparse ends a list of words at the first option: FILE --option WHAT
            ahead = [word for word in rest if not word.startswith("-")]
            known.what, rest = ahead, [word for word in rest if word.startswith("-")]
        for word in rest:
            if not word.startswith("-"):
                self.error(f"unexpected argument {word!r}")
            near = nearest(word, self._option_string_actions)
            meant = f"did you mean {near}?" if near else _NO_OPTION
            self.error(f"unknown option {word}; {meant}")
        return known, rest


_NO_OPTION = "if it is not an option, write -- before it"
"""As for a response such as -inf."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Puts options and their help in columns; leaves the other text as written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26)
        self._action_max_length = 14  # argparse forgets that commands are indented


class Version(argparse.Action):
    """Prints the version and exits."""

    def __call__(self, *_: object) -> NoReturn:
        """Print and exit."""
        from quizapp.wiring.installed import versions

        print(f"quizapp {versions()[0]}")
        raise SystemExit(0)


def add_common(command: argparse.ArgumentParser) -> None:
    """Add the options that every command takes."""
    common = command.add_argument_group("common to all commands")
    decks = common.add_argument(
        "--decks",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="also load this deck file or folder; may be repeated",
    )
    set_completion(decks, "deck")
    home = common.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        help="folder for log and config (or set QUIZAPP_HOME)",
    )
    set_completion(home, "directory")
    common.add_argument(
        "--allow-root",
        action="store_true",
        help="run snippets even as root (or set QUIZAPP_ALLOW_ROOT=1)",
    )
    common.add_argument("-h", "--help", action="help", help="show this page")


def set_completion(action: argparse.Action, what: str) -> None:
    """Set what a shell completes here: deck, file, directory, cards, what, ..."""
    vars(action)["complete"] = what  # where shtab looks for it


def add_what(command: argparse.ArgumentParser) -> None:
    """Add the words that choose cards."""
    what = command.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help="deck id, topic, tag:NAME, deck/card, a TOML file or folder;"
        " or a query in quotes, such as 'is:leech' or 'tag:eval level:onsite -mask'",
    )
    what.required = False  # else argparse counts it among what is missing
    set_completion(what, "what")


def add_json(command: argparse.ArgumentParser) -> None:
    """Add --json."""
    command.add_argument(
        "--json", action="store_true", help="print one JSON object per line"
    )


def whole_number(text: str) -> int:
    """Parse a whole number, 0 or more."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)


def positive_number(text: str) -> float:
    """Parse a number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value
