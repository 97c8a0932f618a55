"""Was the user as often right as they were sure?"""

import pytest
from hypothesis import given

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.basics.share import Share
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.memory import Memories
from quizapp.core.stats.calibration import sure_and_wrong
from quizapp.core.stats.card_figures import figures_of
from quizapp.core.stats.figure_lists import DaySpan, HeldStudy
from quizapp.core.stats.totals import Totals
from support.reviews import LOGS, NOW, reviewed, wrong

GUESS, UNSURE, FAIRLY, CERTAIN = Confidence


def calibration(*reviews):
    """Return the calibration of some reviews."""
    lists = HeldStudy(reviews, Memories()).figures
    days = lists.by_day(DaySpan(StudyDay(1), days_after(NOW.day, 9)), None)
    return sum(days.values(), Totals()).calibration


def many(count, sure, right):
    """Return reviews of different cards, some of them right."""
    return [
        (reviewed if number < right else wrong)(f"{sure.name}{number}", confidence=sure)
        for number in range(count)
    ]


def test_each_step_has_its_hits():
    """A partial answer counts by its score."""
    part = reviewed("part", verdict=VerdictName.PARTIAL, score=0.5, confidence=CERTAIN)
    found = calibration(*many(4, CERTAIN, 3), *many(2, GUESS, 1), part)
    assert found.steps[CERTAIN] == Share(3.5, 5)
    assert found.steps[GUESS] == Share(1, 2)
    assert found.steps[UNSURE] == Share()
    assert (found.answers, found.right) == (7, Share(4.5, 7))


def test_answers_that_nobody_was_asked_of_or_that_nobody_judged_do_not_count():
    """Without a confidence, or without a verdict, there is nothing to compare."""
    mute = reviewed("mute")
    unsettled = reviewed("free", verdict=None, score=None, confidence=CERTAIN)
    assert calibration(mute, unsettled).answers == 0


def test_only_a_cards_first_answer_of_a_day_counts():
    """Ten minutes later it is no wonder to be right."""
    first, again = wrong(confidence=CERTAIN), reviewed(days=-0.01, confidence=CERTAIN)
    assert calibration(first, again).right == Share(0, 1)
    assert calibration(first, reviewed(days=-1, confidence=CERTAIN)).answers == 2


def test_a_verdict_that_was_set_aside_counts_as_right():
    """As everywhere."""
    mine = wrong(confidence=CERTAIN, overridden=True)
    assert calibration(mine).right == Share(1, 1)


def test_the_brier_score_is_the_mean_squared_distance():
    """Certain 20 times and right 19: 19 squares of 0.05 and one of 0.95."""
    found = calibration(*many(20, CERTAIN, 19))
    assert found.brier == pytest.approx((19 * 0.05**2 + 0.95**2) / 20)


def test_to_say_half_of_everything_gives_a_quarter():
    """Whatever comes of it: the figure to compare a Brier score with."""
    for right in (0, 7, 12):
        assert calibration(*many(12, UNSURE, right)).brier == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("sure", "count", "right", "over", "reading"),
    [
        (CERTAIN, 40, 20, 0.45, "overconfident"),
        (GUESS, 40, 30, -0.5, "underconfident"),
        (FAIRLY, 40, 30, 0.0, "well calibrated"),
        (FAIRLY, 12, 7, 0.75 - 7 / 12, "well calibrated"),
        (CERTAIN, 9, 0, None, "not enough data"),
    ],
)
def test_over_and_underconfidence_is_stated_less_hit(sure, count, right, over, reading):
    """Said in words only where chance is no likely cause, and never of a few."""
    found = calibration(*many(count, sure, right))
    assert found.over == (None if over is None else pytest.approx(over))
    assert found.reading == reading


@given(LOGS)
def test_scores_stay_where_they_belong(log):
    """Brier from 0 to 1, overconfidence from -1 to 1; steps add up to all."""
    found = calibration(*log)
    assert found.answers <= len(log)
    assert 0 <= found.squares <= found.answers
    assert found.brier is None or 0 <= found.brier <= 1
    assert found.over is None or -1 <= found.over <= 1
    assert sum(share.of for share in found.steps.values()) == found.answers


def test_errors_made_with_confidence_are_summed_up_by_card():
    """The latest error, how many there were, and whether it was right since."""
    first, last = wrong(days=9, confidence=FAIRLY), wrong(days=3, confidence=CERTAIN)
    for after, since in (
        ([], False),
        ([wrong(days=1, confidence=GUESS)], False),
        ([reviewed(days=1, verdict=VerdictName.PARTIAL, score=0.5)], False),
        ([reviewed(days=1, verdict=None, score=None)], False),
        ([reviewed(days=1)], True),
        ([wrong(days=1, overridden=True)], True),
    ):
        figures = figures_of([first, reviewed(days=5), last, *after])
        found = sure_and_wrong(last.card, figures.errors)
        assert found is not None
        assert (found.last.id, found.times) == (last.id, 2)
        assert found.last.right_since is since


def test_who_was_unsure_or_right_is_not_on_the_list():
    """Nor who set the verdict aside."""
    made = [
        wrong(confidence=UNSURE),
        reviewed(confidence=CERTAIN),
        wrong(confidence=CERTAIN, overridden=True),
        wrong(),
    ]
    assert sure_and_wrong(made[0].card, figures_of(made).errors) is None


def test_stated_probabilities_rise_with_confidence_and_are_never_certain():
    """So that the Brier score can forgive an error."""
    stated = [step.stated for step in Confidence]
    assert stated == sorted(set(stated))
    assert 0 < stated[0] < stated[-1] < 1
