"""A date is read or refused with a remedy; cards come back before it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after, days_through
from quizapp.core.scheduling.deadline import (
    LAST_LOOKS,
    Misdated,
    capped,
    placed,
    read_date,
    wants_look,
)
from quizapp.core.scheduling.intervals import (
    DueOn,
    SchedulerSettings,
    preview_grades,
    review,
)
from support.fakes import MORNING

NOW = Moment(MORNING)
TODAY = NOW.day


def test_a_date_is_written_in_full_or_in_days_from_today():
    """ISO, or +21d; spaces around it are forgiven."""
    assert read_date("2026-03-23", TODAY) == date(2026, 3, 23).toordinal()
    assert read_date(" +21d ", TODAY) == TODAY + 21


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("xmas", "'xmas' is not a date"),
        ("15.13.2026", "is not a date"),
        ("+-3d", "is not a date"),
        ("2026-02-30", "is not a date"),
        ("", "is not a date"),
        ("2026-03-02", "is today"),
        ("+0d", "is today"),
        ("2026-03-01", "in the past"),
        ("2029-01-01", "more than two years away"),
        ("+999999999d", "more than two years away"),
    ],
)
def test_what_cannot_be_planned_for_is_reported_with_what_to_do(text, reported):
    """One message for each."""
    day = read_date(text, TODAY)
    assert isinstance(day, Misdated)
    assert reported in day.message
    assert "+21d" in day.message or "earlier" in day.message


@given(st.text())
def test_any_text_is_a_day_ahead_or_refused(text):
    """No text raises."""
    day = read_date(text, TODAY)
    assert isinstance(day, Misdated) or day == placed(day, TODAY)


def test_without_an_interview_ahead_the_schedule_is_left_alone():
    """None, today, or one that has passed."""
    for day in (None, TODAY, days_after(TODAY, -9)):
        assert capped(SchedulerSettings(), day, TODAY) == SchedulerSettings()


@given(
    st.integers(1, 60),
    st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 30)), max_size=8),
    st.text("abc", max_size=3),
)
def test_no_card_is_away_beyond_the_last_day_and_the_preview_knows_it(
    days, history, card
):
    """Whatever was graded, on each day before the last one."""
    settings = capped(SchedulerSettings(), TODAY + days, TODAY)
    last, memory, now = TODAY + days - 1, None, NOW
    for grade, later in history:
        now = now.later(timedelta(days=later))
        if now.day >= last:
            break
        futures = preview_grades(memory, now, card, settings)
        memory = review(memory, grade, now, card, settings)
        assert futures[grade] == memory
        if isinstance(memory.due, DueOn):
            assert now.day < memory.due.day <= last


def test_the_last_looks_are_spread_over_the_days_before_the_last():
    """Of two hundred cards known for years, each of those days adds some."""
    interview = days_after(TODAY, 60)
    years = replace(review(None, Grade.EASY, NOW, "any"), stability=900.0)
    cards = [CardId("deck", f"card-{number}") for number in range(200)]
    counts = [
        sum(wants_look(card, years, day, interview) for card in cards)
        for day in days_through(
            days_after(interview, -2 - LAST_LOOKS), days_after(interview, -1)
        )
    ]
    added = [after - before for before, after in pairwise(counts)]
    assert (counts[0], counts[-1]) == (0, 200)
    assert min(added[:-1]) > 0
    assert max(added) < 3 * 200 / LAST_LOOKS


def test_a_card_that_was_seen_in_the_last_days_has_had_its_look():
    """It comes back when it is due."""
    interview = days_after(TODAY, 60)
    now = NOW.later(timedelta(days=60 - LAST_LOOKS))
    seen = review(None, Grade.EASY, now, "any")
    assert not wants_look(
        CardId("deck", "a"), seen, days_after(interview, -1), interview
    )


def test_once_the_interview_has_passed_the_intervals_are_those_of_fsrs_again():
    """The log is folded again, without a cap."""
    free = review(None, Grade.EASY, NOW, "a")
    cap = review(
        None,
        Grade.EASY,
        NOW,
        "a",
        capped(SchedulerSettings(), days_after(TODAY, 4), TODAY),
    )
    assert cap.due != free.due
    assert (cap.stability, cap.difficulty) == (free.stability, free.difficulty)
    after = capped(SchedulerSettings(), days_after(TODAY, 4), days_after(TODAY, 4))
    assert review(None, Grade.EASY, NOW, "a", after) == free
