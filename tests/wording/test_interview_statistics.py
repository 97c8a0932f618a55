"""Interviews in the statistics: a line for each, with signal, whole and ticks."""

from quizapp.core.basics.moment import StudyDay
from quizapp.core.interview.comparison import over_time
from quizapp.core.interview.facts import Occasion
from quizapp.flow.interviews import past_interviews
from quizapp.wording.interview_statistics import interviews_section, interviews_within
from support.interviews import ROOT_CANDIDATES, Desk, take


def points(count: int = 2):
    """Return interviews of a candidate who ticks everything, then of one who knows."""
    desk = Desk()
    for number in range(count):
        candidate = ROOT_CANDIDATES[0 if number else 4]
        take(desk.begin(seed=number), candidate, desk.clock)
    return over_time(past_interviews(desk.log))


def test_each_interview_has_its_signal_its_whole_and_its_ticks():
    """Bars where there is room for them."""
    wide = interviews_section(points(), 100)
    narrow = interviews_section(points(), 60)
    assert wide is not None
    assert narrow is not None
    first, second, _ = wide.lines
    assert first.endswith(": generous")
    assert "Strong yes 100%  ████████████████████  ticks " in second
    assert second.endswith(": close")
    assert wide.aside == "2 interviews"
    assert not any("█" in line for line in narrow.lines)
    assert all(len(line) <= 60 for line in narrow.lines)


def test_a_long_list_is_cut_and_none_is_no_section():
    """The latest are shown."""
    many = points(12)
    section = interviews_section(many, 80)
    assert section is not None
    assert section.aside == "the latest 10 of 12"
    assert len(section.lines) == 11
    assert interviews_section((), 80) is None


def test_second_looks_of_all_interviews_are_one_figure():
    """Below the list."""
    desk = Desk()
    interview = desk.begin()
    take(interview, ROOT_CANDIDATES[0], desk.clock)
    number = interview.record.answers[0].asked.number
    made = interview.record.answers[0].ticked or ()
    interview.tick_points(number, made, Occasion.SECOND_LOOK)
    section = interviews_section(over_time(past_interviews(desk.log)), 80)
    assert section is not None
    assert section.lines[-1].startswith("Second look: 3 of 3 points as in the debrief")


def test_interviews_outside_the_period_are_left_out():
    """Both before it and after it."""
    held = points()
    day = held[-1].moment.day
    assert interviews_within(held, day, 30) == held
    assert interviews_within(held, StudyDay(day + 30), 30) == ()
    assert interviews_within(held, StudyDay(day - 1), 30) == ()
