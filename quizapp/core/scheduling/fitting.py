"""Fitting: how well weights predict, on reviews that they were not trained on.

Weights always fit the reviews they were trained on. So the reviews are put in order
of time and cut: each part is predicted by weights trained on the parts before it
alone, as those of a learner would have been. Nothing here sees the future.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import floor, log, sqrt
from typing import TypeAlias

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.fsrs import Model, Weights, model
from quizapp.core.scheduling.review import Fact, Marked

FEWEST = 400
"""Trials to train on at least, as Anki once asked for: the first fifth has to be more
than the 64 from which FSRS's optimizer fits more than the first intervals, and the
other four fifths are few enough to judge by."""

FEWEST_NEW = 100
"""Trials at least that the weights in use were not trained on, to compare with them."""

PARTS = 5
"""The first part is only trained on, the others are also predicted."""


class TrainingStep(Struct, frozen=True):
    """What FSRS takes of a review."""

    grade: Grade
    days: int
    """Study days since the card's review before; 0 for the first."""


class TrainingTrial(Struct, frozen=True):
    """A review on a later study day than the one before it: what can be predicted."""

    at: datetime
    steps: tuple[TrainingStep, ...]
    """The card's reviews up to this one."""

    @property
    def recalled(self) -> bool:
        """True unless it was graded Again."""
        return self.steps[-1].grade is not Grade.AGAIN

    def predicted(self, by: Model) -> float:
        """Return the probability of recall that this review had."""
        stability, difficulty = by.first(self.steps[0].grade)
        for step in self.steps[1:-1]:
            stability, difficulty = by.after(
                stability, difficulty, step.grade, step.days
            )
        return by.recall(stability, self.steps[-1].days)

    @property
    def bin(self) -> tuple[int, int, int]:
        """Name the reviews that are like this one, as FSRS's evaluator does.

        By days, by reviews and by lapses before, each on a logarithmic scale.
        """
        later = [step for step in self.steps if step.days > 0]
        lapses = sum(step.grade is Grade.AGAIN for step in later[:-1])
        return (
            floor(log(self.steps[-1].days, 3.62)),
            floor(log(len(later) + 1, 1.89)),
            floor(log(lapses, 1.73)) if lapses else -1,
        )


Train: TypeAlias = Callable[[Sequence[TrainingTrial]], Weights]
"""Returns the weights that fit these trials best."""


class Fitted(Struct, frozen=True):
    """Weights that were trained on a log, and on how much of it."""

    weights: Weights
    reviews: int
    """The trials they were trained on."""
    until: datetime
    """When the last of these was."""


class Score(Struct, frozen=True):
    """How well predictions held; both are better the smaller they are."""

    log_loss: float
    """The mean surprise, in nats."""
    calibration_error: float
    """How far predicted and real recall are apart, from 0 to 1: RMSE over the bins."""


class Comparison(Struct, frozen=True):
    """The weights in use against newly trained ones, on the same reviews."""

    before: Score
    after: Score
    trials: int

    @property
    def improved(self) -> bool:
        """True if the reviews were less of a surprise to the new weights."""
        return self.after.log_loss < self.before.log_loss


class Part(Struct, frozen=True):
    """Trials to train on, and the later ones to predict."""

    past: Sequence[TrainingTrial]
    future: Sequence[TrainingTrial]


class TooFew(Struct, frozen=True):
    """Not enough to learn from, or to tell by whether it helped."""

    have: int
    need: int
    since: datetime | None = None
    """When the weights in use were trained, if it is the trials since that count."""


def training_trials(log: Iterable[Fact]) -> tuple[TrainingTrial, ...]:
    """Return what can be predicted, in order of time; the facts come in that order.

    Days are counted as `schedule.review` counts them: never backwards. Reviews
    before a reset count no more.
    """
    steps: dict[CardId, tuple[TrainingStep, ...]] = {}
    days: dict[CardId, int] = {}
    found: dict[CardId, list[TrainingTrial]] = {}
    for fact in log:
        if isinstance(fact, Marked):
            if fact.mark is Mark.RESET:
                for table in (steps, days, found):
                    table.pop(fact.card, None)
            continue
        last = days.get(fact.card, fact.moment.day)
        day = max(last, fact.moment.day)
        so_far = (*steps.get(fact.card, ()), TrainingStep(fact.grade, day - last))
        steps[fact.card], days[fact.card] = so_far, day
        if day > last:
            found.setdefault(fact.card, []).append(
                TrainingTrial(fact.moment.at, so_far)
            )
    every = (trial for each in found.values() for trial in each)
    return tuple(sorted(every, key=lambda trial: trial.at))


def split(
    every: Sequence[TrainingTrial], since: datetime | None = None
) -> tuple[Part, ...] | TooFew:
    """Cut trials into pasts and futures; `since` ends what the weights in use saw."""
    if len(every) < FEWEST:
        return TooFew(len(every), FEWEST)
    seen = 0 if since is None else sum(trial.at <= since for trial in every)
    if since is not None and len(every) - seen < FEWEST_NEW:
        return TooFew(len(every) - seen, FEWEST_NEW, since)
    first = max(seen, len(every) // PARTS)
    futures = PARTS - 1
    cuts = [first + (len(every) - first) * n // futures for n in range(PARTS)]
    return tuple(Part(every[:start], every[start:end]) for start, end in pairwise(cuts))


def compare_weights(parts: Iterable[Part], before: Weights, train: Train) -> Comparison:
    """Predict each part's future by the weights in use, and by its past."""
    old: list[Prediction] = []
    new: list[Prediction] = []
    for part in parts:
        old.extend(_predictions(part.future, before))
        new.extend(_predictions(part.future, train(part.past)))
    return Comparison(score_predictions(old), score_predictions(new), len(new))


Prediction: TypeAlias = tuple[TrainingTrial, float]


def _predictions(
    each: Sequence[TrainingTrial], weights: Weights
) -> Iterator[Prediction]:
    by = model(weights)
    return ((trial, trial.predicted(by)) for trial in each)


def score_predictions(predictions: Sequence[Prediction]) -> Score:
    """Score predictions, each review counting the same."""
    surprise = 0.0
    bins: dict[tuple[int, int, int], list[float]] = {}
    for trial, recall in predictions:
        likely = recall if trial.recalled else 1 - recall
        surprise -= log(max(likely, 1e-6))
        bins.setdefault(trial.bin, []).append(recall - trial.recalled)
    squares = sum(sum(errors) ** 2 / len(errors) for errors in bins.values())
    count = len(predictions)
    return Score(surprise / count, sqrt(squares / count))
