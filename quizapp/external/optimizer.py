"""FSRS's optimizer, a Rust library that the extra `optimize` installs.

It returns the weights that fit the trials, the same ones every time. A million
reviews take less than a second.
"""

from collections.abc import Sequence
from typing import Any

from quizapp.core.scheduling.fitting import Train, TrainingTrial
from quizapp.core.scheduling.fsrs import Weights, complaint, within_bounds
from quizapp.core.scheduling.intervals import RELEARNING_STEPS
from quizapp.errors import QuizError


def trainer() -> Train:
    """Return a function that trains weights. Raises QuizError without the extra."""
    try:
        import fsrs_rs_python
    except ImportError as error:
        raise QuizError(
            "FSRS's optimizer is not installed", "pip install 'quizapp[optimize]'"
        ) from error

    def train(training_trials: Sequence[TrainingTrial]) -> Weights:
        return _train(fsrs_rs_python, training_trials)

    return train


def _train(library: Any, training_trials: Sequence[TrainingTrial]) -> Weights:  # noqa: ANN401  # a module
    items = [
        library.FSRSItem(
            [library.FSRSReview(int(step.grade), step.days) for step in trial.steps]
        )
        for trial in training_trials
    ]
    try:
        parameters = library.FSRS([]).compute_parameters(
            items, num_relearning_steps=len(RELEARNING_STEPS)
        )
    except (ValueError, RuntimeError) as error:
        message = f"FSRS's optimizer failed ({error})"
        raise QuizError(message, "review more cards on more days") from error
    weights = within_bounds(tuple(parameters))
    if (fault := complaint(weights)) is not None:
        raise QuizError(f"FSRS's optimizer returned bad weights: {fault}", _UNCHANGED)
    return weights


_UNCHANGED = "the weights in use are unchanged"
