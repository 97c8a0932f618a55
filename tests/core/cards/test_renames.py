"""Renames: a former id belongs to one card, and to none that has it now."""

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.cards.renames import renames
from support.cards import card as plain_card


def card(id_: str, *formerly: str) -> Card:
    """Return a card `deck/card` with its former ids."""
    own = CardId.parse(id_)
    former = tuple(CardId.within(own.deck, word) for word in formerly)
    return replace(plain_card(own.card), id=own, formerly=former)


def deck(id_: str, *cards: Card, formerly: tuple[str, ...] = ()) -> Deck:
    """Return a deck of cards."""
    return Deck(id_, id_, "t", "", cards, f"{id_}.toml", formerly=formerly)


def clashes(*decks: Deck) -> list[str]:
    """Return each clash as the card or deck and its message."""
    return [
        f"{clash.card.id if clash.card else clash.deck.id} {clash.message}"
        for clash in renames(decks).clashes
    ]


def test_cards_and_decks_name_what_they_were_called():
    """In this deck, or in full; several ids of one card are no clash."""
    one = deck("d", card("d/a", "x", "old/y"), card("d/b"), formerly=("was",))
    result = renames([one, deck("e", card("e/c", "d/z", "c0"))])
    assert result.clashes == ()
    assert result.former.decks == {"was": "d"}
    assert {str(was): str(now) for was, now in result.former.cards.items()} == {
        "d/x": "d/a",
        "old/y": "d/a",
        "d/z": "e/c",
        "e/c0": "e/c",
    }


def test_an_id_that_a_card_has_now_is_a_clash():
    """Its own, too; and a chain is one, because its middle is still a card."""
    decks = [deck("d", card("d/a", "b"), card("d/b", "c"), card("d/e", "e"))]
    assert clashes(*decks) == [
        "d/a names `d/b`, which is the id of a card; remove it",
        "d/e names `d/e`, which is the id of a card; remove it",
    ]
    assert renames(decks).former.cards == {CardId("d", "c"): CardId("d", "b")}


def test_two_cards_cannot_have_been_one():
    """The first keeps the claim, wherever the second is."""
    one, other = deck("d", card("d/a", "x"), card("d/b", "x")), card("e/c", "d/x")
    assert clashes(one, deck("e", other)) == [
        "d/b names `d/x`, which `d/a` was called as well; remove one",
        "e/c names `d/x`, which `d/a` was called as well; remove one",
    ]
    former = renames([one, deck("e", other)]).former
    assert former.current(CardId("d", "x")) == CardId("d", "a")


def test_a_card_of_a_renamed_deck_is_claimed_by_that_deck():
    """Another card cannot claim it in full; the card itself may."""
    renamed = deck("now", card("now/a", "was/a"), formerly=("was",))
    assert clashes(renamed) == []
    assert clashes(renamed, deck("e", card("e/c", "was/a", "was/gone"))) == [
        "e/c names `was/a`, which `now/a` was called as well; remove one"
    ]


def test_a_deck_cannot_have_been_one_that_is_loaded():
    """Nor can two decks have been one."""
    one, two = deck("d", formerly=("e", "x")), deck("e", formerly=("x", "y"))
    assert clashes(one, two) == [
        "d names `e`, which is the id of a deck; remove it",
        "e names `x`, as deck `d` does; remove one",
    ]
    assert renames([one, two]).former.decks == {"x": "d", "y": "e"}
