"""An agenda from lists is the one that looks at every card."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import reduce
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.scheduling import agenda as agenda_module
from quizapp.core.scheduling import listed_cards
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.intervals import DueOn, Memory, review
from quizapp.core.scheduling.layout import Rules, lay_out, lay_out_listed
from quizapp.core.scheduling.listed import HeldLists, MemoryLists, NamedCards, name_hash
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.returning import next_return
from quizapp.errors import LogError
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
    ahead = draw(st.none() | st.integers(1, 20))
    topics = {card: "x" if card.deck in "ab" else "y" for card in ids}
    return Rules(
        new=draw(st.integers(0, 8)),
        reviews=draw(st.none() | st.integers(0, 6)),
        limit=draw(st.none() | st.integers(0, 9)),
        mixed=draw(st.booleans()),
        requires={card: own for card, own in draw(needed).items() if card in ids},
        topics=topics if draw(st.booleans()) else {},
        first=draw(st.sampled_from([(), ("x",), ("y",), ("y", "x")])),
        seed=draw(st.sampled_from([0, 0, 7])),
        interview=None if ahead is None else days_after(NOW.day, ahead),
        looks=draw(st.integers(0, 5)),
    )


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(runs=chosen(), known=memories(), data=st.data())
def test_lists_give_the_same_agenda(runs, known, data):
    """Whatever is chosen, known, required, limited or left out; in batches of two."""
    ids = [CardId(named.deck, name) for named in runs for name in named.names]
    rules = data.draw(rules_for(ids))
    aside, recent = data.draw(CARDS.map(frozenset)), data.draw(CARDS)
    lists = HeldLists(known.by_card)
    expected = lay_out(ids, known, NOW, rules, aside, recent)
    with batches_of(2):
        listed = ListedCards(runs, lambda: lists, known, aside)
        agenda = lay_out_listed(listed, known, NOW, rules, recent)
        assert len(agenda) == len(expected)
        assert drained(agenda) == drained(expected)
        assert agenda.whole() == expected


def drained(agenda: Agenda) -> list[tuple[CardId, int]]:
    """Return what is asked much later, and how many are left each time."""
    later, asked = NOW.later(timedelta(days=9)), list[tuple[CardId, int]]()
    while (card := agenda.next(later)) is not None:
        asked.append((card, len(agenda)))
        agenda = agenda.without(card)
    return [*asked, (CardId("", ""), len(agenda))]


@contextmanager
def batches_of(count: int) -> Iterator[None]:
    """Read so few cards at once."""
    with (
        patch.object(agenda_module, "READ_AT_ONCE", count),
        patch.object(listed_cards, "READ_AT_ONCE", count),
    ):
        yield


MANY = [CardId("a", f"c{number:02}") for number in range(12)]


def due_since(days: int) -> Memory:
    """Return a memory that fell due so many days ago."""
    memory = review(None, Grade.EASY, NOW.later(-timedelta(days=60)), "a/c")
    return replace(memory, due=DueOn(days_after(NOW.day, -days)))


@pytest.fixture
def known() -> dict[CardId, Memory]:
    """Return memories of cards that fell due one after the other."""
    return {card: due_since(20 - number) for number, card in enumerate(MANY)}


def agenda_of(lists: Callable[[], MemoryLists], known: dict[CardId, Memory]) -> Agenda:
    """Lay out an agenda in batches of three."""
    runs = [NamedCards("a", [card.card for card in MANY])]
    listed = ListedCards(runs, lists, Memories(known), ())
    return lay_out_listed(listed, Memories(known), NOW, Rules(new=0))


def without(agenda: Agenda, cards: Iterable[CardId]) -> Agenda:
    """Take cards out."""
    return reduce(Agenda.without, cards, agenda)


def test_only_the_first_cards_are_read_until_more_are_asked_for(known):
    """Their number is known, and an undo finds them as they were."""
    with batches_of(3):
        agenda = agenda_of(lambda: HeldLists(known), known)
        assert (agenda.queue, len(agenda)) == (tuple(MANY[:3]), 12)
        later = without(agenda, MANY[:3])
        assert (later.queue, len(later)) == (tuple(MANY[3:6]), 9)
        assert (agenda.queue, len(agenda)) == (tuple(MANY[:3]), 12)


def test_cards_that_were_reviewed_elsewhere_are_not_read_any_more(known):
    """Nor counted: they are not due when the others are read."""
    with batches_of(3):
        agenda = agenda_of(lambda: HeldLists(known), known)
        for card in (MANY[1], MANY[7], MANY[11]):  # the first of them is read
            known[card] = due_since(-5)
        agenda = without(agenda, MANY[:3])
        assert len(agenda) == 7
        assert agenda.whole().queue == (*MANY[3:7], *MANY[8:11])


def test_a_card_that_fails_is_not_read_again_among_those_that_wait():
    """The index has it there now, and so has the agenda."""
    hours = (NOW.later(-timedelta(hours=9 - number)) for number in range(6))
    steps = [review(None, Grade.GOOD, hour, "a/c") for hour in hours]
    known = {**dict(zip(MANY, steps, strict=False)), MANY[6]: due_since(2)}
    with batches_of(2):
        agenda = agenda_of(lambda: HeldLists(known), known)
        known[MANY[6]] = review(known[MANY[6]], Grade.AGAIN, NOW, "a/c06")
        agenda = agenda.after(MANY[6], known[MANY[6]])
        assert len(agenda) == 7
        assert [card for card, _ in drained(agenda)[:-1]] == MANY[:7]
        assert [each.card for each in agenda.whole().waiting] == MANY[:7]


def test_a_card_that_is_asked_first_is_taken_out_of_what_is_not_read(known):
    """As after an undo of an earlier session, or a question about another card."""
    with batches_of(3):
        agenda = agenda_of(lambda: HeldLists(known), known)
        agenda = agenda.first(MANY[9]).last(MANY[0])
        assert len(agenda) == 12
        assert agenda.queue == (MANY[9], *MANY[1:9], *MANY[10:], MANY[0])


def test_what_could_not_be_read_is_read_again(known):
    """Nothing of it is lost."""
    works = [True]

    def lists() -> HeldLists:
        if not works[-1]:
            raise LogError("the disk is full")
        return HeldLists(known)

    with batches_of(3):
        agenda = without(agenda_of(lists, known), MANY[:2])
        works.append(False)
        with pytest.raises(LogError):
            agenda.without(MANY[2])
        works.append(True)
        assert agenda.without(MANY[2]).whole().queue == tuple(MANY[3:])


@pytest.mark.slow
@given(known=memories())
def test_new_cards_of_an_agenda_are_those_without_a_memory(known):
    """A headline counts them."""
    agenda = lay_out(ALL, known, NOW, Rules(new=9, limit=12))
    assert agenda.new == sum(card not in known.by_card for card in agenda.queue)


@given(memories(), st.sets(st.sampled_from(ALL)))
def test_lists_say_when_the_next_card_returns(known, wanted):
    """As all memories do: a chosen card that waits, or one of the first day."""
    by_card, is_wanted = known.by_card, wanted.__contains__
    looked = next_return(is_wanted, by_card, None, NOW)
    assert next_return(is_wanted, by_card, HeldLists(by_card), NOW) == looked


def test_the_next_return_is_found_without_a_look_at_each_memory():
    """Of a hundred thousand, one is looked up."""

    class Unread(dict[CardId, Memory]):
        def __iter__(self):
            raise AssertionError

    memory = review(None, Grade.EASY, NOW, "a")
    known = dict.fromkeys(ALL, memory)
    lists = HeldLists(known)
    assert next_return(ALL.__contains__, Unread(known), lists, NOW) is not None
