"""A date is read in the ways in which people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.typed_day import read_day

TODAY = StudyDay(date(2026, 11, 26).toordinal())


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-17",
        "17.12.2026",
        "17.12.",
        "+21d",
        "+21",
        "Dec 17",
        "dec 17, 2026",
        "17 December",
        " 17  Dec 2026 ",
        "17. Dec",
        "Thu, Dec 17, 2026",
        "thursday 17 december",
    ],
)
def test_a_date_may_be_written_in_many_ways(text):
    """All of these are one day."""
    assert read_day(text, TODAY) == date(2026, 12, 17).toordinal()


def test_without_a_year_it_is_the_next_such_date():
    """Today counts; the 29th of February may be years away."""
    assert read_day("Nov 26", TODAY) == TODAY
    assert read_day("25.11.", TODAY) == date(2027, 11, 25).toordinal()
    assert read_day("29 Feb", TODAY) == date(2028, 2, 29).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        *["", "soon", "12/17/2026", "Foo 17", "17.13.", "32 Dec", "De 17", "17"],
        *["Fri, Dec 17, 2026", "Thu", "Thu Thu", "Thu soon", "thu " * 5000],
    ],
)
def test_other_text_names_no_day(text):
    """Nor is a month before the day guessed from slashes."""
    assert read_day(text, TODAY) is None


@given(st.dates(date(2000, 1, 1), date(2199, 1, 1)))
def test_every_date_is_read_as_it_is_shown(day):
    """As the screens and the plan write it."""
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%B %d %Y", "%a, %b %d, %Y"):
        assert read_day(day.strftime(shape), TODAY) == day.toordinal()
