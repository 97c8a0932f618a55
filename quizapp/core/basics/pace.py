"""Pace: whether an answer was quick or slow, and how much of it counts as study.

Each kind of card says how many seconds it expects. The band of usual times is wide:
reading speeds differ, and people are interrupted.
"""

from enum import Enum

SLOW = 3.0
"""An answer is slow if it takes more than this many times the expected time."""
QUICK = 0.5
"""An answer is quick if it takes at most this share of the expected time."""

LONGEST = 600.0
"""The most seconds that one answer counts for: after that, nobody was studying."""


class Pace(Enum):
    """How fast an answer came."""

    QUICK = "quick"
    USUAL = "usual"
    SLOW = "slow"


def studied(seconds: float) -> float:
    """Return the seconds of an answer that count as study."""
    return min(seconds, LONGEST)


def pace(expected: float | None, seconds: float) -> Pace:
    """Return the pace of an answer, given the seconds that its kind expects.

    None means that any time is usual.
    """
    if expected is None:
        return Pace.USUAL
    if seconds > SLOW * expected:
        return Pace.SLOW
    return Pace.QUICK if seconds <= QUICK * expected else Pace.USUAL
