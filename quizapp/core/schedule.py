"""The schedule: what FSRS derives from one grade after another.

FSRS-6 as in py-fsrs, with two changes. Elapsed time is counted in study days,
not in blocks of 24 hours, since people sleep between days. And fuzz, which
keeps cards learnt together from coming back together, is drawn from the card
and its number of reviews: the interval on a button is the interval one gets.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cache
from hashlib import blake2b
from typing import TypeAlias

import fsrs

from quizapp.core.follow_up import latest, owed
from quizapp.core.grade import Grade
from quizapp.core.moment import Moment

LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)
MAXIMUM_INTERVAL = 36500

_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
"""Days from, days to, share of that stretch: Anki's and py-fsrs's table."""


class Stage(IntEnum):
    """FSRS's states of a card that was seen before."""

    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class DueAt:
    """Due at an instant: a learning step, minutes away."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DueOn:
    """Due on a study day, at any hour of it."""

    day: int


Due: TypeAlias = DueAt | DueOn


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS knows of a card after its last review. A new card has none."""

    stability: float
    """Days until the predicted recall has fallen to 90 %."""
    difficulty: float
    """From 1 to 10."""
    stage: Stage
    step: int | None
    """Index of the learning step; None in review."""
    day: int
    """Study day of the last review."""
    due: Due
    reviews: int
    lapses: int
    owed: int = 0
    """Follow-ups after an error made with confidence; see `follow_up`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may set about the schedule."""

    retention: float = 0.9
    weights: tuple[float, ...] = tuple(fsrs.Scheduler().parameters)


@cache
def _scheduler(settings: Settings) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=settings.weights,
        desired_retention=settings.retention,
        learning_steps=LEARNING_STEPS,
        relearning_steps=RELEARNING_STEPS,
        maximum_interval=MAXIMUM_INTERVAL,
        enable_fuzzing=False,
    )


def review(
    memory: Memory | None,
    grade: Grade,
    moment: Moment,
    card: str,
    settings: Settings = Settings(),
    *,
    sure_and_wrong: bool = False,
) -> Memory:
    """Return the memory after a grade; `card` names the card for its fuzz."""
    day = moment.day if memory is None else max(moment.day, memory.day)
    before = _as_fsrs(memory)
    after, _ = _scheduler(settings).review_card(
        before, fsrs.Rating(int(grade)), _midnight(day)
    )
    reviews = 1 if memory is None else memory.reviews + 1
    lapsed = grade is Grade.AGAIN and memory is not None
    lapsed = lapsed and memory is not None and memory.stage is Stage.REVIEW
    owes = owed(
        0 if memory is None else memory.owed,
        grade,
        new_day=memory is None or day > memory.day,
        sure_and_wrong=sure_and_wrong,
    )
    due = _due(after.due - _midnight(day), day, moment, f"{card}#{reviews}")
    assert after.stability is not None  # noqa: S101  # FSRS sets both on a review
    assert after.difficulty is not None  # noqa: S101
    return Memory(
        stability=after.stability,
        difficulty=after.difficulty,
        stage=Stage(int(after.state)),
        step=after.step,
        day=day,
        due=_brought_forward(due, latest(owes), day, moment),
        reviews=reviews,
        lapses=(0 if memory is None else memory.lapses) + lapsed,
        owed=owes,
    )


def preview(
    memory: Memory | None,
    moment: Moment,
    card: str,
    settings: Settings = Settings(),
    *,
    sure_and_wrong: bool = False,
) -> dict[Grade, Memory]:
    """Return what each of the four grades would lead to."""
    return {
        grade: review(
            memory, grade, moment, card, settings, sure_and_wrong=sure_and_wrong
        )
        for grade in Grade
    }


def retrievability(memory: Memory, day: int, settings: Settings = Settings()) -> float:
    """Return the predicted probability of recall on a study day.

    FSRS-6's forgetting curve, which py-fsrs takes ten times as long for:
    (1 + factor * days / stability) ** -w20, where the factor makes it 0.9 when as
    many days have passed as the stability has.
    """
    decay, factor = _curve(settings.weights)
    elapsed = max(0, day - memory.day)
    return float((1 + factor * elapsed / memory.stability) ** decay)


@cache
def _curve(weights: tuple[float, ...]) -> tuple[float, float]:
    decay = -weights[20]
    return decay, 0.9 ** (1 / decay) - 1


def stage_after(
    before: tuple[Stage, int | None] | None, grade: Grade
) -> tuple[Stage, int | None]:
    """Return stage and learning step after a grade, of which alone they depend.

    For whoever goes through a long log and needs no more: a memory takes py-fsrs
    a hundred times as long. None is a card never seen.
    """
    stage, step = before or (Stage.LEARNING, 0)
    match stage, grade:
        case Stage.REVIEW, Grade.AGAIN:
            return Stage.RELEARNING, 0
        case (Stage.REVIEW, _) | (_, Grade.EASY):
            return Stage.REVIEW, None
        case _, Grade.AGAIN:
            return stage, 0
        case _, Grade.HARD:
            return stage, step
        case _:
            steps = LEARNING_STEPS if stage is Stage.LEARNING else RELEARNING_STEPS
            further = (step or 0) + 1
            done = further >= len(steps)
            return (Stage.REVIEW, None) if done else (stage, further)


def is_due(memory: Memory, moment: Moment) -> bool:
    """Tell whether a card that was seen before waits for review."""
    match memory.due:
        case DueAt(at=at):
            return at <= moment.at
        case DueOn(day=day):
            return day <= moment.day


def due_day(memory: Memory, moment: Moment) -> int:
    """Return the study day on which a card is due, where the user is now."""
    match memory.due:
        case DueAt(at=at):
            return Moment(at, moment.offset).day
        case DueOn(day=day):
            return day


def wait(memory: Memory, moment: Moment) -> timedelta:
    """Return how long until a card is due; a study day counts as a day."""
    match memory.due:
        case DueAt(at=at):
            return at - moment.at
        case DueOn(day=day):
            return timedelta(days=day - moment.day)


def interval(memory: Memory, moment: Moment) -> str:
    """Say how long until a card is due, for a button: `10m`, `4d`, `2.1mo`."""
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


def _as_fsrs(memory: Memory | None) -> fsrs.Card:
    # An explicit card_id: without one, py-fsrs sleeps to invent it.
    if memory is None:
        return fsrs.Card(card_id=0, due=_midnight(1))
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(int(memory.stage)),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.day),
        last_review=_midnight(memory.day),
    )


def _midnight(day: int) -> datetime:
    """Stand for a study day in py-fsrs, which counts whole days between instants."""
    return datetime.fromordinal(day).replace(tzinfo=UTC)


def _due(wait: timedelta, day: int, moment: Moment, draw: str) -> Due:
    if wait < timedelta(days=1):
        return DueAt(moment.at + wait)
    return DueOn(day + fuzzed(wait.days, draw))


def _brought_forward(
    due: Due, longest: timedelta | None, day: int, moment: Moment
) -> Due:
    """Let a card be away no longer than its follow-up allows."""
    match due:
        case DueOn() if longest is not None and longest < timedelta(days=1):
            return DueAt(moment.at + longest)
        case DueOn(day=on) if longest is not None:
            return DueOn(min(on, day + longest.days))
        case DueAt(at=at) if longest is not None:
            return DueAt(min(at, moment.at + longest))
        case _:
            return due


def fuzzed(days: int, draw: str) -> int:
    """Move an interval within FSRS's fuzz range, the same way for the same draw.

    Monotone in `days` for one draw, so that Again <= Hard <= Good <= Easy holds.
    """
    spread = sum(
        share * max(0.0, min(float(days), end) - start) for start, end, share in _FUZZ
    )
    if days < 3:
        return days
    bits = int.from_bytes(blake2b(draw.encode(), digest_size=8).digest())
    position = bits / 2**64 * 2 - 1
    return min(MAXIMUM_INTERVAL, max(2, round(days + position * (1 + spread))))
