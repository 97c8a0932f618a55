"""Arguments: argparse as quizapp wants it, and the numbers it reads.

What is wrong is raised as a UsageError, so that one place prints it and leaves.
"""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from quizapp.errors import UsageError, nearest


class Parser(argparse.ArgumentParser):
    """Raises instead of leaving, and suggests what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments."""
        raise UsageError(message, f"see {self.prog} --help")

    def parse_known_args(  # type: ignore[override]  # one shape is used, argparse has three
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """Refuse what is left over, with what was probably meant."""
        known, rest = super().parse_known_args(args, namespace)
        for word in rest:
            if not word.startswith("-"):
                self.error(f"unexpected argument {word!r}")
            near = nearest(word, self._option_string_actions)
            meant = f"did you mean {near}?" if near else _NO_OPTION
            self.error(f"unknown option {word}; {meant}")
        return known, rest


_NO_OPTION = "if it is no option, write -- before it"
"""For responses such as -inf."""


def number(text: str) -> int:
    """Read a whole number from 0."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)


def positive(text: str) -> float:
    """Read a number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value
