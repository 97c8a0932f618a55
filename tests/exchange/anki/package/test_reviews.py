"""Reviews as rows of Anki's log, and when cards are due."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import DueAt, DueOn, SchedulerSettings
from quizapp.core.scheduling.memory import record_of
from quizapp.core.scheduling.review import facts
from quizapp.exchange.anki.package.reviews import (
    RevlogRow,
    history_of,
    milliseconds,
    with_unique_ids,
)
from quizapp.exchange.anki.package.schedule import Calendar, schedule_of
from support.reviews import LOGS, NOW, done, reviewed

SETTINGS = SchedulerSettings()


def test_rows_say_what_each_review_did():
    first = reviewed(days=10, grade=Grade.GOOD)
    second = reviewed(days=10 - 1 / 100, grade=Grade.GOOD, seconds=4.25)
    third = reviewed(days=1, grade=Grade.AGAIN)
    rows = history_of(7, (first, second, third), SETTINGS).rows
    assert [row.type for row in rows] == [0, 0, 1]
    assert [row.ease for row in rows] == [3, 3, 1]
    assert rows[0].ivl == -600  # the second step: ten minutes
    assert rows[0].lastIvl == 0
    assert rows[1].ivl > 0
    assert (rows[1].lastIvl, rows[1].time) == (-600, 4250)
    assert rows[2].ivl == -600
    assert all(100 <= row.factor <= 1100 for row in rows)
    assert rows[0].id == milliseconds(first.moment)


def test_a_reset_is_a_row_by_hand():
    before = reviewed(days=3)
    reset = done(Mark.RESET, NOW.later(timedelta(days=-2)))
    folded = history_of(7, (before, reset), SETTINGS)
    assert folded.rows[1][3:] == (0, 0, folded.rows[0].ivl, 0, 0, 4)
    assert folded.record.memory is None
    assert folded.last is None


@pytest.mark.slow
@given(LOGS)
def test_the_record_is_that_of_a_start(log):
    """Whatever the log: the file says what quizapp itself remembers."""
    history = tuple(fact for fact in facts(log) if fact.card.card == "a")
    assert history_of(7, history, SETTINGS).record == record_of(history)


def row(id_: int) -> RevlogRow:
    return RevlogRow(id_, 1, -1, 3, 1, 1, 500, 900, 1)


@given(st.lists(st.integers(1, 30)), st.lists(st.integers(1, 30), unique=True))
def test_ids_become_unique_and_those_of_anki_stay(ours, theirs):
    """However many reviews there are of one instant."""
    rows = with_unique_ids([row(n) for n in theirs], [row(n) for n in ours])
    ids = [each.id for each in rows]
    assert len(set(ids)) == len(ours) + len(theirs)
    assert ids == sorted(ids)
    assert set(theirs) <= set(ids)
    if len(set(ours)) == len(ours) and not set(ours) & set(theirs):
        assert sorted((*ours, *theirs)) == ids


CALENDAR = Calendar(StudyDay(NOW.day - 100), NOW)


def test_due_days_count_from_the_creation_of_the_collection():
    history = (reviewed(days=5, grade=Grade.EASY),)
    folded = history_of(7, history, SETTINGS)
    assert folded.record.memory is not None
    due = folded.record.memory.due
    assert isinstance(due, DueOn)
    schedule = schedule_of(folded.record, folded.last, 3, CALENDAR)
    assert schedule[:3] == (2, 2, due.day - NOW.day + 100)
    assert schedule.ivl == due.day - NOW.day + 5
    data = json.loads(schedule.data)
    assert data["s"] == round(folded.record.memory.stability, 4)
    assert data["lrt"] == int(history[0].moment.at.timestamp())
    assert (data["pos"], data["dr"]) == (3, 0.9)


def test_learning_steps_are_due_at_a_second():
    folded = history_of(7, (reviewed(grade=Grade.AGAIN),), SETTINGS)
    assert folded.record.memory is not None
    due = folded.record.memory.due
    assert isinstance(due, DueAt)
    schedule = schedule_of(folded.record, folded.last, 1, CALENDAR)
    assert schedule[:3] == (1, 1, int(due.at.timestamp()))
    assert schedule.left == 2


def test_suspended_and_buried_cards_keep_their_due_days():
    review = reviewed(days=5, grade=Grade.EASY)
    plain = history_of(7, (review,), SETTINGS)
    for mark, queue in ((Mark.SUSPENDED, -1), (Mark.BURIED, -3)):
        folded = history_of(7, (review, done(mark)), SETTINGS)
        schedule = schedule_of(folded.record, folded.last, 1, CALENDAR)
        assert schedule.queue == queue
        assert schedule.due == schedule_of(plain.record, plain.last, 1, CALENDAR).due
    yesterday = done(Mark.BURIED, NOW.later(timedelta(days=-1)))
    folded = history_of(7, (review, yesterday), SETTINGS)
    assert schedule_of(folded.record, folded.last, 1, CALENDAR).queue == 2
