"""Follow-ups: what is asked next depends on the points that were made."""

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Level
from quizapp.core.interview.follow_ups import deeper, follow_up_cards, follow_ups
from quizapp.core.judging.rubric import FollowUp
from support.cards import card
from support.interviews import talk_card

LEAD = talk_card(
    "lead",
    FollowUp("Missed 3?", "b", if_missed=(3,)),
    FollowUp("Missed 1 or 2?", "a", if_missed=(1, 2)),
    FollowUp("Made 1?", "deck/c", if_made=(1,)),
    "Anything else?",
    FollowUp("No such card?", "gone"),
)
CARDS = {c.id: c for c in (LEAD, *map(talk_card, "abc"))}


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        (set(), ["Missed 1 or 2?", "Missed 3?", "Anything else?"]),
        ({1, 2}, ["Missed 3?", "Made 1?", "Anything else?"]),
        ({1, 2, 3}, ["Made 1?", "Anything else?"]),
        (None, ["Missed 3?", "Missed 1 or 2?", "Made 1?", "Anything else?"]),
    ],
)
def test_missed_points_come_first_then_made_ones(made, asked):
    """By their weight; if nobody knows, as the deck has them."""
    assert [each.ask for each in follow_ups(LEAD, made, CARDS)] == asked


def test_practice_gets_the_cards_behind_a_judged_answer():
    """Those that are loaded; a plain question has none."""
    assert follow_up_cards(LEAD, {1, 2}, CARDS) == (
        CardId("deck", "b"),
        CardId("deck", "c"),
    )
    assert follow_up_cards(card("flash"), set(), CARDS) == ()


def test_deeper_is_an_open_card_of_a_later_level_on_the_same_tags():
    """Tags that every card has relate nothing."""
    cards = (
        talk_card("lead", tags=("all", "x")),
        talk_card("near", tags=("all", "x"), level=Level.EXPERT),
        talk_card("far", tags=("all", "y"), level=Level.EXPERT),
        talk_card("easy", tags=("all", "x"), level=Level.SCREEN),
    )
    found = deeper(cards[0], {c.id: c for c in cards}, seed=1)
    assert [each.card for each in found] == [cards[1]]
