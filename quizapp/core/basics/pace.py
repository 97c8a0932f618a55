"""Pace: was an answer quick or slow, for what was asked, and how long was it study?

A table by kind, and a wide band between the two: reading speeds differ, people
are called away. A kind that is not in the table is never quick nor slow.
"""

from enum import Enum

EXPECTED = {
    "flashcard": 20.0,
    "choice": 20.0,
    "cloze": 20.0,
    "text": 20.0,
    "numeric": 30.0,
    "predict": 30.0,
    "match": 45.0,
    "order": 60.0,
    "fix": 180.0,
    "implement": 300.0,
}
"""Seconds from the question to the answer."""

SLOW = 3.0
"""So many times the expected time is slow: 90 seconds for a prediction."""
QUICK = 0.5

LONGEST = 600.0
"""Seconds that one answer counts for at most: behind more, somebody was away."""


class Pace(Enum):
    """How fast an answer came."""

    QUICK = "quick"
    USUAL = "usual"
    SLOW = "slow"


def studied(seconds: float) -> float:
    """Return the seconds of an answer that count as study."""
    return min(seconds, LONGEST)


def pace(kind: str, seconds: float) -> Pace:
    """Return the pace of an answer to a kind of card."""
    expected = EXPECTED.get(kind)
    if expected is None:
        return Pace.USUAL
    if seconds > SLOW * expected:
        return Pace.SLOW
    return Pace.QUICK if seconds <= QUICK * expected else Pace.USUAL
