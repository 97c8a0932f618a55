"""The words of a command line, and the cards they mean."""

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.library import Deck, Library
from quizapp.core.search.selection import Unknown, find, select
from quizapp.core.search.states import CardStates
from support.cards import card

ONE, TWO = card("one", tags=("q18",)), card("two")
LIBRARY = Library((Deck("deck", "Title", "Regularization", "", (ONE, TWO), "d.toml"),))


def test_no_word_means_everything():
    """`quizapp practice` studies all decks."""
    assert select(LIBRARY, []) == (ONE, TWO)


def test_a_word_is_a_deck_a_topic_a_tag_or_a_card():
    """Each way of naming finds its cards."""
    assert select(LIBRARY, ["deck"]) == (ONE, TWO)
    assert select(LIBRARY, ["regularization"]) == (ONE, TWO)
    assert select(LIBRARY, ["tag:q18"]) == (ONE,)
    assert select(LIBRARY, ["deck/two"]) == (TWO,)


def test_several_words_mean_their_union_in_deck_order():
    """The order of the words does not matter, nor does naming a card twice."""
    assert select(LIBRARY, ["deck/two", "tag:q18", "deck/two"]) == (ONE, TWO)


def test_a_misspelt_word_is_answered_with_the_nearest_name():
    """Decks, topics, tags and cards are all candidates."""
    assert select(LIBRARY, ["regularizaton"]) == Unknown(
        "regularizaton", "Regularization"
    )
    assert select(LIBRARY, ["tag:q81"]) == Unknown("tag:q81", "tag:q18")
    assert select(LIBRARY, ["xyzzy"]) == Unknown("xyzzy", None)


def test_a_word_that_is_a_query_finds_by_all_of_its_terms():
    """It may be used next to names; only states need the moment."""
    card_states = [CardStates()]
    assert select(LIBRARY, ["tag:Q18 kind:flashcard"]) == (ONE,)
    assert select(LIBRARY, ["-tag:q18", "deck/one"]) == (ONE, TWO)
    assert select(LIBRARY, ["is:new what"], card_states.pop) == (ONE, TWO)
    assert card_states == []


def test_a_query_of_states_may_find_nothing():
    """That no card is due today is no mistake; that no text is found may be one."""
    assert select(LIBRARY, ["is:due"]) == ()
    assert select(LIBRARY, ["no such words"]) == Unknown(
        "no such words", None, "no card matches"
    )


def test_an_unclear_term_of_a_query_is_named_alone():
    """The rest of the query was understood."""
    assert select(LIBRARY, ["what is:nwe"]) == Unknown("is:nwe", "is:new")


def test_a_card_is_found_by_its_own_id_where_that_is_unique():
    """`try one` is enough."""
    assert find(LIBRARY, "one") is ONE
    assert find(LIBRARY, "deck/one") is ONE
    assert find(LIBRARY, "tow") == Unknown("tow", "two")


def test_a_former_id_means_the_card_or_deck_of_today():
    """In full or alone, as a word that chooses and as the name of one card."""
    new = replace(ONE, formerly=(CardId("deck", "uno"), CardId("old", "ein")))
    deck = Deck("deck", "Title", "T", "", (new, TWO), "d.toml", formerly=("was",))
    library = Library((deck,))
    for word in ("deck/uno", "was/uno", "old/ein", "was/one", "deck/one"):
        assert select(library, [word]) == (new,)
        assert find(library, word) == new
    assert find(library, "uno") == find(library, "ein") == new
    assert select(library, ["was"]) == (new, TWO)
    assert isinstance(find(library, "was/gone"), Unknown)
    assert isinstance(select(library, ["old/gone"]), Unknown)


def test_a_current_id_is_not_taken_for_a_former_one():
    """A card that is called `two` today is meant, whoever was called so before."""
    moved = replace(ONE, formerly=(CardId("other", "two"),))
    library = Library((Deck("deck", "Title", "T", "", (moved, TWO), "d.toml"),))
    assert find(library, "two") == TWO
    assert find(library, "other/two") == moved
