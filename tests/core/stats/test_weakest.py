"""The weakest cards: what counts as missed, and the order of a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.memory import fold
from quizapp.core.stats.weakest import (
    is_miss,
    last_misses,
    recall_percent,
    weakest_first,
)
from support.cards import card
from support.reviews import LOGS, NOW, reviewed, wrong

CARDS = tuple(card(name) for name in "abcd")


@pytest.mark.parametrize(
    ("verdict", "grade", "overridden", "missed"),
    [
        (VerdictName.CORRECT, Grade.GOOD, False, False),
        (VerdictName.CORRECT, Grade.AGAIN, False, True),
        (VerdictName.WRONG, Grade.HARD, False, True),
        (VerdictName.PARTIAL, Grade.GOOD, False, True),
        (VerdictName.WRONG, Grade.GOOD, True, False),
        (None, Grade.HARD, False, False),
        (None, Grade.AGAIN, False, True),
    ],
)
def test_a_miss_is_a_wrong_answer_or_the_grade_again(
    verdict, grade, overridden, missed
):
    """`I was right` takes a verdict back."""
    review = reviewed(verdict=verdict, grade=grade, overridden=overridden)
    assert is_miss(review) == missed


def test_misses_are_counted_in_study_days_with_today():
    """Of each card, the last one."""
    log = [wrong("a", 7), wrong("b", 6), wrong("b", 1), reviewed("c", 1)]
    assert last_misses(log, NOW, 7) == {log[2].card: log[2]}
    assert last_misses(log, NOW, 8).keys() == {log[0].card, log[2].card}
    assert last_misses(log, NOW, 1) == {}


@given(LOGS)
def test_cards_are_ordered_by_recall_then_lapses_and_new_ones_stay_last(log):
    """All cards are there, whatever was reviewed."""
    memories = fold(log).by_card
    ordered = weakest_first(CARDS, memories, NOW)
    assert sorted(ordered, key=CARDS.index) == list(CARDS)
    seen = [card for card in ordered if card.id in memories]
    assert ordered[: len(seen)] == tuple(seen)
    places = [CARDS.index(card) for card in ordered[len(seen) :]]
    assert places == sorted(places)
    keys = [
        (recall_percent(memories[card.id], NOW), -memories[card.id].lapses)
        for card in seen
    ]
    assert keys == sorted(keys)


@given(st.integers(1, 30))
def test_a_card_missed_today_is_not_at_the_end(days):
    """Its recall is that of tomorrow: today, it would be at 100 percent."""
    log = [reviewed("a", days + 3), wrong("a"), reviewed("b", 1, grade=Grade.EASY)]
    ordered = weakest_first(CARDS[:2], fold(log).by_card, NOW)
    assert [card.id.card for card in ordered] == ["a", "b"]
