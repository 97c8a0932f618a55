"""Study days begin at 04:00 on the user's clock, wherever that clock is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import (
    DueOn,
    Memory,
    Stage,
    interval,
    is_due,
    review,
    wait,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati")


def local(year, month, day, hour, minute=0, offset=0) -> Moment:
    """Return the moment at which the user's clock shows this time."""
    zone = timedelta(hours=offset)
    return Moment(datetime(year, month, day, hour, minute, tzinfo=UTC) - zone, zone)


def test_the_small_hours_belong_to_the_evening_before():
    """03:59 is still yesterday, 04:00 is today."""
    assert local(2026, 3, 2, 3, 59).date == date(2026, 3, 1)
    assert local(2026, 3, 2, 4, 0).date == date(2026, 3, 2)


@pytest.mark.parametrize("hour", [0, 4, 11, 23])
def test_a_study_day_begins_at_the_hour_the_user_chose(hour):
    """A minute before it is still the day before."""
    rollover = timedelta(hours=hour)
    begins = replace(local(2026, 3, 2, hour), rollover=rollover)
    assert begins.date == date(2026, 3, 2)
    assert begins.later(-timedelta(minutes=1)).date == date(2026, 3, 1)
    assert begins.later(timedelta(hours=23, minutes=59)).date == date(2026, 3, 2)


def test_the_day_is_the_users_not_greenwichs():
    """23:00 in Los Angeles is that day, although it is the next in UTC."""
    assert local(2026, 3, 1, 23, offset=-8).date == date(2026, 3, 1)


def there(zone: ZoneInfo, *clock: int, fold: int = 0) -> Moment:
    """Return the moment at which clocks in a zone show this; `fold=1`: once more."""
    shown = datetime(*clock, tzinfo=zone, fold=fold)  # type: ignore[misc,arg-type]
    return Moment(shown.astimezone(UTC), shown.utcoffset() or timedelta(0))


def in_berlin(at: datetime) -> Moment:
    """Return an instant as a clock in Berlin shows it."""
    return Moment(at, at.astimezone(BERLIN).utcoffset() or timedelta(0))


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)])
def test_a_day_of_23_or_25_hours_is_one_day(month, day, hours):
    """Both switches of the clocks in Berlin: from 04:00 to 04:00 there is one day.

    The clocks change before four, so it is the day before that is short or long.
    """
    began, ended = (there(BERLIN, 2026, month, day - 1 + n, 4, 0) for n in (0, 1))
    assert ended.at - began.at == timedelta(hours=hours)
    assert {
        in_berlin(began.at + timedelta(minutes=n)).day for n in range(hours * 60)
    } == {began.day}
    assert ended.day == began.day + 1


def test_an_hour_that_comes_twice_is_the_same_night_both_times():
    """02:30 in summer time and 02:30 an hour later belong to the evening before."""
    evening = there(BERLIN, 2026, 10, 24, 22, 0)
    twice = [there(BERLIN, 2026, 10, 25, 2, 30, fold=fold) for fold in (0, 1)]
    assert twice[1].at - twice[0].at == timedelta(hours=1)
    assert [moment.day for moment in twice] == [evening.day] * 2


@pytest.mark.parametrize("date_", [(2026, 3, 29), (2026, 10, 25)])
def test_a_card_due_on_the_day_the_clocks_change_is_due_from_four(date_):
    """By the clock on the wall, neither an hour early nor late."""
    day = date(*date_)
    memory = Memory(
        1.0,
        5.0,
        Stage.REVIEW,
        None,
        StudyDay(day.toordinal() - 3),
        DueOn(StudyDay(day.toordinal())),
        1,
        0,
    )
    assert not is_due(memory, there(BERLIN, *date_, 3, 59))
    assert is_due(memory, there(BERLIN, *date_, 4, 0))


def test_a_day_is_a_date_ordinal():
    """The ordinal is that of datetime.date, so days can be subtracted."""
    assert local(2026, 3, 2, 12).day == date(2026, 3, 2).toordinal()


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    st.integers(-12 * 60, 14 * 60),
)
def test_a_day_lasts_24_hours_in_a_fixed_zone(naive, minutes):
    """Adding 24 hours moves the study day by exactly one."""
    moment = Moment(naive.replace(tzinfo=UTC), timedelta(minutes=minutes))
    assert moment.later(timedelta(days=1)).day == moment.day + 1


# what a memory makes of it


def test_a_flight_that_lands_on_the_day_before_takes_no_day_back():
    """From Tokyo to Honolulu over the date line: the calendar goes back, study not."""
    tokyo, honolulu = ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")
    before = there(tokyo, 2026, 5, 10, 21, 0)
    landed = there(honolulu, 2026, 5, 10, 9, 0)
    assert (landed.at > before.at, landed.day) == (True, before.day)
    early = there(tokyo, 2026, 5, 11, 5, 0)
    assert there(honolulu, 2026, 5, 10, 20, 0).day == early.day - 1
    memory = review(None, Grade.EASY, early, "deck/card")
    again = review(memory, Grade.GOOD, there(honolulu, 2026, 5, 10, 20, 0), "deck/card")
    same_day = review(memory, Grade.GOOD, early, "deck/card")
    assert (again.day, again.stability) == (memory.day, same_day.stability)


def test_a_flight_that_skips_a_date_counts_the_dates():
    """From Honolulu to Tokyo: nine hours in the air, and a day of the calendar."""
    left = there(ZoneInfo("Pacific/Honolulu"), 2026, 5, 10, 12, 0)
    landed = there(ZoneInfo("Asia/Tokyo"), 2026, 5, 11, 16, 0)
    assert (landed.at - left.at, landed.day - left.day) == (timedelta(hours=9), 1)


def test_a_minute_around_the_rollover_is_a_day():
    """A card of 03:59 that is seen again at 04:00 was seen on another day."""
    night, dawn = there(BERLIN, 2026, 5, 10, 3, 59), there(BERLIN, 2026, 5, 10, 4, 0)
    memory = review(None, Grade.EASY, night, "deck/card")
    assert (memory.day, dawn.day) == (night.day, night.day + 1)
    same = review(memory, Grade.GOOD, night, "deck/card").stability
    assert review(memory, Grade.GOOD, dawn, "deck/card").stability > same


TRAVELS = st.lists(
    st.tuples(
        st.sampled_from(Grade),
        st.integers(-3 * 86400, 20 * 86400),
        st.sampled_from(ZONES),
    ),
    min_size=1,
    max_size=12,
)
"""Reviews: a grade, the seconds since the last (or a clock was set back), the zone."""


@given(TRAVELS)
def test_study_days_never_go_back_and_no_interval_is_negative(travels):
    """Whatever clocks and planes do, a card comes back on a day still to come."""
    memory, at = None, datetime(2026, 3, 27, 23, 30, tzinfo=UTC)
    for grade, seconds, zone in travels:
        at += timedelta(seconds=seconds)
        offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
        moment, before = Moment(at, offset), memory
        memory = review(memory, grade, moment, "deck/card")
        assert before is None or memory.day >= before.day
        assert memory.day >= moment.day
        assert wait(memory, moment) > timedelta(0)
        assert not interval(memory, moment).startswith("-")
        assert not is_due(memory, moment)
