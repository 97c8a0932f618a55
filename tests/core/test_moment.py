"""Study days begin at 04:00 on the user's clock."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.moment import Moment


def local(year, month, day, hour, minute=0, offset=0) -> Moment:
    """Return the moment at which the user's clock shows this time."""
    zone = timedelta(hours=offset)
    return Moment(datetime(year, month, day, hour, minute, tzinfo=UTC) - zone, zone)


def test_the_small_hours_belong_to_the_evening_before():
    """03:59 is still yesterday, 04:00 is today."""
    assert local(2026, 3, 2, 3, 59).date == date(2026, 3, 1)
    assert local(2026, 3, 2, 4, 0).date == date(2026, 3, 2)


def test_the_day_is_the_users_not_greenwichs():
    """23:00 in Los Angeles is that day, although it is the next in UTC."""
    assert local(2026, 3, 1, 23, offset=-8).date == date(2026, 3, 1)


def test_a_night_with_a_clock_change_is_one_night():
    """Before and after the switch to summer time, days differ by one."""
    evening = local(2026, 3, 28, 22, offset=1)
    morning = local(2026, 3, 29, 8, offset=2)
    assert morning.day - evening.day == 1


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
