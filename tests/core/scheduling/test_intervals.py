"""FSRS in study days: intervals, steps, previews, fuzz."""

from datetime import UTC, datetime, timedelta
from typing import Any

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.scheduling.follow_up import longest_absence
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    Stage,
    due_day,
    fuzzed,
    interval,
    is_due,
    preview_grades,
    retrievability,
    review,
    stage_after,
    wait,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

GAPS = st.lists(
    st.tuples(st.sampled_from(Grade), st.integers(0, 60)), min_size=1, max_size=12
)
"""Histories: a grade, and the whole days until the next review."""

MISSED = st.lists(
    st.tuples(st.sampled_from(Grade), st.integers(0, 60), st.booleans()),
    min_size=1,
    max_size=12,
)
"""Histories in which some answers were wrong, and the user had been sure."""


def replay(history: list[tuple[Any, ...]]) -> tuple[Memory, Moment]:
    """Return the memory after a history, and the moment of its next review."""
    memory, moment = None, Moment(START)
    for grade, days, *missed in history:
        memory = review(memory, grade, moment, "deck/card", sure_and_wrong=any(missed))
        moment = moment.later(timedelta(days=days))
    assert memory is not None
    return memory, moment


def test_a_new_card_graded_good_takes_the_ten_minute_step():
    """Good on a new card leads to the second learning step."""
    memory = review(None, Grade.GOOD, Moment(START), "deck/card")
    assert memory.stage is Stage.LEARNING
    assert memory.due == DueAt(START + timedelta(minutes=10))


def test_a_second_good_graduates_to_days():
    """After the last step the card is due on a day, at any hour of it."""
    memory = review(None, Grade.GOOD, Moment(START), "deck/card")
    memory = review(memory, Grade.GOOD, Moment(START), "deck/card")
    assert memory.stage is Stage.REVIEW
    assert isinstance(memory.due, DueOn)
    assert memory.due.day > memory.day


def test_again_on_a_known_card_is_a_lapse_and_relearns():
    """A lapse is counted and leads to the relearning step."""
    memory, moment = replay([(Grade.EASY, 10)])
    lapsed = review(memory, Grade.AGAIN, moment, "deck/card")
    assert (lapsed.stage, lapsed.lapses) == (Stage.RELEARNING, 1)


def test_evening_and_next_morning_are_a_day_apart():
    """Ten hours across the rollover count as a day, where py-fsrs counts none."""
    memory, _ = replay([(Grade.EASY, 0)])
    night = Moment(START + timedelta(hours=13))
    morning = Moment(START + timedelta(hours=23))
    known = review(memory, Grade.GOOD, night, "deck/card")
    same_day = review(known, Grade.GOOD, night, "deck/card").stability
    assert review(known, Grade.GOOD, morning, "deck/card").stability > same_day


def test_a_clock_set_back_counts_as_the_same_day():
    """A review before the last one does not travel in time."""
    memory, _ = replay([(Grade.GOOD, 0), (Grade.GOOD, 0)])
    earlier = Moment(START - timedelta(days=9))
    assert review(memory, Grade.GOOD, earlier, "deck/card").day == memory.day


@given(MISSED, st.sampled_from(Grade), st.booleans())
def test_the_preview_is_the_result(history, grade, missed):
    """Whatever a button promised is what its grade gives, follow-ups included."""
    memory, moment = replay(history)
    promised = preview_grades(memory, moment, "deck/card", sure_and_wrong=missed)[grade]
    given_ = review(memory, grade, moment, "deck/card", sure_and_wrong=missed)
    assert given_ == promised


@given(MISSED, st.booleans())
def test_a_better_grade_never_comes_back_sooner(history, missed):
    """Again <= Hard <= Good <= Easy, by the clock."""
    memory, moment = replay(history)
    futures = preview_grades(memory, moment, "deck/card", sure_and_wrong=missed)
    days = [
        future.due.day if isinstance(future.due, DueOn) else moment.day
        for future in futures.values()
    ]
    assert days == sorted(days)


@given(MISSED, st.sampled_from(Grade))
def test_a_follow_up_only_ever_brings_a_card_forward(history, grade):
    """What FSRS remembers is untouched; the card is due no later, and in its time."""
    memory, moment = replay(history)
    free = replace(memory, owed=0)
    plain = review(free, grade, moment, "deck/card")
    capped = review(memory, grade, moment, "deck/card")
    assert replace(capped, due=plain.due, owed=0) == plain
    assert wait(capped, moment) <= wait(plain, moment)
    longest = longest_absence(capped.owed)
    day = max(moment.day, memory.day) - moment.day
    assert longest is None or wait(capped, moment) <= longest + timedelta(days=day)


def test_a_follow_up_does_not_put_off_what_is_due_sooner():
    """The week is a limit, not an interval."""
    memory, moment = replay([(Grade.GOOD, 0), (Grade.GOOD, 1)])
    plain = review(memory, Grade.HARD, moment, "deck/card")
    capped = review(replace(memory, owed=2), Grade.HARD, moment, "deck/card")
    assert capped.owed == 1
    assert isinstance(plain.due, DueOn)
    assert wait(plain, moment) < timedelta(days=7)
    assert capped.due == plain.due


def test_again_while_learning_is_no_lapse():
    """Nothing was known that could have been forgotten."""
    once = review(None, Grade.AGAIN, Moment(START), "deck/card")
    assert review(once, Grade.AGAIN, Moment(START), "deck/card").lapses == 0


def test_an_error_made_with_confidence_comes_back_in_the_session_and_twice_more():
    """Whatever the grade: within ten minutes, on the next day, within a week."""
    known, moment = replay([(Grade.EASY, 10), (Grade.EASY, 60)])
    memory = review(known, Grade.EASY, moment, "deck/card", sure_and_wrong=True)
    assert memory.due == DueAt(moment.at + timedelta(minutes=10))
    days = []
    for passed in (0, 1, 7):
        moment = moment.later(timedelta(days=passed))
        memory = review(memory, Grade.EASY, moment, "deck/card")
        assert isinstance(memory.due, DueOn)
        days.append(memory.due.day - moment.day)
    assert days[:2] == [1, 7]
    assert days[2] > 100


@given(GAPS)
def test_memory_stays_in_bounds(history):
    """Difficulty stays in 1..10, stability positive, dues not before the review."""
    memory, _ = replay(history)
    assert 1 <= memory.difficulty <= 10
    assert memory.stability > 0
    assert not isinstance(memory.due, DueOn) or memory.due.day > memory.day


@given(st.integers(1, 36500), st.text(max_size=20))
def test_fuzz_stays_near_and_is_the_same_for_the_same_draw(days, draw):
    """An interval moves by FSRS's range at most, always the same way."""
    moved = fuzzed(days, draw)
    assert abs(moved - days) <= 2 + 0.15 * 4.5 + 0.1 * 13 + 0.05 * max(0, days - 20)
    assert moved == fuzzed(days, draw)


@given(st.integers(1, 36000), st.text(max_size=20))
def test_fuzz_keeps_the_order_of_intervals(days, draw):
    """A longer interval stays at least as long under the same draw."""
    assert fuzzed(days, draw) <= fuzzed(days + 1, draw)


def test_two_days_are_two_days():
    """An interval so short is not moved."""
    assert {fuzzed(2, str(number)) for number in range(50)} == {2}


def test_fuzz_spreads_cards_learned_together():
    """A hundred cards with an interval of 30 days do not all return on one day."""
    assert len({fuzzed(30, f"deck/{number}#3") for number in range(100)}) > 3


def test_predicted_recall_falls_with_time():
    """Recall is 90 % after as many days as the stability, and less later."""
    memory, _ = replay([(Grade.EASY, 0)])
    after = round(memory.stability)
    assert retrievability(memory, memory.day) == 1.0
    assert retrievability(memory, days_after(memory.day, after)) == pytest.approx(
        0.9, abs=0.02
    )
    assert retrievability(memory, days_after(memory.day, 10 * after)) < 0.8


def test_a_card_due_on_a_day_is_due_from_four_in_the_morning():
    """At 03:59 it is not due yet, at 04:00 it is."""
    memory, _ = replay([(Grade.EASY, 0)])
    assert isinstance(memory.due, DueOn)
    dawn = datetime.fromordinal(memory.due.day).replace(hour=4, tzinfo=UTC)
    assert is_due(memory, Moment(dawn))
    assert not is_due(memory, Moment(dawn - timedelta(minutes=1)))


def test_intervals_are_said_in_the_unit_people_count_in():
    """Minutes, days, months and years."""
    memory, moment = replay([(Grade.EASY, 0)])

    def said(**away: float) -> str:
        days = timedelta(**away)
        soon = days < timedelta(days=1)
        due = (
            DueAt(moment.at + days)
            if soon
            else DueOn(days_after(moment.day, days.days))
        )
        return interval(Memory(1, 5, Stage.REVIEW, None, moment.day, due, 1, 0), moment)

    assert isinstance(memory, Memory)
    assert said(seconds=20) == "1m"
    assert said(minutes=10) == "10m"
    assert said(days=4) == "4d"
    assert said(days=64) == "2.1mo"
    assert said(days=730) == "2.0y"


@given(GAPS, st.integers(-5, 2000), st.floats(0.1, 0.8))
def test_predicted_recall_is_that_of_py_fsrs(history, later, decay):
    """Computed directly, since it is wanted of every card at once."""
    memory, _ = replay(history)
    weights = (*SchedulerSettings().weights[:20], decay)
    card = fsrs.Card(
        card_id=0,
        stability=memory.stability,
        difficulty=memory.difficulty,
        state=fsrs.State(int(memory.stage)),
        last_review=datetime.fromordinal(memory.day).replace(tzinfo=UTC),
    )
    day = datetime.fromordinal(memory.day + max(0, later)).replace(tzinfo=UTC)
    theirs = fsrs.Scheduler(weights).get_card_retrievability(card, day)
    ours = retrievability(
        memory, memory.day + later, SchedulerSettings(weights=weights)
    )
    assert ours == pytest.approx(theirs, rel=1e-12)


@given(MISSED)
def test_the_stage_follows_from_the_grades_alone(history):
    """So that a long log can be gone through without its memories."""
    stage = None
    for grade, *_ in history:
        stage = stage_after(stage, grade)
    memory, _ = replay(history)
    assert stage == (memory.stage, memory.step)


def test_a_step_that_ends_after_the_rollover_is_due_on_the_next_day():
    """The day is the one of the user's clock; a day is a day."""
    late = Moment(datetime(2026, 3, 3, 3, 55, tzinfo=UTC))
    memory = review(None, Grade.GOOD, late, "x")
    assert due_day(memory, late) == late.day + 1
    assert due_day(replace(memory, due=DueOn(StudyDay(9))), late) == 9
