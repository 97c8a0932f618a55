"""The door to FSRS's optimizer, a library in Rust that comes with an extra.

It takes trials and gives the weights that fit them, the same ones each time, within
a second for a million reviews.
"""

from collections.abc import Sequence
from typing import Any

from quizapp.core.scheduling.fitting import Train, TrainingTrial
from quizapp.core.scheduling.fsrs import Weights, complaint, within_bounds
from quizapp.core.scheduling.intervals import RELEARNING_STEPS
from quizapp.errors import QuizError


def trainer() -> Train:
    """Return what trains weights. Raises QuizError where the extra is missing."""
    try:
        import fsrs_rs_python
    except ImportError as error:
        raise QuizError(
            "FSRS's optimizer is not installed", "pip install 'quizapp[optimize]'"
        ) from error

    def train(training_trials: Sequence[TrainingTrial]) -> Weights:
        return _trained(fsrs_rs_python, training_trials)

    return train


def _trained(library: Any, training_trials: Sequence[TrainingTrial]) -> Weights:  # noqa: ANN401  # a module
    items = [
        library.FSRSItem(
            [library.FSRSReview(int(step.grade), step.days) for step in trial.steps]
        )
        for trial in training_trials
    ]
    try:
        found = library.FSRS([]).compute_parameters(
            items, num_relearning_steps=len(RELEARNING_STEPS)
        )
    except (ValueError, RuntimeError) as error:
        message = f"FSRS's optimizer gave up ({error})"
        raise QuizError(message, "review more cards on a second day") from error
    if (fault := complaint(weights := within_bounds(tuple(found)))) is not None:
        raise QuizError(f"FSRS's optimizer gave no weights: {fault}", _UNHARMED)
    return weights


_UNHARMED = "the weights in use are unchanged"
