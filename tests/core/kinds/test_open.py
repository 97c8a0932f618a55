"""Open cards: said first, then judged by the points that were made."""

import pytest

from quizapp.core.judging.response import Response
from quizapp.core.judging.rubric import Point, Rubric
from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Wrong
from quizapp.core.kinds.open import Open, Said, Ticked
from quizapp.core.values.misread import Misread
from support.cards import open_card

KIND = open_card().kind


def judged(text: str):
    """Judge by ticked points."""
    response = KIND.read(text)
    assert isinstance(response, Ticked)
    return response.judge(None)


def read(text: str) -> Response:
    """Return a response that can be read."""
    response = KIND.read(text)
    assert not isinstance(response, Misread)
    return response


@pytest.mark.parametrize("text", ["", "It makes noise.", "2 things: a and b"])
def test_free_text_commits_and_judges_nothing(text):
    """The points are ticked after the reveal."""
    response = KIND.read(text)
    assert isinstance(response, Said)
    assert isinstance(response.judge(None), Unsettled)


def test_the_share_of_the_weights_is_the_score():
    """A point may count more; the missed ones are what to add."""
    assert judged("1 2") == Partial(0.75, ("add next time: the third",))
    assert judged("3").score == 0.25


def test_nine_tenths_are_enough():
    """What is missing is reported all the same."""
    points = (Point("main", 9), Point("aside", 1))
    verdict = Rubric(points).judge(frozenset({1}))
    assert verdict == Correct(("add next time: aside",))


@pytest.mark.parametrize("text", ["none", "0"])
def test_no_point_at_all_is_wrong(text):
    """Every point is listed."""
    verdict = judged(text)
    assert isinstance(verdict, Wrong)
    assert len(verdict.reasons) == 3


@pytest.mark.parametrize("text", ["3, 1", " 1 3 ", "1,3,"])
def test_ticks_are_reported_in_order(text):
    """So the log means the same however they were typed."""
    assert read(text).text == "1, 3"


@pytest.mark.parametrize("text", ["none", "1, 3"])
def test_the_text_reads_back(text):
    """To an equal response."""
    assert read(read(text).text) == read(text)


@pytest.mark.parametrize("text", ["4", "1, 0", "99999999999"])
def test_a_number_without_a_point_is_reported(text):
    """With the numbers there are."""
    assert KIND.read(text) == Misread("give point numbers from 1 to 3")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Open("a", ()), "is empty; write the points"),
        (Open("a", (Point("x", 0),)), "needs a `weight` above 0"),
        (Open("a", (Point("x", -1),)), "needs a `weight` above 0"),
        (Open("a", (Point("x", float("nan")),)), "needs a `weight` above 0"),
        (Open("a", (Point(" "),)), "is empty; write a `point`"),
        (Open("a", (Point("x"),) * 10), "has more than 9 points"),
        (Open(" ", (Point("x"),)), "is empty; write a model answer"),
    ],
)
def test_a_rubric_that_judges_nothing_is_a_flaw(kind, expected):
    """Said with its place."""
    (flaw,) = kind.flaws()
    assert flaw.message.startswith(expected)


def test_one_follow_up_or_several():
    """A question alone need not be a list."""
    one = Open("a", (Point("x"),), "And then?")
    assert one.scored_by.follow_up == ("And then?",)
