"""Interviews in words: clocks, questions, answers, and the rows of a scorecard."""

import pytest

from quizapp.core.interview.comparison import compared
from quizapp.core.interview.phases import Ended
from quizapp.core.interview.scorecard import scorecard
from quizapp.wording.interview import (
    answer_facts,
    clock_time,
    points_sentence,
    question_clock,
    question_heading,
    whole_clock,
)
from quizapp.wording.scorecard import change_lines, score_rows, signal_line
from support.interviews import ROOT_CANDIDATES, Desk, take


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (7.4, "0:07"), (750, "12:30"), (3723, "1:02:03"), (-3, "0:00")],
)
def test_a_clock_shows_minutes_and_seconds(seconds, shown):
    """Hours only if there are any; never less than nothing."""
    assert clock_time(seconds) == shown


def test_a_question_that_takes_too_long_says_by_how_much():
    """And the whole says what is left."""
    assert question_clock(100, 120) == "1:40 of 2:00"
    assert question_clock(150, 120) == "0:30 over"
    assert whole_clock(600, 30) == "20:00 left"
    assert whole_clock(1900, 30) == "the last question"


@pytest.mark.parametrize("candidate", ROOT_CANDIDATES, ids=lambda c: c.name)
def test_every_interview_has_a_scorecard_in_words(candidate):
    """Each figure has words, also those that cannot be had."""
    desk = Desk()
    interview = desk.begin()
    take(interview, candidate, desk.clock)
    assert isinstance(interview.phase, Ended)
    for answer in interview.record.answers:
        assert question_heading(answer.asked).startswith("Question ")
        assert " of " in answer_facts(answer)[0]
        assert bool(points_sentence(answer)) is bool(answer.asked.weights)
    card = scorecard(interview.record)
    rows = score_rows(card)
    assert [row.name for row in rows[:3]] == ["knowledge", "depth", "code"]
    assert all(row.value and row.about for row in rows)
    assert signal_line(card).split(",")[0] in {"Strong no", "No", "Yes", "Strong yes"}


def test_a_later_interview_is_compared_with_the_earlier():
    """Better is an arrow up, with both figures."""
    desk = Desk()
    best, *_, worst = ROOT_CANDIDATES
    first = desk.begin(seed=1)
    take(first, worst, desk.clock)
    second = desk.begin(seed=2)
    take(second, best, desk.clock)
    lines = change_lines(compared(second.record, [first.record, second.record]))
    assert any(line.startswith("↑ knowledge 100%, before ") for line in lines)
    assert change_lines(compared(first.record, [first.record])) == ()
