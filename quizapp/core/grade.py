"""Grades: the user's self-assessment, FSRS's four ratings.

Hard means recalled with effort. Whatever was not recalled is Again: graded
Hard, a lapse would stretch the interval it should shorten.
"""

from enum import IntEnum

from quizapp.core.verdict import Correct, Partial, Unsettled, Verdict, Wrong


class Grade(IntEnum):
    """FSRS ratings, by their numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        """The word on the button."""
        return self.name.capitalize()


def suggest(verdict: Verdict, hints: int) -> Grade:
    """Suggest a grade from the verdict and the number of hints taken."""
    match verdict:
        case Wrong() | Partial():
            return Grade.AGAIN
        case Correct() if hints:
            return Grade.HARD
        case Correct() | Unsettled():
            return Grade.GOOD
