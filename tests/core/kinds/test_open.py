"""Open cards: said first, then judged by the points that were made."""

import pytest

from quizapp.core.judging.response import Response
from quizapp.core.judging.rubric import FollowUp, Point, Rubric
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


@pytest.mark.parametrize("points", [3, 6, 9])
def test_two_thirds_are_enough(points):
    """What is missing is reported all the same."""
    rubric = Rubric((Point("p"),) * points)
    made = frozenset(range(1, points * 2 // 3 + 1))
    assert rubric.judge(made) == Correct(("add next time: p",) * (points // 3))
    assert isinstance(rubric.judge(made - {1}), Partial)


def test_the_main_point_is_not_made_up_for_by_the_others():
    """An author gives it a greater weight."""
    rubric = Rubric((Point("main", 3), Point("aside"), Point("aside")))
    assert isinstance(rubric.judge(frozenset({1, 2})), Correct)
    assert isinstance(rubric.judge(frozenset({2, 3})), Partial)


@pytest.mark.parametrize(("passing", "verdict"), [(0.5, Correct), (0.51, Partial)])
def test_a_card_may_set_its_own_passing_share(passing, verdict):
    """Lower or higher than the usual one."""
    rubric = Rubric((Point("p"), Point("q")), passing=passing)
    assert isinstance(rubric.judge(frozenset({1})), verdict)


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
        (Open("a", (Point("x"),), minutes=0), "must be more than 0 and at most 60"),
        (Open("a", (Point("x"),), minutes=61), "must be more than 0 and at most 60"),
        (Open("a", (Point("x"),), passing=0), "must be more than 0 and at most 1"),
        (Open("a", (Point("x"),), passing=1.1), "must be more than 0 and at most 1"),
        (Open("a", (Point("x"),), (" ",)), "is empty; write the question"),
        (
            Open("a", (Point("x"),), FollowUp("?", if_missed=(1,), if_made=(1,))),
            "has point 1 in `if_missed` and `if_made`; remove one",
        ),
    ],
)
def test_a_rubric_that_judges_nothing_is_a_flaw(kind, expected):
    """Said with its place."""
    (flaw,) = kind.flaws()
    assert flaw.message.startswith(expected)


def test_one_follow_up_or_several():
    """A question alone need not be a list."""
    one = Open("a", (Point("x"),), "And then?")
    assert one.scored_by.follow_up == (FollowUp("And then?"),)


@pytest.mark.parametrize("number", [0, -1, 3])
@pytest.mark.parametrize("key", ["if_missed", "if_made"])
def test_a_follow_up_names_points_that_exist(key, number):
    """Counted from 1; the place of the number is given."""
    missed, made = ((2, number), ()) if key == "if_missed" else ((), (2, number))
    question = FollowUp("And then?", "", missed, made)
    (flaw,) = Open("a", (Point("x"), Point("y")), ("Why?", question)).flaws()
    assert flaw.path == ("follow_up", 1, key, 1)
    assert flaw.message == f"has no point {number}; number points from 1 to 2"
