"""Endings: why an interview has no more questions."""

from typing import TypeAlias

from msgspec import Struct


class OutOfTime(Struct, frozen=True):
    """No further question fits the time that is left."""


class AllAsked(Struct, frozen=True):
    """Every question that there is was asked, or every thread of the plan is over."""


class Left(Struct, frozen=True):
    """The user ended it early."""


class Interrupted(Struct, frozen=True):
    """It was interrupted, and ended later with what was answered."""


InterviewEnding: TypeAlias = OutOfTime | AllAsked | Left | Interrupted

_NAMES: dict[str, InterviewEnding] = {
    "time-up": OutOfTime(),
    "all-asked": AllAsked(),
    "left": Left(),
    "interrupted": Interrupted(),
}


def ending_name(ending: InterviewEnding) -> str:
    """Return the name of an ending in the log."""
    return next(name for name, other in _NAMES.items() if other == ending)


def ending_of(name: str) -> InterviewEnding:
    """Return the ending of this name; an unknown one of a newer quizapp is `Left`."""
    return _NAMES.get(name, Left())
