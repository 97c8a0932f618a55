"""Grades: the user's self-assessment, FSRS's four ratings.

Hard means recalled with effort. Whatever was not recalled is Again: graded
Hard, a lapse would stretch the interval it should shorten.
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
