"""An agenda from lists is the one that looks at every card."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.agenda import Rules, lay_out, lay_out_listed
from quizapp.core.scheduling.intervals import Memory, review
from quizapp.core.scheduling.listed import (
    HeldLists,
    ListedCards,
    NamedCards,
    name_hash,
)
from quizapp.core.scheduling.memory import Memories
from support.fakes import MORNING

NOW = Moment(MORNING)
DECKS = "abcd"
NAMES = tuple(f"c{number}" for number in range(5))
ALL = [CardId(deck, name) for deck in DECKS for name in NAMES]
GONE = [CardId("a", "gone"), CardId("e", "gone")]
"""Reviewed once, and in no deck now."""


@st.composite
def memories(draw):
    """Draw memories of some cards, learning and learned, due and not."""
    known: dict[CardId, Memory] = {}
    first: dict[CardId, StudyDay] = {}
    for card in draw(st.lists(st.sampled_from(ALL + GONE), unique=True)):
        days = draw(st.lists(st.integers(0, 60), min_size=1, max_size=3))
        for ago in sorted(days, reverse=True):
            when, grade = NOW.later(-timedelta(days=ago)), draw(st.sampled_from(Grade))
            known[card] = review(known.get(card), grade, when, str(card))
            first.setdefault(card, when.day)
    return Memories(known, first, repeats={NOW.day: draw(st.integers(0, 3))})


@st.composite
def chosen(draw):
    """Draw whole decks, and cards of others, each card once, in runs."""
    runs: list[NamedCards] = []
    parts: list[CardId] = []
    for deck in draw(st.permutations(DECKS)):
        whole = draw(st.sampled_from(["whole", "part", "none"]))
        if whole == "whole":
            runs.append(NamedCards(deck, NAMES, sum(map(name_hash, NAMES))))
        elif whole == "part":
            parts += [
                CardId(deck, name) for name in draw(st.sets(st.sampled_from(NAMES)))
            ]
    mixed = draw(st.permutations(parts))
    runs += [NamedCards(card.deck, [card.card]) for card in mixed]
    return draw(st.permutations(runs))


CARDS = st.lists(st.sampled_from(ALL), max_size=4, unique=True)


@st.composite
def rules_for(draw, ids: list[CardId]) -> Rules:
    """Draw limits, prerequisites and topics."""
    needed = st.dictionaries(st.sampled_from(ALL), CARDS.map(tuple), max_size=6)
    topics = {card: "x" if card.deck in "ab" else "y" for card in ids}
    return Rules(
        new=draw(st.integers(0, 8)),
        reviews=draw(st.none() | st.integers(0, 6)),
        limit=draw(st.none() | st.integers(0, 9)),
        mixed=draw(st.booleans()),
        requires={card: own for card, own in draw(needed).items() if card in ids},
        topics=topics if draw(st.booleans()) else {},
        first=draw(st.sampled_from([(), ("x",), ("y",), ("y", "x")])),
    )


@settings(max_examples=300, deadline=None)
@given(runs=chosen(), known=memories(), data=st.data())
def test_lists_give_the_same_agenda(runs, known, data):
    """Whatever is chosen, known, required, limited or left out."""
    ids = [CardId(named.deck, name) for named in runs for name in named.names]
    rules = data.draw(rules_for(ids))
    aside, recent = data.draw(CARDS.map(frozenset)), data.draw(CARDS)
    listed = ListedCards(runs, HeldLists(known.by_card), known, aside)
    expected = lay_out(ids, known, NOW, rules, aside, recent)
    assert lay_out_listed(listed, known, NOW, rules, recent) == expected


@given(known=memories())
def test_new_cards_of_an_agenda_are_those_without_a_memory(known):
    """A headline counts them."""
    agenda = lay_out(ALL, known, NOW, Rules(new=9, limit=12))
    assert agenda.new == sum(card not in known.by_card for card in agenda.queue)
