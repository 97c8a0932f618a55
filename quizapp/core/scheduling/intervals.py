"""Intervals: the memory and the due date that follow from each grade.

Elapsed time is counted in study days, as in Anki, not in blocks of 24 hours as in
py-fsrs, because people sleep between days. Fuzz keeps cards that were learned
together from returning together. It is drawn from the card and its number of
reviews, so the interval on a button is the interval that you get. Every start folds
the log through `review`, so it computes nothing twice and nothing unused.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from typing import TypeAlias

from msgspec import Struct

from quizapp.core.basics.draw import signed
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.scheduling.follow_up import longest_absence, owed
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS, Model, Weights, model

LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)
MAXIMUM_INTERVAL = 36500

_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
"""From day, to day, share of that range: the table of Anki and py-fsrs."""


class Stage(IntEnum):
    """FSRS's states of a reviewed card."""

    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class DueAt(Struct, frozen=True, array_like=True, tag=True):
    """Due at an instant: a learning step, minutes away."""

    at: datetime


class DueOn(Struct, frozen=True, array_like=True, tag=True):
    """Due on a study day, at any hour of it."""

    day: StudyDay


Due: TypeAlias = DueAt | DueOn


class Memory(Struct, frozen=True, array_like=True):
    """FSRS's state of a card after its last review. A new card has none."""

    stability: float
    """Days until the predicted recall has fallen to 90 %."""
    difficulty: float
    """From 1 to 10."""
    stage: Stage
    step: int | None
    """Index of the learning step; None in review."""
    day: StudyDay
    """Study day of the last review."""
    due: Due
    reviews: int
    lapses: int
    owed: int = 0
    """Follow-ups after an error made with confidence; see `follow_up`."""


class SchedulerSettings(Struct, frozen=True, dict=True):
    """The user's settings for the schedule."""

    retention: float = 0.9
    weights: Weights = DEFAULT_WEIGHTS
    latest: StudyDay | None = None
    """The last day before an interview: no card is scheduled beyond it."""

    def __post_init__(self) -> None:
        model(self.weights)  # raises ValueError if they cannot be weights

    @cached_property
    def model(self) -> Model:
        """FSRS with these weights, cached: building it costs as much as a review."""
        return model(self.weights)


def review(
    memory: Memory | None,
    grade: Grade,
    moment: Moment,
    card: str,
    settings: SchedulerSettings = SchedulerSettings(),
    *,
    sure_and_wrong: bool = False,
) -> Memory:
    """Return the memory after a grade; `card` seeds the fuzz."""
    day, fsrs = moment.day, settings.model
    if memory is None:
        stability, difficulty = fsrs.first(grade)
        stage, step, delay = _step(Stage.LEARNING, 0, grade)
        reviews, lapses, before, new_day = 1, 0, 0, True
    else:
        passed = max(0, day - memory.day)
        day = days_after(memory.day, passed)
        stability, difficulty = fsrs.after(
            memory.stability, memory.difficulty, grade, passed
        )
        stage, step, delay = _step(memory.stage, memory.step, grade)
        lapsed = grade is Grade.AGAIN and memory.stage is Stage.REVIEW
        reviews, lapses = memory.reviews + 1, memory.lapses + lapsed
        before, new_day = memory.owed, passed > 0
    owes = owed(before, grade, new_day=new_day, sure_and_wrong=sure_and_wrong)
    due: Due
    if delay is None:
        days = whole_days(stability, settings)
        on = days_after(day, fuzzed(days, f"{card}#{reviews}"))
        due = DueOn(_capped(on, day, settings))
    else:
        due = DueAt(moment.at + delay)
    if owes:
        due = _brought_forward(due, longest_absence(owes), day, moment)
    return Memory(stability, difficulty, stage, step, day, due, reviews, lapses, owes)


def whole_days(stability: float, settings: SchedulerSettings) -> int:
    """Return FSRS's interval in days, before fuzz: from a day to a century."""
    days = round(settings.model.interval(stability, settings.retention))
    return min(max(days, 1), MAXIMUM_INTERVAL)


def _capped(on: StudyDay, day: StudyDay, settings: SchedulerSettings) -> StudyDay:
    latest = settings.latest
    return on if latest is None or day >= latest else min(on, latest)


def _step(
    stage: Stage, step: int | None, grade: Grade
) -> tuple[Stage, int | None, timedelta | None]:
    """Return stage and step after a grade, and the delay of a step, None for days."""
    if stage is Stage.REVIEW:
        if grade is Grade.AGAIN:
            return Stage.RELEARNING, 0, RELEARNING_STEPS[0]
        return Stage.REVIEW, None, None
    steps = LEARNING_STEPS if stage is Stage.LEARNING else RELEARNING_STEPS
    at = 0 if grade is Grade.AGAIN else (step or 0) + (grade is Grade.GOOD)
    if grade is Grade.EASY or at >= len(steps):
        return Stage.REVIEW, None, None
    delay = steps[at]
    if grade is Grade.HARD and at == 0:
        delay = (delay + steps[1]) / 2 if len(steps) > 1 else delay * 1.5
    return stage, at, delay


def preview_grades(
    memory: Memory | None,
    moment: Moment,
    card: str,
    settings: SchedulerSettings = SchedulerSettings(),
    *,
    sure_and_wrong: bool = False,
) -> dict[Grade, Memory]:
    """Return the memory that each of the four grades leads to."""
    return {
        grade: review(
            memory, grade, moment, card, settings, sure_and_wrong=sure_and_wrong
        )
        for grade in Grade
    }


def retrievability(
    memory: Memory, day: StudyDay, settings: SchedulerSettings = SchedulerSettings()
) -> float:
    """Return the predicted probability of recall on a study day."""
    return settings.model.recall(memory.stability, max(0, day - memory.day))


def stage_after(
    before: tuple[Stage, int | None] | None, grade: Grade
) -> tuple[Stage, int | None]:
    """Return stage and learning step after a grade; they depend on nothing else.

    For passes over a long log that need nothing else. None is a card never seen.
    """
    stage, step = before or (Stage.LEARNING, 0)
    after, further, _ = _step(stage, step, grade)
    return after, further


def is_due(memory: Memory, moment: Moment) -> bool:
    """Return whether a card that was seen before is due."""
    return is_due_by(memory.due, moment.day, moment.at)


def is_due_by(due: Due, today: StudyDay, now: datetime) -> bool:
    """Return whether a due date is reached; for loops over many cards."""
    match due:
        case DueAt(at=at):
            return at <= now
        case DueOn(day=day):
            return day <= today


def due_day(memory: Memory, moment: Moment) -> StudyDay:
    """Return the study day on which a card is due, by the user's present clock."""
    match memory.due:
        case DueAt(at=at):
            return Moment(at, moment.offset, moment.rollover).day
        case DueOn(day=day):
            return day


def wait(memory: Memory, moment: Moment) -> timedelta:
    """Return the time until a card is due; a study day counts as 24 hours."""
    match memory.due:
        case DueAt(at=at):
            return at - moment.at
        case DueOn(day=day):
            return timedelta(days=day - moment.day)


def interval(memory: Memory, moment: Moment) -> str:
    """Return the time until a card is due, as on a button: `10m`, `4d`, `2.1mo`."""
    match memory.due:
        case DueAt(at=at):
            minutes = max(1, round((at - moment.at) / timedelta(minutes=1)))
            return f"{minutes}m" if minutes < 60 else f"{minutes / 60:.0f}h"
        case DueOn(day=day):
            return _days(max(1, day - moment.day))


def _days(days: int) -> str:
    if days < 31:
        return f"{days}d"
    if days < 365:
        return f"{days / 30.4:.1f}mo"
    return f"{days / 365:.1f}y"


def _brought_forward(
    due: Due, longest: timedelta | None, day: StudyDay, moment: Moment
) -> Due:
    """Bring a due date forward to what the follow-up allows."""
    match due:
        case DueOn() if longest is not None and longest < timedelta(days=1):
            return DueAt(moment.at + longest)
        case DueOn(day=on) if longest is not None:
            return DueOn(min(on, days_after(day, longest.days)))
        case DueAt(at=at) if longest is not None:
            return DueAt(min(at, moment.at + longest))
        case _:
            return due


def fuzzed(days: int, draw: str) -> int:
    """Return an interval moved within FSRS's fuzz range, seeded by `draw`.

    Monotone in `days` for one draw, so that Again <= Hard <= Good <= Easy holds.
    """
    if days < 3:
        return days
    moved = round(days + _position(draw) * _spread(days))
    return min(MAXIMUM_INTERVAL, max(2, moved))


@lru_cache(maxsize=1)
def _position(draw: str) -> float:
    """Draw from -1 to 1; the four grades of a review share one draw."""
    return signed(draw)


@cache
def _spread(days: int) -> float:
    """Return how many days an interval may move either way."""
    parts = (share * max(0.0, min(days, end) - start) for start, end, share in _FUZZ)
    return 1 + sum(parts)
