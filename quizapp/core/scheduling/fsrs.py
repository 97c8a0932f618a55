"""FSRS-6: how one review changes the stability and the difficulty of a memory.

This is arithmetic only, in days and probabilities; `intervals` turns it into due dates.
The formulas are those of
https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm
as py-fsrs computes them, in the same order. The tests hold them equal to py-fsrs
within 1e-12, and to Anki's backend within the precision that it stores.
Stability is never below 0.001 days; difficulty is from 1 to 10.
"""

from functools import cache
from math import exp
from typing import TypeAlias

from msgspec import Struct

Weights: TypeAlias = tuple[float, ...]
"""The 21 parameters of FSRS-6, w0 to w20."""

# fmt: off
DEFAULT_WEIGHTS: Weights = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666,
    0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658,
    0.1542,
)
"""Fitted by FSRS's authors to the reviews of about ten thousand Anki users."""

_LOWEST = (
    0.001, 0.001, 0.001, 0.001, 1, 0.001, 0.001, 0.001, 0, 0,
    0.001, 0.001, 0.001, 0.001, 0, 0, 1, 0, 0, 0, 0.1,
)
_HIGHEST = (
    100, 100, 100, 100, 10, 4, 4, 0.75, 4.5, 0.8,
    3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8,
)
# fmt: on

LEAST_STABILITY = 0.001
_AGAIN, _HARD, _EASY = 1, 2, 4


def complaint(weights: Weights) -> str | None:
    """Return why these numbers cannot be weights of FSRS-6; None if they can."""
    if len(weights) != len(DEFAULT_WEIGHTS):
        return f"FSRS-6 has {len(DEFAULT_WEIGHTS)} weights, not {len(weights)}"
    for number, (weight, low, high) in enumerate(
        zip(weights, _LOWEST, _HIGHEST, strict=True)
    ):
        if not low <= weight <= high:
            return f"weight w{number} is {weight}; it must be from {low} to {high}"
    return None


def within_bounds(weights: Weights) -> Weights:
    """Round weights to six decimals within FSRS-6's bounds; single floats miss them."""
    bounds = zip(weights, _LOWEST, _HIGHEST, strict=True)
    return tuple(float(min(max(round(w, 6), low), high)) for w, low, high in bounds)


class Model(Struct, frozen=True):
    """FSRS-6 with its weights, and the terms that depend only on them.

    Grades are FSRS's ratings, 1 to 4; index 0 of the tables by grade is unused.
    """

    weights: Weights
    factor: float
    """The constant that makes recall 90 % after `stability` days."""
    stability_at_first: Weights
    difficulty_at_first: Weights
    toughening: Weights
    """By grade: the change of difficulty, before damping."""
    easiest: float
    """The weighted target of mean reversion: w7 D0(Easy)."""
    gain: Weights
    """By grade: the same-day factor, before damping."""
    growth: Weights
    """By grade: e^w8 with Hard's penalty and Easy's bonus."""
    lapse: float
    """The smallest divisor of stability after a lapse."""

    def first(self, grade: int) -> tuple[float, float]:
        """Return stability in days and difficulty after the first review."""
        return self.stability_at_first[grade], self.difficulty_at_first[grade]

    def recall(self, stability: float, days: int) -> float:
        """Return the probability of recall this many days after a review."""
        return float((1 + self.factor * days / stability) ** -self.weights[20])

    def interval(self, stability: float, retention: float) -> float:
        """Return the days until recall falls to `retention`; not rounded."""
        elapsed = retention ** (1 / -self.weights[20]) - 1
        return float(stability / self.factor * elapsed)

    def after(
        self, stability: float, difficulty: float, grade: int, days: int
    ) -> tuple[float, float]:
        """Return stability and difficulty after a review `days` after the last one."""
        w = self.weights
        if days < 1:
            gain = self.gain[grade] * stability ** -w[19]
            held = stability * (gain if grade == _AGAIN or gain > 1 else 1.0)
        elif grade == _AGAIN:
            held = self._forgotten(stability, difficulty, days)
        else:
            forgotten = exp((1 - self.recall(stability, days)) * w[10]) - 1
            room = (11 - difficulty) * stability ** -w[9]
            held = stability * (1 + self.growth[grade] * room * forgotten)
        moved = difficulty + (10 - difficulty) * self.toughening[grade]
        reverted = self.easiest + (1 - w[7]) * moved
        clamped = 1.0 if reverted < 1 else 10.0 if reverted > 10 else reverted
        return (held if held > LEAST_STABILITY else LEAST_STABILITY), clamped

    def _forgotten(self, stability: float, difficulty: float, days: int) -> float:
        w = self.weights
        long_term = (
            w[11]
            * difficulty ** -w[12]
            * ((stability + 1) ** w[13] - 1)
            * exp((1 - self.recall(stability, days)) * w[14])
        )
        return float(min(long_term, stability / self.lapse))


@cache
def model(weights: Weights) -> Model:
    """Return FSRS-6 with these weights. Raises ValueError if they cannot be weights."""
    if (fault := complaint(weights)) is not None:
        raise ValueError(fault)
    w, grades = weights, (1, 1, 2, 3, 4)
    difficulty = tuple(w[4] - exp(w[5] * (grade - 1)) + 1 for grade in grades)
    bonus = {_HARD: w[15], _EASY: w[16]}
    return Model(
        weights=w,
        factor=0.9 ** (1 / -w[20]) - 1,
        stability_at_first=tuple(max(w[g - 1], LEAST_STABILITY) for g in grades),
        difficulty_at_first=tuple(min(max(d, 1.0), 10.0) for d in difficulty),
        toughening=tuple(-w[6] * (grade - 3) / 9 for grade in grades),
        easiest=w[7] * difficulty[_EASY],
        gain=tuple(exp(w[17] * (grade - 3 + w[18])) for grade in grades),
        growth=tuple(exp(w[8]) * bonus.get(grade, 1.0) for grade in grades),
        lapse=exp(w[17] * w[18]),
    )
