"""Trust: what has to happen before a deck's code runs."""

import pytest
from msgspec.structs import replace

from quizapp.core.cards.card import Card, Misconception, Modify
from quizapp.core.cards.library import Deck
from quizapp.core.cards.trust import Ruling, code_of, digest, rule, runs_code
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.protection import ProtectionLevel
from support.cards import card, choice_card, dropout_card
from support.shipped import shipped_library

WEAK = [
    ProtectionLevel.NO_READ_SHIELD,
    ProtectionLevel.SEATBELT,
    ProtectionLevel.LIMITS_ONLY,
]


def deck(*cards: Card) -> Deck:
    return Deck("deck", "A deck", "A topic", "", cards, "deck.toml")


@pytest.mark.parametrize("level", ProtectionLevel)
def test_shipped_and_known_decks_run_at_a_key_press(level):
    """Whatever the protection."""
    assert rule(level, shipped=True, known=False) is Ruling.RUN
    assert rule(level, shipped=False, known=True) is Ruling.RUN


def test_an_untrusted_deck_is_announced_where_it_is_confined():
    """Once, without a question."""
    assert rule(ProtectionLevel.STRONG, shipped=False, known=False) is Ruling.NOTIFY


@pytest.mark.parametrize("level", WEAK)
def test_an_untrusted_deck_is_asked_about_where_it_is_not_confined(level):
    """With the code on the screen."""
    assert rule(level, shipped=False, known=False) is Ruling.ASK


def test_every_level_says_in_words_what_it_means():
    """The user decides by them."""
    assert len({level.text for level in ProtectionLevel}) == len(ProtectionLevel)


def test_any_edit_of_what_would_run_takes_approval_back():
    """One byte of code, the expression asked for, or the file's place."""
    one = dropout_card()
    changed = [
        deck(replace(one, snippet=one.snippet + " ")),
        deck(replace(one, kind=Predict(ask="output + 1"))),
        deck(replace(one, modify=Modify("g", "assert output"))),
        deck(one, choice_card(snippet="import os")),
    ]
    prints = {digest(each, "/a/deck.toml") for each in [deck(one), *changed]}
    assert len({*prints, digest(deck(one), "/b/deck.toml")}) == 6


def test_all_that_can_run_is_shown_to_the_one_who_consents():
    """Of code to write: what is begun with, what judges it, and what check tries."""
    kind = Implement("s = 1", "assert 1", "x = 1", ("m = 1",), ("y = 1",))
    wrong = (Misconception("w = 1", "because"),)
    keys = ["starter", "checks", "solution", "mutants[0]", "also_right[0]"]
    keys.append("wrong[0]")
    assert [key for key, _ in code_of(card("c", kind, wrong=wrong))] == keys


def test_what_explores_and_draws_is_code_too():
    """A goal's checks and solution, and an expression to draw."""
    one = replace(
        dropout_card(),
        show=(("open('/etc/passwd').read()", "values"),),
        modify=Modify("g", "assert evil", "solve()"),
    )
    code = "\n".join(code for _, code in code_of(one))
    for piece in ("open('/etc/passwd')", "assert evil", "solve()"):
        assert piece in code


def test_a_typo_in_the_prompt_takes_nothing_back():
    """Only what runs counts."""
    one = dropout_card()
    better = deck(replace(one, prompt="Better words"))
    assert digest(deck(one), "/a") == digest(better, "/a")


def test_a_deck_without_code_has_nothing_to_approve():
    """Flashcards and choices are text."""
    assert not runs_code(deck(card(), choice_card()))
    assert runs_code(deck(choice_card(snippet="print(1)")))


@pytest.mark.slow
def test_whether_a_card_runs_is_known_without_writing_its_program():
    """Of every shipped card, with and without code."""
    cards = shipped_library().cards.values()
    has = {card.id: card.program() is not None for card in cards}
    assert {card.id: card.has_program for card in cards} == has
    assert {*has.values()} == {True, False}
