"""Grades: the user's self-assessment, FSRS's four ratings.

Hard means recalled with effort. A card that was not recalled is Again: graded Hard,
a lapse would lengthen the interval that it should shorten.
"""

from enum import IntEnum


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
    def meaning(self) -> str:
        """The meaning of the grade: Hard counts as recalled."""
        return _MEANINGS[self]


_MEANINGS = {
    Grade.AGAIN: "did not know it",
    Grade.HARD: "knew it with effort",
    Grade.GOOD: "knew it",
    Grade.EASY: "knew it at once",
}

FOUR = tuple(Grade)
TWO = (Grade.AGAIN, Grade.GOOD)
"""The simpler choice: not recalled, or recalled."""
