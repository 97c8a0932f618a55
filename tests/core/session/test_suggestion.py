"""The grade that is suggested for a verdict and what it took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import FOUR, TWO, Grade
from quizapp.core.basics.pace import Pace, pace
from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Wrong
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.predict import Predict
from quizapp.core.session.suggestion import Effort, suggest

EFFORTS = st.builds(
    Effort,
    hints=st.integers(0, 3),
    confidence=st.none() | st.sampled_from(Confidence),
    pace=st.sampled_from(Pace),
    known=st.booleans(),
)
VERDICTS = st.sampled_from(
    [Correct(), Wrong(), Partial(0.4), Partial(0.9), Unsettled("you say")]
)
AT_ONCE = Effort(confidence=Confidence.CERTAIN, pace=Pace.QUICK, known=True)


@pytest.mark.parametrize(
    ("verdict", "effort", "grade"),
    [
        (Correct(), Effort(), Grade.GOOD),
        (Correct(), Effort(hints=1), Grade.HARD),
        (Correct(), Effort(confidence=Confidence.GUESS), Grade.HARD),
        (Correct(), Effort(confidence=Confidence.UNSURE), Grade.GOOD),
        (Correct(), Effort(pace=Pace.SLOW), Grade.HARD),
        (Correct(), Effort(pace=Pace.QUICK), Grade.GOOD),
        (Correct(), Effort(confidence=Confidence.CERTAIN), Grade.GOOD),
        (Correct(), AT_ONCE, Grade.EASY),
        (Wrong(), AT_ONCE, Grade.AGAIN),
        (Partial(0.49), AT_ONCE, Grade.AGAIN),
        (Partial(0.5), AT_ONCE, Grade.HARD),
        (Unsettled("judge yourself"), Effort(), Grade.GOOD),
        (Unsettled("judge yourself"), Effort(hints=2), Grade.GOOD),
    ],
)
def test_the_grade_follows_from_the_verdict_and_the_effort(verdict, effort, grade):
    """Effort makes a right answer Hard; only one that took none at all is Easy."""
    assert suggest(verdict, effort) is grade


@given(VERDICTS, EFFORTS)
def test_easy_is_never_suggested_for_a_card_seen_for_the_first_time(verdict, effort):
    """A long interval has to be earned twice."""
    if not effort.known:
        assert suggest(verdict, effort) is not Grade.EASY


@given(VERDICTS, EFFORTS)
def test_of_two_grades_one_of_the_two_is_suggested(verdict, effort):
    """Again stays Again; whatever was recalled is Good."""
    four, two = suggest(verdict, effort, FOUR), suggest(verdict, effort, TWO)
    assert two in TWO
    assert (two is Grade.AGAIN) == (four is Grade.AGAIN)


@pytest.mark.parametrize(
    ("kind", "seconds", "expected"),
    [
        (Predict, 15, Pace.QUICK),
        (Predict, 16, Pace.USUAL),
        (Predict, 90, Pace.USUAL),
        (Predict, 91, Pace.SLOW),
        (Choice, 61, Pace.SLOW),
        (Implement, 91, Pace.QUICK),
        (Open, 9999, Pace.USUAL),
    ],
)
def test_the_pace_is_that_of_the_kind(kind, seconds, expected):
    """Ninety seconds are slow for a prediction, not for an implementation."""
    assert pace(kind.expected_seconds, seconds) is expected


@given(st.floats(1, 600), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_slower_answer_is_never_of_a_quicker_pace(expected, one, other):
    """Quick, usual, slow, in the order of time."""
    order = [Pace.QUICK, Pace.USUAL, Pace.SLOW]
    quicker, slower = (
        order.index(pace(expected, each)) for each in sorted((one, other))
    )
    assert quicker <= slower


def test_grades_are_the_ratings_of_fsrs():
    """In number and in name."""
    assert [(int(grade), grade.label) for grade in Grade] == [
        *[(1, "Again"), (2, "Hard"), (3, "Good"), (4, "Easy")]
    ]


def test_hard_is_worded_as_recalled():
    """A lapse graded Hard would stretch the interval it should shorten."""
    assert Grade.HARD.label == "Hard"
    assert Grade.HARD.meaning == "knew it with effort"
    assert Grade.AGAIN.meaning == "did not know it"
