"""Tags and decks as Anki accepts them."""

import pytest

from quizapp.core.cards.card import Level
from quizapp.exchange.anki.package.names import deck_name, tag_of, tags_of
from support.anki import deck_of
from support.cards import card


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("dropout", "dropout"),
        ("two words", "two-words"),
        ("a | b", "a-b"),
        ('say "so"', "say-so"),
        ("part::of", "part::of"),
        ("::odd:::one::", "odd::one"),
        ("|", ""),
        ("日本 語", "日本-語"),
    ],
)
def test_a_tag_is_one_word(text, tag):
    assert tag_of(text) == tag


def test_level_topic_and_kind_are_tags():
    tags = tags_of(card(tags=("q18", "Leech")), deck_of(topic="Deep learning"))
    assert tuple(tags) == (
        f"level::{Level.SCREEN.value}",
        "topic::Deep-learning",
        "kind::flashcard",
        "q18",
    )


@pytest.mark.parametrize(
    ("topic", "title", "name"),
    [
        ("Regularization", "Dropout", "Regularization::Dropout"),
        ("", "Dropout", "Dropout"),
        ("Attention", "Attention", "Attention::Attention"),
        ("C++", "std::vector", "C++::std::vector"),
        ("Top", "Top::Sub", "Top::Sub"),
        ("::", " a \n b ", "a ␤ b"),
        ("", "", "deck"),
    ],
)
def test_a_deck_is_in_its_topic(topic, title, name):
    assert deck_name(deck_of(topic=topic, title=title)) == name
