"""Former ids: every one leads to the current one, and back."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds

NAMES = st.sampled_from("abc")
IDS = st.builds(CardId, st.sampled_from(["d", "e", "f"]), NAMES)
CURRENT = st.builds(CardId, st.just("now"), NAMES)
FORMER = st.builds(
    FormerIds,
    st.dictionaries(IDS, CURRENT),
    st.dictionaries(st.sampled_from(["d", "e"]), st.sampled_from(["f", "now"])),
)


@given(FORMER, IDS | CURRENT)
def test_a_current_id_is_one_of_all_its_ids(former, card):
    """What is read for a card is what is counted for it."""
    now = former.current(card)
    assert card in former.all_of(now)
    assert former.all_of(now)[0] == now
    assert all(former.current(id_) == now for id_ in former.all_of(now)[1:])


def test_without_former_ids_an_id_is_its_own():
    """The usual case."""
    card = CardId("d", "a")
    assert not FormerIds()
    assert FormerIds().current(card) == card
    assert FormerIds().all_of(card) == (card,)
    assert FormerIds().digest == ""


def test_a_card_may_move_and_its_deck_be_renamed():
    """A card's own entry counts before that of its deck; both may apply."""
    a, b = CardId("now", "a"), CardId("now", "b")
    former = FormerIds({CardId("now", "x"): a, CardId("d", "y"): b}, {"d": "now"})
    assert former.current(CardId("d", "x")) == a
    assert former.current(CardId("d", "y")) == b
    assert former.current(CardId("d", "z")) == CardId("now", "z")
    assert former.all_of(a) == (
        a,
        CardId("now", "x"),
        CardId("d", "a"),
        CardId("d", "x"),
    )


@given(FORMER, FORMER)
def test_the_digest_tells_former_ids_apart(one, other):
    """A snapshot of the memories is valid for one of them."""
    assert (one.digest == other.digest) == (one == other)


@given(FORMER, FORMER, IDS)
def test_joined_ids_are_those_of_both(one, other, card):
    """The other ones count where both name a card."""
    joined = one.joined(other)
    assert joined.cards == {**one.cards, **other.cards}
    assert joined.decks == {**one.decks, **other.decks}
    assert one.joined(FormerIds()) == FormerIds().joined(one) == one
