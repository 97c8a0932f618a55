"""Trust: what has to happen before a deck's code runs."""

from dataclasses import replace

import pytest

from builders import card, choice_card, dropout_card
from quizapp.core.card import Card, Deck
from quizapp.core.kinds.predict import Predict
from quizapp.core.trust import Ruling, Shield, digest, rule, runs_code

WEAK = [Shield.NO_READ_SHIELD, Shield.SEATBELT, Shield.LIMITS_ONLY]


def deck(*cards: Card, file: str = "/decks/deck.toml") -> Deck:
    return Deck("deck", "A deck", "A topic", "", cards, file)


@pytest.mark.parametrize("shield", Shield)
def test_shipped_and_known_decks_run_at_a_key_press(shield):
    """Whatever the protection."""
    assert rule(shield, shipped=True, known=False) is Ruling.RUN
    assert rule(shield, shipped=False, known=True) is Ruling.RUN


def test_a_stranger_is_introduced_where_it_is_confined():
    """Once, without a question."""
    assert rule(Shield.STRONG, shipped=False, known=False) is Ruling.TELL


@pytest.mark.parametrize("shield", WEAK)
def test_a_stranger_is_asked_about_where_it_is_not_confined(shield):
    """With the code on the screen."""
    assert rule(shield, shipped=False, known=False) is Ruling.ASK


def test_every_level_says_in_words_what_it_means():
    """The user decides by them."""
    assert len({shield.text for shield in Shield}) == len(Shield)


def test_any_edit_of_what_would_run_takes_approval_back():
    """One byte of code, the expression asked for, or the file's place."""
    one = dropout_card()
    kind = Predict(ask="output + 1")
    changed = [
        deck(replace(one, snippet=one.snippet + " ")),
        deck(replace(one, kind=kind)),
        deck(one, file="/elsewhere/deck.toml"),
        deck(one, choice_card(snippet="import os")),
    ]
    assert len({digest(each) for each in [deck(one), *changed]}) == 5


def test_a_typo_in_the_prompt_takes_nothing_back():
    """Only what runs counts."""
    one = dropout_card()
    assert digest(deck(one)) == digest(deck(replace(one, prompt="Better words")))


def test_a_deck_without_code_has_nothing_to_approve():
    """Flashcards and choices are text."""
    assert not runs_code(deck(card(), choice_card()))
    assert runs_code(deck(choice_card(snippet="print(1)")))
