"""FSRS-6's arithmetic, held against py-fsrs: same numbers, same steps, same days."""

from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.fsrs import (
    _HIGHEST,
    _LOWEST,
    DEFAULT_WEIGHTS,
    complaint,
    model,
    within_bounds,
)
from quizapp.core.scheduling.intervals import (
    DueAt,
    SchedulerSettings,
    retrievability,
    review,
    whole_days,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEIGHTS = st.just(DEFAULT_WEIGHTS) | st.tuples(
    *(st.floats(low, high) for low, high in zip(_LOWEST, _HIGHEST, strict=True))
)
HISTORIES = st.lists(
    st.tuples(st.sampled_from(Grade), st.sampled_from([0, 0, 1, 2, 5, 30, 400])),
    min_size=1,
    max_size=12,
)
"""A grade, and the whole days until the next review."""


@given(HISTORIES, WEIGHTS, st.floats(0.7, 0.99))
def test_a_history_leads_where_py_fsrs_leads(history, weights, retention):
    """Stability, difficulty, step and interval, at every review, without fuzz."""
    settings = SchedulerSettings(retention, weights)
    theirs, ours = fsrs.Card(card_id=1), None
    scheduler = fsrs.Scheduler(weights, retention, enable_fuzzing=False)
    at = START
    for grade, days in history:
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(int(grade)), at)
        ours = review(ours, grade, Moment(at), "deck/card", settings)
        assert ours.stability == pytest.approx(theirs.stability, rel=1e-12)
        assert ours.difficulty == pytest.approx(theirs.difficulty, rel=1e-12)
        assert (int(ours.stage), ours.step) == (int(theirs.state), theirs.step)
        if isinstance(ours.due, DueAt):
            assert ours.due.at == theirs.due
        else:
            assert whole_days(ours.stability, settings) == (theirs.due - at).days
        at += timedelta(days=days)
        recall = scheduler.get_card_retrievability(theirs, at)
        day = Moment(at).day
        assert retrievability(ours, day, settings) == pytest.approx(recall, rel=1e-12)


def test_the_defaults_are_those_of_fsrs():
    """And so are the bounds that weights have to keep."""
    assert fsrs.scheduler.DEFAULT_PARAMETERS == DEFAULT_WEIGHTS
    assert fsrs.scheduler.LOWER_BOUNDS_PARAMETERS == _LOWEST
    assert fsrs.scheduler.UPPER_BOUNDS_PARAMETERS == _HIGHEST


def test_recall_at_the_interval_is_the_retention_asked_for():
    """Interval and recall are each other's inverse."""
    default = model(DEFAULT_WEIGHTS)
    for retention in (0.7, 0.9, 0.99):
        days = default.interval(1e4, retention)
        assert default.recall(1e4, round(days)) == pytest.approx(retention, abs=1e-4)


@given(st.floats(0.01, 1000), st.floats(1, 10), WEIGHTS)
def test_hard_on_the_same_day_never_takes_stability_away(
    stability, difficulty, weights
):
    """What was recalled an hour ago is known no worse for it."""
    after, _ = model(weights).after(stability, difficulty, Grade.HARD, 0)
    assert after >= stability


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (DEFAULT_WEIGHTS[:19], "FSRS-6 has 21 weights, not 19"),
        ((*DEFAULT_WEIGHTS[:20], 0.9), "weight w20 is 0.9; it must be from 0.1 to 0.8"),
        ((float("nan"), *DEFAULT_WEIGHTS[1:]), "weight w0 is nan"),
    ],
)
def test_what_is_no_set_of_weights_is_reported(weights, message):
    """By its number, and with the range that is allowed."""
    assert str(complaint(weights)).startswith(message)
    with pytest.raises(ValueError, match=r"FSRS-6 has|it must be from"):
        SchedulerSettings(weights=weights)


def test_single_precision_does_not_put_a_weight_out_of_bounds():
    """0.8 in 32 bits is a little more than 0.8."""
    strayed = (*DEFAULT_WEIGHTS[:20], 0.800000011920929)
    assert complaint(strayed)
    assert complaint(within_bounds(strayed)) is None
    assert within_bounds(strayed)[20] == 0.8
