"""Our memories and intervals, held against Anki's own backend (the package `anki`).

Anki is asked, not imitated: a history is written into a collection's review log, and
the backend says what it remembers; a card is given our memory, and the backend says
where each of the four grades would lead. Fuzz is switched off on both sides, by Anki's
own switch for tests and by `whole_days`. Skipped where `anki` is not installed.
"""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import ROLLOVER, Moment
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS
from quizapp.core.scheduling.intervals import (
    LEARNING_STEPS,
    RELEARNING_STEPS,
    DueAt,
    Memory,
    SchedulerSettings,
    Stage,
    preview_grades,
    review,
    whole_days,
)

pytest.importorskip("anki")

DAY = 86400
OWN_WEIGHTS = tuple(weight * 0.97 + 0.01 for weight in DEFAULT_WEIGHTS)
BY_WEIGHTS = {
    "default": SchedulerSettings(),
    "own": SchedulerSettings(0.86, OWN_WEIGHTS),
}

GAPS = st.sampled_from([0, 0, 1, 2, 3, 7, 30, 200])
HISTORIES = st.lists(
    st.tuples(st.sampled_from(Grade), GAPS, st.integers(1, DAY - 60)),
    min_size=1,
    max_size=10,
)
"""Each a grade, the study days to the next review, and the second of its day.

Not second 0: to Anki 04:00:00 sharp is still the day before, and 04:00:01 is not.
"""

SINGLE = 1e-5
"""Relative: Anki computes with 32 bits; what it loses adds up over a history."""


def near(theirs: float) -> Any:
    """Return what equals a number of Anki's; a millionth of a day is nothing."""
    return pytest.approx(theirs, rel=SINGLE, abs=1e-6)


class Anki(Struct, frozen=True):
    """A collection with one card."""

    collection: Any
    card: int

    def study_moment(self, days_ago: int, second: int) -> Moment:
        """Return a second of a study day, as Anki's clock and rollover have it."""
        cutoff = self.collection.sched.day_cutoff
        at = cutoff - DAY * (days_ago + 1) + second
        offset = ROLLOVER - timedelta(seconds=cutoff % DAY)
        return Moment(datetime.fromtimestamp(at, UTC), offset)

    def remembered(self, reviews: list[tuple[Grade, Moment]]) -> tuple[float, float]:
        """Return the stability and difficulty that Anki makes of a review log."""
        self.collection.db.execute("DELETE FROM revlog")
        for number, (grade, moment) in enumerate(reviews):
            kind = 0 if number == 0 else 1
            row = (_millis(moment), self.card, -1, int(grade), 1, 1, 2500, 900, kind)
            sql = "INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            self.collection.db.execute(sql, *row)
        state = self.collection.compute_memory_state(self.card)
        return state.stability, state.difficulty

    def futures(self, memory: Memory, last: Moment) -> dict[Grade, Any]:
        """Return where the grades lead a card that has this memory."""
        steps = {Stage.LEARNING: LEARNING_STEPS, Stage.RELEARNING: RELEARNING_STEPS}
        left = len(steps.get(memory.stage, ())) - (memory.step or 0)
        known = {"s": memory.stability, "d": memory.difficulty}
        data = json.dumps({**known, "lrt": _millis(last) // 1000})
        queue = 2 if memory.stage is Stage.REVIEW else 1
        due = self.collection.sched.today if queue == 2 else int(time.time())
        sql = (
            "UPDATE cards SET type=?, queue=?, due=?, ivl=1, factor=2500, reps=?,"
            " lapses=?, left=?, data=? WHERE id=?"
        )
        counts = (memory.reviews, memory.lapses, left if queue == 1 else 0)
        values = (int(memory.stage), queue, due, *counts, data, self.card)
        self.collection.db.execute(sql, *values)
        states = self.collection._backend.get_scheduling_states(self.card)
        return {grade: getattr(states, grade.name.lower()).normal for grade in Grade}


def _millis(moment: Moment) -> int:
    return round(moment.at.timestamp() * 1000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anki")


@pytest.fixture(scope="module", params=BY_WEIGHTS)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def anki(folder: Path, which: str) -> Iterator[Anki]:
    from anki.collection import Collection
    from anki.decks import DeckId

    collection = Collection(str(folder / f"{which}.anki2"))
    collection.set_config("fsrs", True)
    options = collection.decks.config_dict_for_deck_id(DeckId(1))
    options["fsrsParams6"] = list(BY_WEIGHTS[which].weights)
    options["desiredRetention"] = BY_WEIGHTS[which].retention
    collection.decks.update_config(options)
    basic = collection.models.by_name("Basic")
    assert basic is not None
    note = collection.new_note(basic)
    note["Front"] = "What is kept?"
    collection.add_note(note, DeckId(1))
    yield Anki(collection, collection.card_ids_of_note(note.id)[0])
    collection.close()


def studied(
    history: list[tuple[Grade, int, int]],
    anki: Anki,
    since: int,
    settings: SchedulerSettings,
) -> tuple[Memory, list[tuple[Grade, Moment]]]:
    """Return our memory of a history that ended `since` days ago, and its reviews."""
    days_ago = since + sum(days for _, days, _ in history[:-1])
    memory: Memory | None = None
    reviews: list[tuple[Grade, Moment]] = []
    for grade, days, second in history:
        moment = anki.study_moment(days_ago, second)
        if reviews and moment <= reviews[-1][1]:
            moment = reviews[-1][1].later(timedelta(seconds=1))
        reviews.append((grade, moment))
        memory = review(memory, grade, moment, "deck/card", settings)
        days_ago -= days
    assert memory is not None
    return memory, reviews


PATIENT = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@PATIENT
@given(HISTORIES)
def test_a_review_log_is_remembered_as_anki_remembers_it(anki, which, history):
    """Stability and difficulty, in calendar days that begin at four."""
    memory, reviews = studied(history, anki, 1, BY_WEIGHTS[which])
    assume(memory.stability < 36500)  # Anki caps it there
    stability, difficulty = anki.remembered(reviews)
    assert memory.stability == near(stability)
    assert memory.difficulty == near(difficulty)


@PATIENT
@given(HISTORIES, st.integers(0, 60))
def test_each_grade_leads_where_it_leads_in_anki(anki, which, history, since):
    """Memory, learning step or days, whatever the card is doing.

    Anki keeps the days of Hard, Good and Easy at least one apart; we do not.
    """
    settings = BY_WEIGHTS[which]
    memory, reviews = studied(history, anki, since, settings)
    assume(memory.stability < 10000)
    theirs = anki.futures(memory, reviews[-1][1])
    now = Moment(datetime.now(UTC), reviews[-1][1].offset)
    futures = preview_grades(memory, now, "deck/card", settings)
    days_of = _spread_as_anki_does(memory, futures, settings)
    for grade, ours in futures.items():
        state, seconds, days = _as_anki_says(theirs[grade])
        assert ours.stability == near(state.stability)
        assert ours.difficulty == near(state.difficulty)
        if isinstance(ours.due, DueAt):
            assert (ours.due.at - now.at).total_seconds() == seconds
        else:
            assert days == days_of[grade]


def _spread_as_anki_does(
    memory: Memory, futures: dict[Grade, Memory], settings: SchedulerSettings
) -> dict[Grade, int]:
    """Return our days, moved apart by one where two grades share a day."""
    least, days = 1, {}
    for grade in (Grade.HARD, Grade.GOOD, Grade.EASY):
        if grade is Grade.HARD and memory.stage is not Stage.REVIEW:
            continue
        stability = futures[grade].stability
        exact = settings.model.interval(stability, settings.retention)
        assume(abs(exact % 1 - 0.5) > SINGLE * max(1.0, exact))  # 32 bits may round off
        days[grade] = max(least, whole_days(stability, settings))
        least = days[grade] + 1
    return days


def _as_anki_says(normal: Any) -> tuple[Any, int | None, int | None]:
    """Return a state's memory, and the seconds of its step or its days."""
    match normal.WhichOneof("kind"):
        case "learning":
            return normal.learning.memory_state, normal.learning.scheduled_secs, None
        case "relearning":
            step = normal.relearning.learning
            return step.memory_state, step.scheduled_secs, None
        case _:
            return normal.review.memory_state, None, normal.review.scheduled_days


def test_an_evening_and_a_morning_are_a_day_apart_in_anki_too(anki, which):
    """22:00 and 08:00: the reason why days are counted, not blocks of 24 hours."""
    evening, morning = anki.study_moment(2, 18 * 3600), anki.study_moment(1, 4 * 3600)
    reviews = [(Grade.EASY, evening), (Grade.GOOD, morning)]
    memory = None
    for grade, moment in reviews:
        memory = review(memory, grade, moment, "deck/card", BY_WEIGHTS[which])
    assert memory is not None
    assert (morning.at - evening.at, memory.day) == (timedelta(hours=10), morning.day)
    assert memory.stability == near(anki.remembered(reviews)[0])
