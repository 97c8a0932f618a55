"""The code cards of the shipped decks judge what an answer does, not its style."""

import ast

import pytest

from decks.questions import QUESTIONS
from quizapp.core.cards.card import Card
from quizapp.core.kinds.coding import Coding
from support.shipped import shipped_library

LIBRARY = shipped_library()
CARDS = [
    (card, card.kind.coding)
    for card in LIBRARY.cards.values()
    if card.kind.coding is not None
]

IDS = [str(card.id) for card, _ in CARDS]


def imported(code: str) -> set[str]:
    """Return the names that code imports."""
    names = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.alias)]
    return {name.asname or name.name for name in names}


def used(code: str) -> set[str]:
    """Return the names that code mentions."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


@pytest.mark.parametrize(("card", "coding"), CARDS, ids=IDS)
def test_each_card_gives_other_solutions(card: Card, coding: Coding):
    """`quizapp check` runs them, so the checks take more than one style."""
    deck = LIBRARY.deck_of(card.id)
    of_chapter = deck.topic == "Regularization" and deck.id not in QUESTIONS
    assert len(coding.also_right) >= (2 if of_chapter else 1)


@pytest.mark.parametrize(("card", "coding"), CARDS, ids=IDS)
def test_the_checks_import_what_they_use(card: Card, coding: Coding):
    """An answer may need other imports than the starter or the solution."""
    elsewhere = imported(card.code) | imported(coding.solution)
    assert used(coding.checks) & elsewhere <= imported(coding.checks)
