"""The file of the user's own weights, next to the log; without it FSRS uses defaults.

It is replaced whole or not at all. The log stays the only truth: the file can be
removed, or computed again from the log, at any time.
"""

from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from quizapp import files
from quizapp.core.scheduling.fitting import Fitted
from quizapp.core.scheduling.fsrs import complaint
from quizapp.errors import QuizError

WEIGHTS_FORMAT = 1
_INVALID = (ValueError, TypeError, KeyError, OverflowError)
"""Raised for keys and numbers that are missing, mistyped or out of range."""


class WeightsFile(Struct, frozen=True):
    """The weights file at a path; it need not exist."""

    path: Path

    def read(self) -> Fitted | None:
        """Return the weights, None if there is no file. Raises QuizError."""
        try:
            text = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._broken(error.strerror or "it cannot be read") from error
        import json

        try:
            return fitted_of(json.loads(text))
        except (*_INVALID, RecursionError) as error:
            missing = isinstance(error, KeyError)
            reason = f"{error} is missing" if missing else str(error)
            raise self._broken(reason) from error

    def write(self, fitted: Fitted) -> None:
        """Replace the weights durably, or raise QuizError and change nothing."""
        import json

        try:
            text = json.dumps(row_of_fitted(fitted), indent=1) + "\n"
            files.replace(self.path, text.encode(), durable=True)
        except OSError as error:
            message = f"cannot write {self.path}: {error.strerror}"
            raise QuizError(message, "the weights in use are unchanged") from error

    def remove(self) -> bool:
        """Go back to the defaults; return whether there was a file.

        Raises QuizError if it cannot be removed.
        """
        try:
            self.path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            message = f"cannot remove {self.path}: {error.strerror}"
            raise QuizError(message, "remove it yourself") from error
        return True

    def _broken(self, reason: str) -> QuizError:
        return QuizError(
            f"cannot use the weights in {self.path}: {reason}",
            "`quizapp optimize --reset` removes them; your reviews are kept",
        )


def row_of_fitted(fitted: Fitted) -> dict[str, object]:
    """Return weights as JSON has them."""
    return {
        "format": WEIGHTS_FORMAT,
        "weights": list(fitted.weights),
        "reviews": fitted.reviews,
        "until": fitted.until.astimezone(UTC).isoformat(),
    }


def fitted_of(row: object) -> Fitted:
    """Read weights. Raises one of _INVALID for what `row_of_fitted` never makes."""
    if not isinstance(row, dict) or row["format"] != WEIGHTS_FORMAT:
        raise ValueError(f"its format is not {WEIGHTS_FORMAT}")
    weights = tuple(map(_number, row["weights"]))
    if (fault := complaint(weights)) is not None:
        raise ValueError(fault)
    until = datetime.fromisoformat(row["until"])
    if until.tzinfo is None:
        raise ValueError("'until' has no time zone")
    return Fitted(weights, int(_number(row["reviews"])), until)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)
