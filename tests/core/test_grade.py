"""The grade that is suggested for a verdict."""

import pytest

from quizapp.core.grade import Grade, suggest
from quizapp.core.verdict import Correct, Partial, Unsettled, Wrong


@pytest.mark.parametrize(
    ("verdict", "hints", "grade"),
    [
        (Correct(), 0, Grade.GOOD),
        (Correct(), 1, Grade.HARD),
        (Wrong(), 0, Grade.AGAIN),
        (Partial(0.9), 0, Grade.AGAIN),
        (Unsettled("judge yourself"), 0, Grade.GOOD),
        (Unsettled("judge yourself"), 2, Grade.GOOD),
    ],
)
def test_the_grade_follows_from_the_verdict_and_the_hints(verdict, hints, grade):
    """What was not recalled is Again, however nearly; Easy is never suggested."""
    assert suggest(verdict, hints) is grade


def test_grades_are_the_ratings_of_fsrs():
    """In number and in name."""
    assert [(int(grade), grade.label) for grade in Grade] == [
        *[(1, "Again"), (2, "Hard"), (3, "Good"), (4, "Easy")]
    ]
