"""Topics are counted with all of their decks."""

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.cards.card_list import list_of
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import review
from quizapp.core.scheduling.memory import Memories
from quizapp.core.stats.deck_counter import DeckCounter
from quizapp.core.stats.topics import count_topics, least_ready
from support.cards import card
from support.fakes import MORNING

NOW = Moment(MORNING)
A, B, C = (
    replace(card(name), id=CardId(deck, name))
    for name, deck in zip("abc", "xyz", strict=True)
)
LIBRARY = Library(
    tuple(
        Deck(name, name, topic, "", (one,), f"{name}.toml")
        for name, topic, one in (("x", "One", A), ("y", "Two", B), ("z", "one", C))
    )
)
MEMORIES = Memories({A.id: review(None, Grade.EASY, NOW, "a")})


def test_a_topic_counts_the_cards_of_all_of_its_decks():
    """One card of two was seen, and is known tomorrow."""
    one, two = count_topics(LIBRARY, DeckCounter(MEMORIES, NOW))
    assert (one.name, one.decks, one.readiness.cards) == ("One", 2, 2)
    assert (one.counts.new, two.counts.new) == (1, 1)
    assert 0.4 < one.readiness.share < 0.5
    assert two.readiness.share == 0


def test_the_topic_that_is_least_ready_comes_first():
    """It needs new cards most."""
    topics, day = {"x": "one", "y": "two", "z": "one"}, days_after(NOW.day, 3)
    counter = DeckCounter(MEMORIES, NOW)
    assert least_ready(LIBRARY.every, topics, counter, day) == ("two", "one")
    some = list_of([A, B], LIBRARY.decks)
    assert least_ready(some, topics, counter, day) == ("two", "one")
