"""Grades: the user's self-assessment, FSRS's four ratings.

Hard means recalled with effort. Whatever was not recalled is Again: graded
Hard, a lapse would stretch the interval it should shorten.
"""

from enum import IntEnum

from msgspec import Struct

from quizapp.core.confidence import RIGHT_ENOUGH, Confidence
from quizapp.core.pace import Pace
from quizapp.core.verdict import Correct, Partial, Unsettled, Verdict, Wrong


class Grade(IntEnum):
    """FSRS ratings, by their numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        """The word, on its own."""
        return self.name.capitalize()

    @property
    def button(self) -> str:
        """The word on its button, where Hard must not be taken for a failure."""
        return "Hard, recalled" if self is Grade.HARD else self.label

    @property
    def meaning(self) -> str:
        """What the word stands for: Hard is a kind of recalled."""
        return _MEANINGS[self]


_MEANINGS = {
    Grade.AGAIN: "not recalled",
    Grade.HARD: "recalled, with effort",
    Grade.GOOD: "recalled",
    Grade.EASY: "recalled at once",
}

FOUR = tuple(Grade)
TWO = (Grade.AGAIN, Grade.GOOD)
"""For those who do not want to weigh: not recalled, or recalled."""


class Effort(Struct, frozen=True):
    """What an answer took, as far as it can be seen."""

    hints: int = 0
    confidence: Confidence | None = None
    pace: Pace = Pace.USUAL
    known: bool = False
    """Whether the card was reviewed before."""


def suggest(
    verdict: Verdict, effort: Effort = Effort(), offered: tuple[Grade, ...] = FOUR
) -> Grade:
    """Suggest one of the offered grades; cautious, since Easy is hard to take back."""
    grade = _suggest(verdict, effort)
    return grade if grade in offered else Grade.GOOD


def _suggest(verdict: Verdict, effort: Effort) -> Grade:
    match verdict:
        case Wrong():
            return Grade.AGAIN
        case Partial(score=share):
            return Grade.HARD if share >= RIGHT_ENOUGH else Grade.AGAIN
        case Correct():
            return _suggest_for_correct(effort)
        case Unsettled():
            return Grade.GOOD


def _suggest_for_correct(effort: Effort) -> Grade:
    """Return Hard for whatever took effort, Easy only if nothing at all did."""
    guessed = effort.confidence is Confidence.GUESS
    if effort.hints or guessed or effort.pace is Pace.SLOW:
        return Grade.HARD
    certain = effort.confidence is Confidence.CERTAIN
    at_once = certain and effort.pace is Pace.QUICK
    return Grade.EASY if at_once and effort.known else Grade.GOOD
