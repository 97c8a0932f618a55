"""The composition root refuses a clock that is far off."""

from datetime import UTC, datetime

import pytest

from quizapp.core.basics.moment import Moment
from quizapp.errors import QuizError
from quizapp.wiring.assembly import ensure_plausible


@pytest.mark.parametrize("year", [1, 1970, 2019, 2200, 9999])
def test_a_clock_far_off_is_one_clear_line(year):
    """A schedule made by it would be worth nothing."""
    with pytest.raises(QuizError, match=f"says {year}-01-01; set its date"):
        ensure_plausible(Moment(datetime(year, 1, 1, tzinfo=UTC)))


def test_a_usual_clock_is_accepted():
    """For a long time to come."""
    for year in (2020, 2026, 2199):
        ensure_plausible(Moment(datetime(year, 6, 1, tzinfo=UTC)))
