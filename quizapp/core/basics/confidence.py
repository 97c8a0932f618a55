"""Confidence: how sure the user said they were, before the reveal.

An error made with high confidence is remembered best once it is corrected
(hypercorrection: Butterfield & Metcalfe 2001), so an answer that was sure and wrong
is treated differently from one that was only wrong.
"""

from enum import IntEnum

RIGHT_ENOUGH = 0.5
"""A partial answer below this share counts as wrong."""


class Confidence(IntEnum):
    """Four steps, from a guess to certainty."""

    GUESS = 1
    UNSURE = 2
    FAIRLY_SURE = 3
    CERTAIN = 4

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.name.replace("_", " ").lower()

    @property
    def stated(self) -> float:
        """The probability of being right that this step stands for."""
        return _STATED[self]


_STATED = {
    Confidence.GUESS: 0.25,
    Confidence.UNSURE: 0.5,
    Confidence.FAIRLY_SURE: 0.75,
    Confidence.CERTAIN: 0.95,
}
"""Words of certainty mean different things to different people, so this is our
choice and is shown where it is used: quarters, and a last step that admits one error
in twenty. Fairly sure and certain lie in the upper two of the three bands that reward
honesty in Gardner-Medwin's certainty-based marking: up to 67 %, to 80 %, above
(Confidence-based marking, Physiological Society, Bristol 2005)."""


def is_sure_and_wrong(
    confidence: Confidence | None, score: float | None, *, overridden: bool
) -> bool:
    """Return whether a judged answer was wrong although the user was sure of it."""
    if confidence is None or score is None or overridden:
        return False
    return confidence >= Confidence.FAIRLY_SURE and score < RIGHT_ENOUGH
