"""Fitting: compare weights by how well they predict reviews they were not trained on.

Weights always fit the reviews they were trained on. So the reviews are put in order
of time and cut into parts; each part is predicted by weights that were trained only
on the parts before it, so no prediction uses the future.
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
from quizapp.core.scheduling.review import Fact, Marked, Reviewed

FEWEST = 400
"""The fewest trials to train on, as Anki once required. The first fifth must exceed 64:
with fewer, FSRS's optimizer fits only the first intervals."""

FEWEST_NEW = 100
"""The fewest trials for a comparison that the weights in use were not trained on."""

PARTS = 5
"""The first part is only used for training; the others are also predicted."""


class TrainingStep(Struct, frozen=True):
    """What FSRS needs from a review."""

    grade: Grade
    days: int
    """Study days since the card's previous review; 0 for the first."""


class TrainingTrial(Struct, frozen=True):
    """A review on a later study day than the previous one, which can be predicted."""

    at: datetime
    steps: tuple[TrainingStep, ...]
    """The card's reviews up to this one."""

    @property
    def recalled(self) -> bool:
        """False if it was graded Again."""
        return self.steps[-1].grade is not Grade.AGAIN

    def predicted(self, by: Model) -> float:
        """Return the probability of recall that a model gave this review."""
        stability, difficulty = by.first(self.steps[0].grade)
        for step in self.steps[1:-1]:
            stability, difficulty = by.after(
                stability, difficulty, step.grade, step.days
            )
        return by.recall(stability, self.steps[-1].days)

    @property
    def bin(self) -> tuple[int, int, int]:
        """The bin of similar reviews, as in FSRS's evaluator.

        By days, reviews and lapses before, each on a logarithmic scale.
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
    """Weights, and the part of the log they were trained on."""

    weights: Weights
    reviews: int
    """The trials they were trained on."""
    until: datetime
    """When the last of these trials was."""


class Score(Struct, frozen=True):
    """How good predictions are; lower is better for both."""

    log_loss: float
    """The mean negative log likelihood, in nats."""
    calibration_error: float
    """How far predicted and real recall are apart, from 0 to 1: RMSE over the bins."""


class Comparison(Struct, frozen=True):
    """The weights in use and newly trained ones, compared on the same reviews."""

    before: Score
    after: Score
    trials: int

    @property
    def improved(self) -> bool:
        """Whether the new weights have the lower log loss."""
        return self.after.log_loss < self.before.log_loss


class Part(Struct, frozen=True):
    """Trials to train on, and the later ones to predict."""

    past: Sequence[TrainingTrial]
    future: Sequence[TrainingTrial]


class TooFew(Struct, frozen=True):
    """Too few trials to train on, or to compare with."""

    have: int
    need: int
    since: datetime | None = None
    """When the weights in use were trained, if only trials since then count."""


def training_trials(log: Iterable[Fact]) -> tuple[TrainingTrial, ...]:
    """Return the trials in these facts; both are in order of time.

    Days are counted as in `intervals.review`: never backwards. Reviews before a
    reset do not count.
    """
    steps: dict[CardId, tuple[TrainingStep, ...]] = {}
    days: dict[CardId, int] = {}
    trials: dict[CardId, list[TrainingTrial]] = {}
    for fact in log:
        if not isinstance(fact, Reviewed):
            if isinstance(fact, Marked) and fact.mark is Mark.RESET:
                for table in (steps, days, trials):
                    table.pop(fact.card, None)
            continue
        last = days.get(fact.card, fact.moment.day)
        day = max(last, fact.moment.day)
        so_far = (*steps.get(fact.card, ()), TrainingStep(fact.grade, day - last))
        steps[fact.card], days[fact.card] = so_far, day
        if day > last:
            trials.setdefault(fact.card, []).append(
                TrainingTrial(fact.moment.at, so_far)
            )
    all_trials = (trial for of_card in trials.values() for trial in of_card)
    return tuple(sorted(all_trials, key=lambda trial: trial.at))


def split(
    trials: Sequence[TrainingTrial], since: datetime | None = None
) -> tuple[Part, ...] | TooFew:
    """Cut trials into parts; the weights in use were trained on those until `since`."""
    if len(trials) < FEWEST:
        return TooFew(len(trials), FEWEST)
    seen = 0 if since is None else sum(trial.at <= since for trial in trials)
    if since is not None and len(trials) - seen < FEWEST_NEW:
        return TooFew(len(trials) - seen, FEWEST_NEW, since)
    first = max(seen, len(trials) // PARTS)
    futures = PARTS - 1
    cuts = [first + (len(trials) - first) * n // futures for n in range(PARTS)]
    return tuple(
        Part(trials[:start], trials[start:end]) for start, end in pairwise(cuts)
    )


def compare_weights(parts: Iterable[Part], before: Weights, train: Train) -> Comparison:
    """Predict each part by the weights in use, and by new ones trained on its past."""
    old: list[Prediction] = []
    new: list[Prediction] = []
    for part in parts:
        old.extend(_predictions(part.future, before))
        new.extend(_predictions(part.future, train(part.past)))
    return Comparison(score_predictions(old), score_predictions(new), len(new))


Prediction: TypeAlias = tuple[TrainingTrial, float]


def _predictions(
    trials: Sequence[TrainingTrial], weights: Weights
) -> Iterator[Prediction]:
    by = model(weights)
    return ((trial, trial.predicted(by)) for trial in trials)


def score_predictions(predictions: Sequence[Prediction]) -> Score:
    """Score predictions; every review counts the same."""
    surprise = 0.0
    bins: dict[tuple[int, int, int], list[float]] = {}
    for trial, recall in predictions:
        likely = recall if trial.recalled else 1 - recall
        surprise -= log(max(likely, 1e-6))
        bins.setdefault(trial.bin, []).append(recall - trial.recalled)
    squares = sum(sum(errors) ** 2 / len(errors) for errors in bins.values())
    count = len(predictions)
    return Score(surprise / count, sqrt(squares / count))
