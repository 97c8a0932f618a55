"""Weights are judged on reviews that they were not trained on."""

from collections.abc import Sequence
from datetime import timedelta
from math import log, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.fitting import (
    FEWEST,
    FEWEST_NEW,
    Comparison,
    Part,
    Score,
    TooFew,
    TrainingStep,
    TrainingTrial,
    compare_weights,
    score_predictions,
    split,
    training_trials,
)
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS, Weights, model
from quizapp.core.scheduling.intervals import retrievability
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import EventId, Marked
from support.learner import FORGETFUL, START, learner
from support.reviews import REVIEW


def after(days: Sequence[int], grade: Grade = Grade.GOOD) -> tuple[TrainingTrial, ...]:
    """Return the trials in the reviews of one card on these days."""
    moments = [Moment(START + timedelta(days=day)) for day in days]
    return training_trials(
        replace(REVIEW, moment=moment, grade=grade) for moment in moments
    )


def test_a_trial_is_a_review_on_a_later_day_than_the_one_before():
    """The first of a card predicts nothing, nor does the same day; both are kept."""
    (trial,) = after([0, 0, 3])
    good = Grade.GOOD
    assert trial.steps == (
        TrainingStep(good, 0),
        TrainingStep(good, 0),
        TrainingStep(good, 3),
    )
    assert (trial.at, trial.recalled) == (START + timedelta(days=3), True)


def test_a_clock_set_back_makes_no_trial():
    """Days never run backwards, as in the memory itself."""
    trial, *rest = after([0, 5, 2, 6])
    assert [step.days for step in trial.steps] == [0, 5]
    assert [[step.days for step in each.steps] for each in rest] == [[0, 5, 0, 1]]


def test_reviews_before_a_reset_count_no_more():
    """The card is new again, to the optimizer as to the schedule."""
    early, late = (
        replace(REVIEW, moment=Moment(START + timedelta(days=day))) for day in (1, 9)
    )
    reset = Marked(EventId("m"), "here", REVIEW.card, Mark.RESET, Moment(START))
    good = Grade.GOOD
    last = replace(late, moment=late.moment.later(timedelta(days=2)))
    (trial,) = training_trials([REVIEW, early, reset, late, last])
    assert trial.steps == (TrainingStep(good, 0), TrainingStep(good, 2))


@given(st.lists(st.sampled_from([0, 0, 1, 4, 30]), min_size=2, max_size=9))
def test_a_trial_is_predicted_as_the_schedule_would(gaps):
    """The recall at each review is that of the memory folded before it."""
    days = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    events = [
        replace(
            REVIEW, id=f"{n}", moment=Moment(START + timedelta(days=day, seconds=n))
        )
        for n, day in enumerate(days)
    ]
    by = model(DEFAULT_WEIGHTS)
    for trial in training_trials(events):
        earlier = [event for event in events if event.moment.at < trial.at]
        memory = fold(earlier).by_card[REVIEW.card]
        recall = retrievability(memory, Moment(trial.at).day)
        assert trial.predicted(by) == pytest.approx(recall, rel=1e-12)


def test_each_part_is_predicted_from_those_before_it_alone():
    """In order of time; only the first fifth is never predicted."""
    every = training_trials(learner())
    parts = split(every)
    assert not isinstance(parts, TooFew)
    for part in parts:
        assert max(trial.at for trial in part.past) <= part.future[0].at
        assert [*part.past, *part.future] == list(
            every[: len(part.past) + len(part.future)]
        )
    predicted = [trial for part in parts for trial in part.future]
    assert predicted == list(every[len(every) // 5 :])


def test_what_the_weights_in_use_were_trained_on_is_not_held_against_new_ones():
    """Only the trials since count, and there have to be enough of them."""
    every = training_trials(learner())
    since = every[-150].at
    parts = split(every, since)
    assert not isinstance(parts, TooFew)
    assert all(trial.at > since for part in parts for trial in part.future)
    assert sum(len(part.future) for part in parts) == 149
    since = every[-FEWEST_NEW].at
    assert split(every, since) == TooFew(FEWEST_NEW - 1, FEWEST_NEW, since)


def test_too_few_trials_are_refused():
    """One short is one short."""
    every = training_trials(learner())
    assert split(every[: FEWEST - 1]) == TooFew(FEWEST - 1, FEWEST)
    assert not isinstance(split(every[:FEWEST]), TooFew)


def test_the_comparison_is_by_surprise():
    """The learner's own weights beat the defaults, and not the reverse."""
    parts = split(training_trials(learner(cards=600)))
    assert not isinstance(parts, TooFew)
    better = compare_weights(parts, DEFAULT_WEIGHTS, lambda _: FORGETFUL)
    worse = compare_weights(parts, FORGETFUL, lambda _: DEFAULT_WEIGHTS)
    assert (better.improved, worse.improved) == (True, False)
    assert (better.before, better.after) == (worse.after, worse.before)
    assert better.after.calibration_error < better.before.calibration_error


def test_no_difference_is_no_improvement():
    """What is in use stays, then."""
    same = Score(0.3, 0.05)
    assert not Comparison(same, same, 100).improved


def test_nobody_trains_on_what_is_then_predicted():
    """A trainer that remembers what it saw never meets it again."""
    seen: set[TrainingTrial] = set()

    def train(past: Sequence[TrainingTrial]) -> Weights:
        seen.update(past)
        return DEFAULT_WEIGHTS

    parts = split(training_trials(learner()))
    assert not isinstance(parts, TooFew)
    for part in parts:
        compare_weights([part], DEFAULT_WEIGHTS, train)
        assert not seen & set(part.future)


def test_certainty_that_fails_is_a_surprise_without_being_endless():
    """A prediction of 1 that was wrong has a finite loss."""
    (trial,) = after([0, 1], Grade.AGAIN)
    assert 10 < score_predictions([(trial, 1.0)]).log_loss < 20


def test_the_score_is_that_of_fsrs_evaluator():
    """Its log loss, its bins; it weighs recent reviews more, and so does this test."""
    library = pytest.importorskip("fsrs_rs_python")
    every, by = training_trials(learner()), model(FORGETFUL)
    items = [
        library.FSRSItem(
            [library.FSRSReview(int(step.grade), step.days) for step in trial.steps]
        )
        for trial in every
    ]
    theirs = library.FSRS(list(FORGETFUL)).evaluate(items)
    recent = [0.25 + 0.75 * (n / (len(every) - 1)) ** 3 for n in range(len(every))]
    loss = 0.0
    bins: dict[Any, list[tuple[float, float]]] = {}
    for trial, weight in zip(every, recent, strict=True):
        recall = trial.predicted(by)
        loss -= weight * log(recall if trial.recalled else 1 - recall)
        bins.setdefault(trial.bin, []).append((recall - trial.recalled, weight))
    assert loss / sum(recent) == pytest.approx(theirs.log_loss, rel=1e-4)
    squares = sum(
        (sum(error for error, _ in each) / len(each)) ** 2 * sum(w for _, w in each)
        for each in bins.values()
    )
    error = sqrt(squares / sum(recent))
    assert error == pytest.approx(theirs.rmse_bins, rel=1e-3)


def test_the_calibration_error_is_the_mean_over_bins():
    """Two bins: one right on average though never right, one off by a tenth."""
    (hit,), (miss,) = after([0, 1]), after([0, 1], Grade.AGAIN)
    (later,) = after([0, 100])
    predictions = [(hit, 0.5), (miss, 0.5), (later, 0.9), (later, 0.9)]
    assert score_predictions(predictions).calibration_error == pytest.approx(
        sqrt(0.01 / 2)
    )


def test_a_part_is_what_it_says():
    """A past to train on, a future to predict."""
    part = Part(after([0, 1]), after([0, 2]))
    assert (
        compare_weights([part], DEFAULT_WEIGHTS, lambda _: DEFAULT_WEIGHTS).trials == 1
    )
