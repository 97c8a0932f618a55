"""All figures of a log at once: they add up, and look at what they should."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import days_after
from quizapp.core.basics.pace import LONGEST
from quizapp.core.cards.card import Level
from quizapp.core.cards.card_list import CardList, list_of
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import DueAt, DueOn, retrievability
from quizapp.core.scheduling.memory import fold
from quizapp.core.stats.computing import statistics
from quizapp.core.stats.figure_lists import HeldStudy
from quizapp.core.stats.forecast import forecast
from quizapp.core.stats.readiness import readiness
from quizapp.core.stats.statistics import DEFAULT_DAYS, Period
from support.cards import card
from support.reviews import LOGS, reviewed, wrong
from support.reviews import NOW as TODAY

PERIOD = Period(TODAY)


def deck(id_: str, topic: str, *names: str, **fields) -> Deck:
    """Return a deck of flashcards."""
    cards = tuple(replace(card(n, **fields), id=CardId(id_, n)) for n in names)
    return Deck(id_, id_, topic, "", cards, f"{id_}.toml")


LIBRARY = Library(
    (
        deck("deck", "Dropout", *"abc", tags=("q18", "rates")),
        deck("other", "dropout", "e", level=Level.EXPERT, tags=("q18",)),
    )
)


def result(log, period=PERIOD, library=LIBRARY, chosen=None):
    """Return the statistics of a log."""
    cards = None if chosen is None else cards_of(library, chosen)
    return statistics(HeldStudy(log, fold(log)), library, period, cards)


def cards_of(library, ids) -> CardList:
    """Return cards of a library as a list."""
    return list_of([library.cards[id_] for id_ in ids], library.decks)


@given(LOGS, st.integers(1, 120))
def test_the_days_hold_every_review_of_the_period(log, days):
    """And no other; each day lies within the period."""
    found = result(log, replace(PERIOD, days=days)).activity
    period = range(TODAY.day - days + 1, TODAY.day + 1)
    within = [each for each in log if each.moment.day in period]
    assert found.reviews == len(within) == sum(found.counts.values())
    assert found.cards == len({each.card for each in within})
    assert all(found.first <= day <= found.last for day in found.counts)
    assert sum(found.minutes(days)) == pytest.approx(found.seconds / 60)


@given(LOGS)
def test_decks_and_unloaded_cards_make_up_the_whole(log):
    """Of topics and levels the same holds; tags overlap."""
    found = result(log)
    for by in ("deck", "topic", "level"):
        groups = found.by(by)
        reviews = sum(each.reviews for each in groups)
        assert reviews + found.unloaded == found.activity.reviews
        assert sum(each.readiness.cards for each in groups) == len(LIBRARY.cards)
    unloaded = {each.card for each in log if each.card not in LIBRARY.cards}
    if not unloaded:
        retained = sum(each.retained.of for each in found.by("deck"))
        assert retained == found.retention.spans[-1].share.of
        answers = sum(each.calibration.answers for each in found.by("deck"))
        assert answers == found.calibration.answers


@pytest.mark.slow
@given(LOGS, st.integers(1, 40))
def test_every_card_has_one_place_in_the_forecast(log, days):
    """Due within it, later, or new."""
    ahead = forecast(LIBRARY.cards, fold(log).by_card, TODAY, days)
    assert sum(ahead.due) + ahead.later + ahead.new == len(LIBRARY.cards)
    assert 0 <= ahead.overdue <= ahead.due[0]
    assert len(ahead.due) == days


def test_what_is_overdue_is_due_today():
    """A learning step that ends after the rollover is due tomorrow."""
    memory = fold([reviewed("a", 9)]).by_card[CardId("deck", "a")]
    after_four = DueAt(TODAY.at.replace(hour=4) + timedelta(days=1))
    dues = DueOn(days_after(TODAY.day, -3)), DueAt(TODAY.at), after_four
    memories = {
        CardId("deck", name): replace(memory, due=due)
        for name, due in zip("abc", dues, strict=True)
    }
    ahead = forecast(LIBRARY.cards, memories, TODAY, 3)
    assert (ahead.due, ahead.overdue, ahead.new) == ((2, 1, 0), 1, 1)


def test_a_topic_is_one_however_its_case_is_written():
    """As for the words of a command line."""
    (topic,) = result([]).by("topic")
    assert (topic.name, topic.readiness.cards) == ("Dropout", 4)
    assert [(g.name, g.readiness.cards) for g in result([]).by("tag")] == [
        ("q18", 4),
        ("rates", 3),
    ]


def test_only_the_chosen_cards_are_looked_at():
    """In every figure."""
    log = [wrong("a", 2, confidence=Confidence.CERTAIN), reviewed("b", 1)]
    found = result(log, chosen=[CardId("deck", "b")])
    assert found.activity.reviews == 1
    assert found.sure_and_wrong == ()
    assert found.misconceptions.unforeseen == 0
    assert found.forecast.new == 0
    assert [group.name for group in found.by("deck")] == ["deck"]


def test_what_a_card_had_come_to_before_the_period_counts():
    """A trial needs the learning steps that went before."""
    log = [reviewed("a", 40, grade=Grade.EASY), reviewed("a", 2)]
    found = result(log, replace(PERIOD, days=7))
    assert found.retention.spans[-1].share.of == 1
    assert found.activity.reviews == 1


def test_errors_made_with_confidence_come_latest_first():
    """One line a card."""
    log = [
        wrong("a", 5, confidence=Confidence.CERTAIN),
        wrong("b", 3, confidence=Confidence.CERTAIN),
    ]
    found = result(log).sure_and_wrong
    assert [error.card.card for error in found] == ["b", "a"]


def test_a_screen_that_was_left_open_is_no_study():
    """Of one review no more than ten minutes count."""
    found = result([reviewed("a", seconds=3600.0)])
    assert found.activity.seconds == LONGEST
    assert found.by("deck")[0].seconds == LONGEST


def test_readiness_is_the_mean_recall_of_all_cards():
    """What was never seen counts as 0; it falls until the day that is asked for."""
    log = [reviewed("a", 3), reviewed("b", 1)]
    memories = fold(log).by_card
    day = days_after(TODAY.day, 10)
    (topic,) = result(log, replace(PERIOD, interview=day)).by("topic")
    recalls = [retrievability(memory, day) for memory in memories.values()]
    assert topic.readiness.share == pytest.approx(sum(recalls) / 4)
    assert (topic.readiness.cards, topic.readiness.seen) == (4, 2)
    assert topic.readiness.share < result(log).by("topic")[0].readiness.share


def test_readiness_of_no_cards_is_none():
    """Rather than a fault."""
    assert readiness([], {}, TODAY.day).share == 0


def test_an_empty_log_has_figures_too():
    """Today alone is the period, and everything is new."""
    found = result([])
    assert (found.activity.first, found.activity.last) == (TODAY.day, TODAY.day)
    assert (found.activity.reviews, found.forecast.new) == (0, 4)
    assert found.calibration.brier is None
    assert [span.share.of for span in found.retention.spans] == [0]


def test_the_period_cannot_begin_before_the_calendar():
    """Whatever number of days is asked for."""
    assert Period(TODAY, days=10**9).first == 1
    assert DEFAULT_DAYS == 365


def test_resting_cards_are_in_no_forecast():
    """They are cards of their topic all the same."""
    found = result([], replace(PERIOD, suspended=frozenset({CardId("deck", "a")})))
    assert found.forecast.new == 3
    assert found.by("topic")[0].readiness.cards == 4


def test_resting_cards_are_not_due():
    """They are asked nowhere, however long they have waited."""
    log = [reviewed("a", 90), reviewed("b", 90)]
    assert result(log).by("topic")[0].due == 2
    resting = replace(PERIOD, suspended=frozenset({CardId("deck", "a")}))
    assert result(log, resting).by("topic")[0].due == 1
