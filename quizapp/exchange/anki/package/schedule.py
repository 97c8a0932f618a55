"""Schedule: when a card is due, as the columns of Anki's `cards`.

Days are counted from the creation of the collection, learning steps in seconds since
1970. FSRS's state is in the column `data`, as Anki 26 writes it.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import (
    LEARNING_STEPS,
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    Stage,
    due_day,
    whole_days,
)
from quizapp.core.scheduling.memory import CardRecord

_NEW_QUEUE, _LEARNING_QUEUE, _REVIEW_QUEUE = 0, 1, 2
_SUSPENDED_QUEUE, _BURIED_QUEUE = -1, -3
_EASE = 2500


class Schedule(NamedTuple):
    """A card's columns from `type` to `left`, and `data`."""

    type: int
    queue: int
    due: int
    ivl: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    left: int = 0
    data: str = "{}"


class Calendar(Struct, frozen=True):
    """The days of a collection."""

    created: StudyDay
    """Day 0 of its due days."""
    now: Moment
    settings: SchedulerSettings = SchedulerSettings()

    @property
    def created_at(self) -> int:
        """When it was created, in seconds since 1970: as its first study day began."""
        midnight = datetime.fromordinal(self.created).replace(tzinfo=UTC)
        return int((midnight + self.now.rollover - self.now.offset).timestamp())

    @property
    def minutes_west(self) -> int:
        """The distance of the user's clock from UTC, as Anki counts it."""
        return -(self.now.offset // timedelta(minutes=1))


def new_card(position: int) -> Schedule:
    """Return the schedule of a new card at this place in the order of new cards."""
    return Schedule(0, _NEW_QUEUE, position)


def schedule_of(
    record: CardRecord, last: int | None, position: int, calendar: Calendar
) -> Schedule:
    """Return the schedule of a card; `last` is the time of its last review."""
    memory = record.memory
    if memory is None:
        schedule = new_card(position)
    else:
        data = _data(memory, last, position, calendar.settings)
        schedule = _studied(memory, calendar)._replace(
            factor=_EASE, reps=memory.reviews, lapses=memory.lapses, data=data
        )
    if record.suspended:
        return schedule._replace(queue=_SUSPENDED_QUEUE)
    if record.buried is not None and record.buried >= calendar.now.day:
        return schedule._replace(queue=_BURIED_QUEUE)
    return schedule


def _studied(memory: Memory, calendar: Calendar) -> Schedule:
    stage = memory.stage
    if stage is Stage.REVIEW:
        day = due_day(memory, calendar.now)
        interval = max(1, day - memory.day)
        return Schedule(2, _REVIEW_QUEUE, day - calendar.created, interval)
    due = _second(memory, calendar)
    if stage is Stage.LEARNING:
        left = len(LEARNING_STEPS) - (memory.step or 0)
        return Schedule(1, _LEARNING_QUEUE, due, left=left)
    days = whole_days(memory.stability, calendar.settings)
    return Schedule(3, _LEARNING_QUEUE, due, days, left=1)


def _second(memory: Memory, calendar: Calendar) -> int:
    """Return when a learning step is due, in seconds since 1970."""
    match memory.due:
        case DueAt(at=at):
            return int(at.timestamp())
        case DueOn(day=day):  # a step that was put off: as that day begins
            return calendar.created_at + (day - calendar.created) * 86_400


def _data(
    memory: Memory, last: int | None, position: int, settings: SchedulerSettings
) -> str:
    """Return FSRS's state, rounded as Anki rounds it."""
    data = {
        "pos": position,
        "s": round(memory.stability, 4),
        "d": round(memory.difficulty, 3),
        "dr": round(settings.retention, 2),
        "decay": round(settings.weights[20], 3),
        **({} if last is None else {"lrt": last}),
    }
    return json.dumps(data, separators=(",", ":"))
