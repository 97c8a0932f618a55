"""Topics have one name each, and choose decks."""

from msgspec.structs import replace

from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.topics import in_topics, topic_names, unmatched

DECKS = tuple(
    Deck(name, name, topic, "", (), f"{name}.toml")
    for name, topic in (("a", "One"), ("b", "one"), ("c", "Two"), ("d", "Three"))
)
LIBRARY = Library(DECKS)


def test_a_topic_has_the_name_of_its_first_deck():
    """Case makes no other topic."""
    assert topic_names(DECKS) == ("One", "Two", "Three")


def test_topics_choose_their_decks_in_any_case():
    """The order stays that of the library."""
    chosen = in_topics(LIBRARY, ("two", "ONE"))
    assert [deck.id for deck in chosen.decks] == ["a", "b", "c"]


def test_no_topic_or_only_unknown_ones_choose_everything():
    """A misspelt setting must not leave a learner without cards."""
    assert in_topics(LIBRARY, ()) is LIBRARY
    assert in_topics(LIBRARY, ("Four",)) is LIBRARY
    assert unmatched(DECKS, ("Four", "two")) == ("Four",)


def test_a_deck_that_was_named_stays():
    """With `--decks FILE`, for example."""
    mine = replace(DECKS[3], file="mine.toml")
    library = Library((*DECKS[:3], mine))
    chosen = in_topics(library, ("Two",), lambda deck: deck.file == "mine.toml")
    assert [deck.id for deck in chosen.decks] == ["c", "d"]
