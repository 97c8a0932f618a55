"""Decks counted from lists are counted as card by card."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, review
from quizapp.core.scheduling.listed import HeldLists
from quizapp.core.scheduling.memory import Memories
from quizapp.core.stats.deck_counter import DeckCounter
from quizapp.core.stats.forecast import forecast
from support.cards import card
from support.fakes import MORNING

NOW = Moment(MORNING)
LIBRARY = Library(
    tuple(
        Deck(
            deck,
            deck,
            "T",
            "",
            tuple(replace(card(name), id=CardId(deck, name)) for name in "abc"),
            f"{deck}.toml",
        )
        for deck in ("x", "y")
    )
)
GONE = [CardId("x", "gone"), CardId("z", "gone")]
CARDS = st.sampled_from([*LIBRARY.every.ids, *GONE])


@st.composite
def memories(draw) -> Memories:
    """Draw memories of cards that are there and that are gone."""
    known: dict[CardId, Memory] = {}
    for id_ in draw(st.lists(CARDS, unique=True)):
        for ago in sorted(draw(st.sets(st.integers(0, 40), min_size=1)), reverse=True):
            when = NOW.later(-timedelta(days=ago, minutes=draw(st.integers(0, 30))))
            grade = draw(st.sampled_from(Grade))
            known[id_] = review(known.get(id_), grade, when, str(id_))
    buried = dict.fromkeys(draw(st.sets(CARDS, max_size=2)), NOW.day)
    return Memories(known, buried=buried, suspended=draw(st.sets(CARDS, max_size=2)))


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(memories())
def test_lists_count_what_is_counted_card_by_card(known):
    """States, readiness and the days to come."""
    one = DeckCounter(known, NOW)
    other = DeckCounter(known, NOW, HeldLists(known.by_card))
    assert other.shelves(LIBRARY) == one.shelves(LIBRARY)
    for deck in LIBRARY.decks:
        for day in (NOW.day, days_after(NOW.day, 20)):
            ready = other.readiness(deck, day, SchedulerSettings())
            expected = one.readiness(deck, day, SchedulerSettings())
            assert (ready.cards, ready.seen) == (expected.cards, expected.seen)
            assert ready.recalled == pytest.approx(expected.recalled, abs=1e-9)
    ahead = forecast(LIBRARY.cards, known.by_card, NOW, 20)
    assert other.forecast(LIBRARY, 20) == ahead
