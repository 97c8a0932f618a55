"""What is different once decks were read again, and what a slip of the author costs."""

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Position
from quizapp.core.cards.library import Deck, Library, Problem
from quizapp.core.cards.reload import (
    Changes,
    changes,
    problems_of_stale,
    with_stale_cards,
)
from support.cards import card

ONE, TWO, THREE = card("one"), card("two"), card("three")
PROBLEM = Problem(Position("deck.toml", 12), "has no answer; write one", TWO.id)


def library(*cards, problems=()):
    """Return the library of one deck."""
    return Library(
        (Deck("deck", "A deck", "A topic", "", cards, "deck.toml"),), problems
    )


def test_cards_are_added_removed_and_changed_by_what_they_ask():
    """The hash of the content decides."""
    other = replace(TWO, content="other", prompt="And two?")
    now = changes(library(ONE, TWO), library(other, THREE))
    assert now == Changes(added=(THREE.id,), removed=(ONE.id,), changed=(TWO.id,))
    assert str(now) == "1 added, 1 changed, 1 removed"


def test_a_card_that_only_moved_is_as_it_was():
    """Lines above it came or went."""
    moved = replace(ONE, position=Position("deck.toml", 99))
    assert not changes(library(ONE, TWO), library(TWO, moved))


def test_an_explanation_may_change_while_the_question_does_not():
    """What is shown must be shown again; what is known of the card still holds."""
    edited = replace(ONE, explain="Because.")
    assert changes(library(ONE), library(edited)) == Changes(retouched=(ONE.id,))


def test_a_card_that_a_problem_cost_stays_as_it_was_read_last():
    """It keeps its place between the others, and says why it is not there."""
    two = replace(TWO, position=Position("deck.toml", 12))
    three = replace(THREE, position=Position("deck.toml", 20))
    broken = library(ONE, three, problems=(PROBLEM,))
    merged = with_stale_cards(library(ONE, two, three), broken)
    assert tuple(merged.cards) == (ONE.id, TWO.id, THREE.id)
    assert merged.problems == (PROBLEM,)
    assert merged.stale == {TWO.id}
    assert problems_of_stale(merged, two) == (PROBLEM,)
    assert problems_of_stale(merged, ONE) == ()
    assert with_stale_cards(merged, broken).stale == {TWO.id}
    assert with_stale_cards(merged, library(ONE, two)).stale == frozenset()


def test_a_deck_that_cannot_be_read_at_all_stays_too():
    """One wrong quote must not empty the table."""
    problem = Problem(Position("deck.toml", 3), "is not TOML; fix the syntax")
    new = Library((), (problem,))
    merged = with_stale_cards(library(ONE, TWO), new)
    assert merged.cards.keys() == merged.stale == {ONE.id, TWO.id}
    assert problems_of_stale(merged, ONE) == (problem,)


def test_a_card_that_was_taken_out_is_gone_once_its_file_is_sound():
    """And at once where the problems are another file's."""
    other = Problem(Position("other.toml", 3), "is not TOML; fix the syntax")
    assert with_stale_cards(library(ONE, TWO), library(ONE)).cards.keys() == {ONE.id}
    sound = library(ONE, problems=(other,))
    assert with_stale_cards(library(ONE, TWO), sound) is sound


def test_decks_keep_their_order():
    """New ones come behind."""
    decks = [
        Deck(name, name, "A topic", "", (replace(ONE, id=CardId(name, "one")),), name)
        for name in ("a", "b", "c", "d")
    ]
    problem = Problem(Position("b", 3), "is not TOML; fix the syntax")
    new = Library((decks[3], decks[0], decks[2]), (problem,))
    merged = with_stale_cards(Library(tuple(decks[:3])), new)
    assert [deck.id for deck in merged.decks] == ["a", "b", "c", "d"]
