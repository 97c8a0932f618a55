"""What can go wrong outside the user's answers, and the exit codes.

One class per reaction: whoever catches a `QuizError` prints its one line and
leaves with its code. A traceback never reaches the user. `nearest` is for every
message that asks "did you mean": each layer has words that people misspell.
"""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    ENVIRONMENT = 3


class QuizError(Exception):
    """A fault the user can read: what happened, and what to do about it."""

    code = ExitCode.ENVIRONMENT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(QuizError):
    """The words of the command line (or of the config file) make no sense."""

    code = ExitCode.USAGE


class DeckProblems(QuizError):
    """Decks that were asked for have problems; each line stands by itself."""

    code = ExitCode.PROBLEMS

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class LogError(QuizError):
    """The review log could not be read or written; nothing was half-written."""


class RunnerError(QuizError):
    """No interpreter could be started to run snippets in."""


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name that was probably meant, None if all are too far from it.

    The cutoff is the share of letters in common: raise it where the word may as
    well be no name at all.
    """
    from difflib import get_close_matches  # only a mistake has to load it

    return next(iter(get_close_matches(word, names, n=1, cutoff=cutoff)), None)
