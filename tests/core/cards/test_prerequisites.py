"""Ground: what cards build on."""

import pytest
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.prerequisites import (
    linked,
    problems_of_links,
    problems_of_requires,
)
from quizapp.core.judging.rubric import FollowUp, Point
from quizapp.core.kinds.open import Open
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


def asking(*names: str) -> Card:
    """Return an open card whose follow-ups name cards."""
    follow_ups = tuple(FollowUp("And then?", name) for name in names)
    return card("lead", Open("a", (Point("p"),), ("Why?", *follow_ups)))


@pytest.mark.parametrize("name", ["next", "deck/next", ""])
def test_a_follow_up_may_name_a_card_that_is_loaded(name):
    """Of its own deck or in full, checked or not; or none."""
    lead, after = asking(name), card("next")
    assert not list(problems_of_links({lead.id: lead}, {after.id: after}))
    assert not list(problems_of_links({lead.id: lead, after.id: after}, {}))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nxt", "`follow_up` names `deck/nxt`, which is in no deck; did you mean"),
        ("d/x", "`follow_up` names `d/x`, which is in no deck; remove it"),
        ("lead", "`follow_up` names the card itself; name another"),
    ],
)
def test_a_follow_up_to_no_other_card_is_a_problem(name, message):
    """With the place of the card that names it."""
    lead, after = asking(name), card("next")
    (problem,) = problems_of_links({lead.id: lead, after.id: after}, {})
    assert problem.message.startswith(message)
    assert (problem.card, problem.position) == (lead.id, lead.position)


def test_links_are_prerequisites_and_follow_ups():
    """A missing prerequisite is a problem of links, too."""
    lead = replace(asking("next"), requires=(CardId("deck", "before"),))
    assert list(map(str, linked(lead))) == ["deck/before", "deck/next"]
    messages = [p.message for p in problems_of_links({lead.id: lead}, {})]
    assert [message.split(",")[0] for message in messages] == [
        "requires `deck/before`",
        "`follow_up` names `deck/next`",
    ]


def test_a_former_id_is_answered_with_the_current_one():
    """However different they are."""
    renamed = replace(card("keep"), formerly=(CardId("deck", "zzz"),))
    mine = card("mine", requires=ids("zzz"))
    (problem,) = problems_of_links({mine.id: mine}, {renamed.id: renamed})
    assert problem.message.endswith("did you mean `deck/keep`?")
