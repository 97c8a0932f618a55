"""Plots are lines of text that fit, and can be read without color."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.terminal.cells import cell_count
from quizapp.core.terminal.plot import (
    HEAT,
    Bar,
    CalibrationRow,
    bars,
    calendar,
    calibration,
    columns,
    draw_bar,
    heat_steps,
    sparkline,
)

MONDAY = StudyDay(date(2026, 3, 2).toordinal())
UNIT = st.floats(0, 1)
COUNTS = st.dictionaries(st.integers(MONDAY - 400, MONDAY), st.integers(0, 300))
LABELS = st.text("abc 計画é", max_size=30)


@given(st.floats(0, 60))
def test_a_bar_is_as_long_as_its_number(length):
    """To an eighth of a cell."""
    drawn = draw_bar(length)
    assert int(length) <= len(drawn) <= int(length) + 1
    assert (length >= int(length) + 0.125) == (len(drawn) > int(length))


@given(
    st.lists(st.builds(Bar, LABELS, UNIT, LABELS), max_size=6),
    st.lists(
        st.builds(CalibrationRow, LABELS, UNIT, st.none() | UNIT, UNIT, UNIT, LABELS)
    ),
    st.integers(10, 120),
)
def test_rows_are_no_wider_than_asked_for(rows, marks, width):
    """However long the labels and notes are."""
    for line in (*bars(rows, width), *calibration(marks, width)):
        assert cell_count(line) <= width


@given(COUNTS, st.integers(0, 400), st.integers(0, 120))
def test_a_calendar_is_no_wider_than_asked_for(counts, length, width):
    """It has a row for each weekday, or nothing at all."""
    lines = calendar(counts, days_after(MONDAY, -length), MONDAY, width)
    assert len(lines) in {0, 9}
    assert all(cell_count(line) <= width for line in lines)


@given(COUNTS, st.integers(0, 100))
def test_a_calendar_has_one_sign_for_each_day(counts, length):
    """As many that are not empty as there are days with a review."""
    first = days_after(MONDAY, -length)
    lines = calendar(counts, first, MONDAY, 80)
    signs = "".join(line[4:] for line in lines[1:8]).replace(" ", "")
    busy = sum(count > 0 and first <= day for day, count in counts.items())
    assert len(signs) == length + 1
    assert sum(sign != HEAT[0] for sign in signs) == busy


def test_a_calendar_has_weeks_as_columns_from_monday_on():
    """A month is named above the week in which it begins; the key gives the counts."""
    counts = {days_after(MONDAY, -ago): n for ago, n in ((0, 8), (1, 1), (8, 4))}
    assert calendar(counts, days_after(MONDAY, -13), days_after(MONDAY, 2), 60) == (
        "      Mar",
        "Mon   · █",
        "Tue · · ·",
        "Wed · · ·",
        "Thu · ·",
        "Fri · ·",
        "Sat · ·",
        "Sun ▒ ░",
        "    · none  ░ 1-2  ▒ 3-4  ▓ 5-6  █ 7 or more",
    )


@given(st.integers(1, 10**6))
def test_densities_begin_at_one_and_are_all_reached(top):
    """The fullest day has the last of them."""
    steps = heat_steps(top)
    assert steps[0] == 1
    assert list(steps) == sorted(set(steps))
    assert steps[-1] <= top
    assert len(steps) == min(4, top)


def test_a_sparkline_shows_zero_as_a_dot_and_the_largest_as_a_block():
    """What is small is not nothing."""
    assert sparkline([0, 1, 50, 100], 10) == "·▁▅█"
    assert sparkline([1, 2, 0, 0], 2) == "··"
    assert sparkline([], 9) == ""


@given(
    st.lists(st.integers(0, 5000), max_size=40), st.integers(12, 90), st.integers(1, 8)
)
def test_columns_are_no_wider_than_asked_for(values, width, rows):
    """Rows, and the days beneath them."""
    lines = columns(values, MONDAY, width, rows)
    assert len(lines) == rows + 1
    assert all(cell_count(line) <= width for line in lines)


def test_columns_show_their_maximum_and_name_mondays():
    """A count that is not zero is seen."""
    values = [10, 0, 1, 5, 0, 0, 0, 10]
    assert columns(values, MONDAY, 40, rows=2) == (
        "10 ┤█             █",
        " 0 ┤█   ▂ █       █",
        "    Mar 2         Mar 9",
    )


def test_a_calibration_plot_has_claim_outcome_and_interval():
    """◆ where they meet; nothing but the claim where nothing is known."""
    marks = (
        CalibrationRow("guess", 0.25, 0.5, 0.25, 0.75, "5 of 10"),
        CalibrationRow("certain", 1.0, 1.0, 0.9, 1.0, "9 of 9"),
        CalibrationRow("unsure", 0.5, None),
    )
    assert calibration(marks, 39) == (
        "         0%        50%    100%",
        "guess         ◇────●────┤       5 of 10",
        "certain                    ├─◆  9 of 9",
        "unsure             ◇",
    )


@pytest.mark.parametrize("width", [10, 14])
def test_where_nothing_can_be_drawn_the_notes_are_shown(width):
    """Labels and notes are cut to the width."""
    assert bars([Bar("dropout", 0.5, "50%")], width)[0].startswith("dropout")
    (line,) = calibration([CalibrationRow("guess", 0.2, 0.5, note="5 of 9")], width)
    assert line.startswith("guess 5 o")
