"""Deck figures: what a deck consists of, and how hard it is to read."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.cards.variant import Vary
from quizapp.core.stats.deck_figures import deck_figures, reading_grade
from support.cards import choice_card, dropout_card, fix_card, library_of


def test_a_deck_is_counted_by_kind_level_and_run():
    """A prediction whose numbers are never drawn is named; code is not."""
    drawn = dropout_card("drawn", vary=(Vary("p", (0.1, 0.2)),))
    cards = (choice_card("one"), dropout_card("fixed"), drawn, fix_card("code"))
    (deck,) = library_of(*cards).decks
    figures = deck_figures(deck)
    assert figures.cards == 4
    assert figures.kinds == {"predict": 2, "choice": 1, "fix": 1}
    assert sum(figures.levels.values()) == 4
    assert figures.by_run == 3
    assert figures.constant == ("fixed",)


def test_long_sentences_of_long_words_are_harder_to_read():
    """Code counts as one short word, whatever is in it."""
    easy = reading_grade("The mask is new in each step. It drops half of the units.")
    hard = reading_grade(
        "Regularization techniques deliberately perturb intermediate representations"
        " to discourage excessive interdependence of computational components."
    )
    assert easy is not None
    assert hard is not None
    assert easy < 5
    assert hard > 15
    code = "It is `torch.nn.functional.scaled_dot_product_attention` here."
    assert reading_grade(code) == reading_grade("It is it here.")
    assert reading_grade("`x = 1`") is not None
    assert reading_grade("1 + 1") is None


@given(st.text())
def test_any_text_has_a_grade_or_no_words(text):
    """A card about anything can be measured."""
    grade = reading_grade(text)
    assert grade is None or grade > -20
