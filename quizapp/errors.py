"""Errors with a message for the user, and the exit codes.

`cli` prints a `QuizError` as one line and exits with its code. `nearest` finds the
name for "did you mean" in messages of every layer.
"""

from collections.abc import Iterable
from enum import IntEnum

MAX_NAME = 200
"""Characters of a word that may be a mistyped name."""


class ExitCode(IntEnum):
    """The exit codes."""

    FINE = 0
    PROBLEMS = 1
    """What was read has faults: a deck, a file of another program."""
    USAGE = 2
    """What was typed is wrong: an option, a name, a file that is not there."""
    ENVIRONMENT = 3
    """The system refused: a full disk, no permission, a folder that is not mounted."""
    BROKEN_PIPE = 141
    """As a shell reports a program that SIGPIPE ended: 128 + 13."""


class QuizError(Exception):
    """An error for the user: what happened, and what to do about it."""

    code: int = ExitCode.ENVIRONMENT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class Terminated(QuizError):
    """A signal ended the program, after everything was restored."""

    def __init__(self, number: int) -> None:
        super().__init__("ended by a signal", "every grade is saved")
        self.code = 128 + number
        """As a shell reports a program that this signal ended."""


class UsageError(QuizError):
    """The command line or the config file is wrong."""

    code = ExitCode.USAGE


class DeckProblems(QuizError):
    """The chosen decks have problems, one per line."""

    code = ExitCode.PROBLEMS

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class LogError(QuizError):
    """The review log could not be read or written. Nothing was half-written."""


class ExchangeError(QuizError):
    """A file of another program could not be read or written. Nothing was changed."""

    code = ExitCode.PROBLEMS


class SyncError(QuizError):
    """A synced folder could not be read or written. The log is as it was."""


class RunnerError(QuizError):
    """No process could be started to run snippets."""


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name that was probably meant, None if no name is close enough.

    The cutoff is the share of common letters: raise it where the word may not be a
    name at all.
    """
    if len(word) > MAX_NAME:
        return None
    from difflib import get_close_matches  # loaded only after a mistake

    return next(iter(get_close_matches(word, names, n=1, cutoff=cutoff)), None)
