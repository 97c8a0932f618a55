"""Confidence: how sure the user said they were, before the reveal."""

from enum import IntEnum


class Confidence(IntEnum):
    """Four steps, from a guess to certainty."""

    GUESS = 1
    UNSURE = 2
    FAIRLY_SURE = 3
    CERTAIN = 4
