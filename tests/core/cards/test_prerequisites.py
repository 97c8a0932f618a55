"""Ground: what cards build on."""

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.prerequisites import problems_of_requires
from support.cards import card


def ids(*names: str) -> tuple[CardId, ...]:
    return tuple(CardId("deck", name) for name in names)


def problems(**ground: tuple[str, ...]) -> list[str]:
    """Return the messages for cards of these names, each with what it requires."""
    cards = [card(name, requires=ids(*on)) for name, on in ground.items()]
    return [each.message for each in problems_of_requires({c.id: c for c in cards}, {})]


def test_ground_that_exists_is_fine():
    """Also over several steps."""
    assert problems(a=(), b=("a",), c=("a", "b")) == []


def test_an_unknown_prerequisite_is_reported_with_a_suggestion():
    """Ids are typed by hand."""
    assert problems(scaling=(), two=("scalling",)) == [
        "requires `deck/scalling`, which is in no deck; did you mean `deck/scaling`?"
    ]


def test_ground_may_lie_in_another_deck():
    """One that is loaded but not checked."""
    other = card("other")
    mine = card("mine", requires=(other.id,))
    assert list(problems_of_requires({mine.id: mine}, {other.id: other})) == []


@pytest.mark.parametrize(
    "ground", [{"a": ("a",)}, {"a": ("b",), "b": ("c",), "c": ("a",)}]
)
def test_a_cycle_is_reported_for_each_card_in_it(ground):
    """None of them could ever be introduced."""
    messages = problems(**ground)
    assert len(messages) == len(ground)
    assert all("forms a cycle (deck/" in message for message in messages)


def test_a_card_behind_a_cycle_is_not_in_it():
    """Only those that have to be cut are named."""
    assert len(problems(a=("b",), b=("a",), c=("a",))) == 2
