"""The file of the user's own weights, beside the log; without it FSRS's defaults hold.

It is replaced as a whole or not at all. The log stays the only truth: the file can
be removed, or made anew from the log, at any time.
"""

from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from quizapp import files
from quizapp.core.scheduling.fitting import Fitted
from quizapp.core.scheduling.fsrs import complaint
from quizapp.errors import QuizError

WEIGHTS_FORMAT = 1
_ODD = (ValueError, TypeError, KeyError, OverflowError)
"""What comes of numbers and names that are not what they should be."""


class WeightsFile(Struct, frozen=True):
    """Where the weights are, or would be."""

    path: Path

    def read(self) -> Fitted | None:
        """Return the weights, None where there are none. Raises QuizError."""
        try:
            text = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._broken(error.strerror or "it cannot be read") from error
        import json

        try:
            return _fitted(json.loads(text))
        except (*_ODD, RecursionError) as error:
            what = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise self._broken(what) from error

    def write(self, fitted: Fitted) -> None:
        """Replace the weights, durably, or raise QuizError and leave them alone."""
        import json

        row = {
            "format": WEIGHTS_FORMAT,
            "weights": fitted.weights,
            "reviews": fitted.reviews,
            "until": fitted.until.astimezone(UTC).isoformat(),
        }
        try:
            text = json.dumps(row, indent=1) + "\n"
            files.replace(self.path, text.encode(), durable=True)
        except OSError as error:
            message = f"cannot write {self.path}: {error.strerror}"
            raise QuizError(message, "the weights in use are as they were") from error

    def remove(self) -> bool:
        """Go back to the defaults; false if there was nothing to remove."""
        try:
            self.path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            message = f"cannot remove {self.path}: {error.strerror}"
            raise QuizError(message, "remove it by hand") from error
        return True

    def _broken(self, what: str) -> QuizError:
        return QuizError(
            f"cannot use the weights in {self.path}: {what}",
            "`quizapp optimize --reset` removes them; your reviews stay",
        )


def _fitted(row: object) -> Fitted:
    if not isinstance(row, dict) or row["format"] != WEIGHTS_FORMAT:
        raise ValueError(f"it is not of format {WEIGHTS_FORMAT}")
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
