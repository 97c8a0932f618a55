"""True retention: what was still known when a card came back."""

from hypothesis import given

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import days_after
from quizapp.core.basics.share import Share
from quizapp.core.scheduling.intervals import Stage
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.stats.card_figures import figures_of
from quizapp.core.stats.figure_lists import DaySpan, HeldStudy
from quizapp.core.stats.retention import retention
from support.reviews import LOGS, reviewed, wrong
from support.reviews import NOW as TODAY


def of(*reviews):
    """Return the trials of one card, as days before today and whether retained."""
    days = figures_of(reviews).days
    return [(TODAY.day - own.day, bool(own.retained)) for own in days if own.tests]


def by_day(*reviews):
    """Return the totals of the days of all cards."""
    study = HeldStudy(reviews, Memories())
    return study.figures.by_day(DaySpan(days_after(TODAY.day, -999), TODAY.day), None)


def test_a_card_is_tried_once_it_has_left_its_learning_steps():
    """The first review teaches; Easy graduates at once, Good at the second step."""
    assert of(reviewed(days=9, grade=Grade.EASY), reviewed(days=2)) == [(2, True)]
    assert of(reviewed(days=9), reviewed(days=2)) == []
    assert of(reviewed(days=9), reviewed(days=8.9), reviewed(days=2)) == [(2, True)]


def test_only_the_first_review_of_a_day_counts():
    """The second asks what was read a moment ago."""
    easy = reviewed(days=9, grade=Grade.EASY)
    assert of(easy, wrong(days=2), reviewed(days=1.99)) == [(2, False)]


def test_hard_is_retained_and_again_is_not():
    """Hard means recalled with effort."""
    easy = reviewed(days=9, grade=Grade.EASY)
    assert of(easy, reviewed(days=2, grade=Grade.HARD)) == [(2, True)]
    assert of(easy, reviewed(days=2, grade=Grade.AGAIN)) == [(2, False)]


def test_a_lapsed_card_is_not_tried_again_until_it_is_relearned():
    """The next day it is still in a relearning step."""
    easy = reviewed(days=9, grade=Grade.EASY)
    assert of(easy, wrong(days=2), reviewed(days=1)) == [(2, False)]


@given(LOGS)
def test_a_trial_finds_the_card_in_review(log):
    """As the fold of what came before it says; and none is left out."""
    figures = HeldStudy(log, Memories()).figures
    tried = {
        (CardId(deck, name), own.day)
        for deck in ("deck", "other", "gone")
        for name, found in figures.of_deck(deck).items()
        for own in found.days
        if own.tests
    }
    expected = set()
    for number, review in enumerate(log):
        before = fold(log[:number]).by_card.get(review.card)
        day = review.moment.day
        if before is not None and before.stage is Stage.REVIEW and before.day < day:
            expected.add((review.card, day))
    assert tried == expected


def test_spans_end_today_and_the_last_is_the_whole_period():
    """A span that is longer than the period is not shown."""
    easy = reviewed(days=60, grade=Grade.EASY)
    tried = by_day(easy, *(reviewed(days=d) for d in (40, 20, 3)))
    result = retention(tried, 0.9, days_after(TODAY.day, -59), TODAY.day)
    assert [(each.days, each.share.of) for each in result.spans] == [
        (7, 1),
        (30, 2),
        (60, 3),
    ]
    short = retention(tried, 0.9, days_after(TODAY.day, -4), TODAY.day)
    assert [(each.days, each.share) for each in short.spans] == [(5, Share(1, 1))]


def test_off_target_is_said_only_where_chance_is_no_likely_cause():
    """Ten of ten are no proof, and a few are not judged at all."""
    easy = [reviewed(str(n), 20, grade=Grade.EASY) for n in range(80)]
    for missed, tried, reading in (
        (0, 5, "not enough data"),
        (1, 10, "on target"),
        (40, 80, "below target"),
        (0, 80, "above target"),
    ):
        back = [wrong(str(n), 1) for n in range(missed)]
        back += [reviewed(str(n), 1) for n in range(missed, tried)]
        made = by_day(*easy, *back)
        result = retention(made, 0.9, days_after(TODAY.day, -20), TODAY.day)
        assert result.reading(result.spans[-1]) == reading
