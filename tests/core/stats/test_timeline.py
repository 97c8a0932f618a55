"""A card's timeline: what was done to it, and what came of it each time."""

from datetime import timedelta

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.stats.timeline import timeline
from support.reviews import NOW, done, reviewed


def after(days: float, **fields):
    """Return a review of so many days later."""
    return reviewed(moment=NOW.later(timedelta(days=days)), **fields)


def test_each_review_says_how_far_away_it_put_the_card():
    """The same intervals as on the buttons; with another retention, others."""
    facts = (after(0, grade=Grade.GOOD), after(0.01, grade=Grade.GOOD), after(2))
    assert [entry.interval for entry in timeline(facts, SchedulerSettings())][:2] == [
        "10m",
        "2d",
    ]
    strict = timeline(facts, SchedulerSettings(retention=0.97))
    assert strict[2].interval != timeline(facts, SchedulerSettings())[2].interval


def test_a_reset_card_begins_again():
    """The review after it leads where the first did."""
    facts = (
        after(0),
        after(1),
        done(Mark.RESET, NOW.later(timedelta(days=2))),
        after(3),
    )
    first, _, reset, again = timeline(facts, SchedulerSettings())
    assert again.interval == first.interval
    assert reset.interval == ""


def test_other_marks_leave_the_intervals_alone():
    """A card that was put aside is not forgotten by the schedule."""
    aside = done(Mark.SUSPENDED, NOW.later(timedelta(hours=1)))
    without = timeline((after(0), after(1)), SchedulerSettings())
    assert timeline((after(0), aside, after(1)), SchedulerSettings())[2].interval == (
        without[1].interval
    )


def test_an_edited_card_is_reported_from_its_past():
    """Only where the content differs from that of the review before."""
    facts = (after(0, content="a"), after(1, content="a"), after(2, content="b"))
    edited = [entry.edited for entry in timeline(facts, SchedulerSettings())]
    assert edited == [False, False, True]


def test_days_are_study_days():
    """From an evening to the next morning is one day."""
    facts = (after(0), after(0.8), after(3))
    assert [entry.days for entry in timeline(facts, SchedulerSettings())] == [0, 1, 2]
