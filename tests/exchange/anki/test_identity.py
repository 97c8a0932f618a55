"""How Anki and quizapp recognize the same card."""

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import CardOrigin
from quizapp.core.cards.deck import Deck
from quizapp.exchange.anki.identity import (
    anki_origin,
    derived_id,
    field_checksum,
    note_of,
)
from support.cards import card


def deck(*formerly: str) -> Deck:
    return Deck("deck", "A deck", "Topic", "", (), "deck.toml", formerly=formerly)


def test_a_card_of_quizapp_is_recognized_by_its_guid():
    guid, number = note_of(card("one"), deck())
    assert (guid, number) == ("quizapp:deck/one", 0)
    assert str(anki_origin(guid, number)) == "quizapp:deck/one"


def test_a_renamed_card_keeps_its_guid():
    renamed = card("new", formerly=(CardId("deck", "one"), CardId("deck", "two")))
    assert note_of(renamed, deck()) == ("quizapp:deck/one", 0)
    assert note_of(renamed, deck("old", "older")) == ("quizapp:old/one", 0)
    moved = card("new", formerly=(CardId("other", "one"),))
    assert note_of(moved, deck("old")) == ("quizapp:other/one", 0)


def test_a_card_of_anki_keeps_its_guid_and_number():
    for guid, number in (("Gx4c!~", 0), ("a/b", 3), ("3/", 12)):
        origin = CardOrigin(str(anki_origin(guid, number)))
        assert note_of(card(origin=origin), deck()) == (guid, number)


def test_a_card_of_another_format_has_a_guid_of_its_own():
    origin = CardOrigin("markdown:what is a tensor 123")
    assert note_of(card("one", origin=origin), deck())[0] == "quizapp:deck/one"
    odd = CardOrigin("anki:no number")
    assert note_of(card("one", origin=odd), deck())[0] == "quizapp:deck/one"


def test_checksums_are_those_of_anki():
    assert field_checksum("test") == 2840236005  # from Anki's own tests
    assert field_checksum("今日") == 1464653051


def test_derived_ids_are_steady_and_look_like_anki_s():
    assert derived_id("deck") == derived_id("deck") != derived_id("deck 2")
    assert 1_300_000_000_000 <= derived_id("x") < 1_500_000_000_000
