"""A simulated day asks what an agenda that is laid out for it asks."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.basics.study_time import StudyTime, week_of
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.deadline import capped
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, is_due, review
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.listed import HeldLists, NamedCards, Need
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.plan import PlannedDays, make_plan, plan_days
from quizapp.core.scheduling.ranked import RankedCards, in_order
from quizapp.core.scheduling.simulation import (
    CALM,
    RESERVE,
    DayLoad,
    Simulation,
    simulated,
)
from quizapp.core.scheduling.starting_point import PlanInputs
from support.fakes import MORNING

NOW = Moment(MORNING)
TODAY = NOW.day
CARDS = tuple(CardId("ab"[number % 2], f"c{number}") for number in range(30))
OTHER = CardId("other", "c")
"""Reviewed, and not planned for."""


def memories_after(ahead: Simulation) -> Memories:
    """Return all memories, as a simulation has left them."""
    known = ahead._inputs.memories
    return Memories(
        {**known.by_card, **ahead.asked}, {**known.first_day, **ahead.started}
    )


class ByLayout(Simulation):
    """The same days, each with an agenda of its own that looks at every card."""

    def _study(self, day: StudyDay, end: float) -> DayLoad:
        given, moment = self._inputs, NOW.later(timedelta(days=day - TODAY))
        aside = given.aside if day == TODAY else ()
        known = memories_after(self)
        firsts = [known.first_day.get(card) for card in given.cards]
        self._begun, self._left = firsts.count(day), firsts.count(None)
        new = known.introduced_on(day) + self._share(day)
        rules = Rules(
            new=new,
            requires=given.requires,
            seed=given.seed,
            interview=days_after(given.last, 1),
            looks=len(given.cards),
        )
        agenda = lay_out(given.cards, known, moment, rules, aside)
        load = DayLoad(day, 0, 0, 0.0)
        for waiting in agenda.waiting:
            again = given.costs[waiting.card].again
            load = replace(load, seconds=load.seconds + again)
            self._ask(waiting.card, moment)
        idle = day > TODAY or not given.spent
        for card in agenda.queue:
            seconds, taken = self._expected(card, day), load.seconds
            over = taken >= end * (1 - RESERVE) or taken + seconds > end
            if over and (taken or not idle):
                break
            load = _with(load, self._memory(card), moment, seconds)
            self._ask(card, moment)
        return load


def _with(
    load: DayLoad, memory: Memory | None, moment: Moment, seconds: float
) -> DayLoad:
    load = replace(load, seconds=load.seconds + seconds)
    if memory is None:
        return replace(load, new=load.new + 1, learning=load.learning + seconds)
    if is_due(memory, moment):
        return replace(load, reviews=load.reviews + 1)
    return replace(load, looks=load.looks + 1)


@st.composite
def memories(draw, schedule: SchedulerSettings) -> Memories:
    """Draw memories of some cards, learning and learned."""
    known: dict[CardId, Memory] = {}
    first: dict[CardId, StudyDay] = {}
    for card in draw(st.lists(st.sampled_from([*CARDS, OTHER]), unique=True)):
        ago = draw(st.sets(st.sampled_from([0, 1, 3, 10, 40]), min_size=1, max_size=3))
        for days in sorted(ago, reverse=True):
            when, grade = NOW.later(-timedelta(days=days)), draw(st.sampled_from(Grade))
            known[card] = review(known.get(card), grade, when, str(card), schedule)
            first.setdefault(card, when.day)
    return Memories(known, first)


@st.composite
def inputs(draw, *, by_deck: bool = False) -> PlanInputs:
    """Draw the situation of someone with an interview ahead."""
    ahead, day = draw(st.integers(1, 25)), st.integers(0, 25)
    schedule = capped(SchedulerSettings(), days_after(TODAY, ahead), TODAY)
    away = frozenset(days_after(TODAY, n) for n in draw(st.sets(day, max_size=4)))
    some = st.lists(st.sampled_from(CARDS), max_size=3, unique=True)
    requires = st.dictionaries(st.sampled_from(CARDS), some.map(tuple), max_size=5)
    cards = CARDS[: draw(st.integers(0, len(CARDS)))]
    return PlanInputs(
        tuple(sorted(cards)) if by_deck else cards,
        draw(memories(schedule)),
        NOW,
        days_after(TODAY, ahead),
        {card: Cost(20.0 + len(str(card)), 15.0) for card in CARDS},
        StudyTime(week_of(draw(st.sampled_from([1, 4, 20, 600]))), away),
        draw(st.sampled_from([0.0, 0.0, 100.0])),
        schedule,
        draw(requires),
        draw(st.sampled_from([0, 5])),
        draw(some.map(frozenset)),
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(inputs(), st.sampled_from([CALM, None]))
def test_a_simulation_is_that_of_an_agenda_a_day(given, calm):
    """Whatever is known, required, left out or away."""
    quick, slow = simulated(given, given.time, calm), ByLayout(given, given.time, calm)
    slow.run()
    assert quick.days == slow.days
    assert memories_after(quick) == memories_after(slow)
    assert quick.missing() == slow.missing()


def listed(given: PlanInputs) -> PlanInputs:
    """Return the same inputs, with lists as an index keeps them."""
    by_card = given.memories.by_card
    decks = [
        NamedCards(deck, [card.card for card in given.cards if card.deck == deck])
        for deck in dict.fromkeys(card.deck for card in given.cards)
    ]
    lists = HeldLists(by_card)
    return replace(
        given, listed=lambda: ListedCards(decks, lambda: lists, given.memories, ())
    )


@settings(max_examples=60, deadline=None)
@given(inputs(by_deck=True), st.sampled_from([CALM, None]))
def test_a_simulation_of_lists_is_that_of_all_memories(given, calm):
    """Though it looks only at the cards that it asks."""
    held, kept = (simulated(each, given.time, calm) for each in (given, listed(given)))
    assert kept.days == held.days
    assert kept.asked == held.asked
    assert kept.misses() is held.misses() is any(held.missing())


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(inputs(by_deck=True))
def test_planned_days_are_those_of_the_whole_plan(given):
    """Whether they are made from all memories or from lists."""
    plan = make_plan(given)
    days = PlannedDays(plan.interview, plan.minutes_left, plan.days, plan.feasible)
    assert plan_days(given) == plan_days(listed(given)) == days


URGENT = st.tuples(st.sampled_from([-2.0, -1.0, 0.0]), st.sampled_from(CARDS))


@given(st.lists(st.lists(URGENT, max_size=5)))
def test_ranked_cards_come_in_the_order_of_their_keys(batches):
    """Whatever is added after some were taken; ties are drawn for each card."""
    need = Need(TODAY, 3)
    ranked, left = RankedCards(), list[tuple[float, int, CardId]]()
    for number, some in enumerate(batches):
        ranked.add(in_order([*some], need))
        left.extend((urgency, need.tie(card), card) for urgency, card in some)
        if number % 2 and left:
            first = min(left)
            left.remove(first)
            assert ranked.pop() == first
    assert [ranked.pop() for _ in left] == sorted(left)
    assert not ranked


def test_simulations_from_one_start_do_not_change_it():
    """A plan makes several, each as if it were the first."""
    given = PlanInputs(
        CARDS[:20],
        Memories({CARDS[0]: review(None, Grade.GOOD, NOW, "a", SchedulerSettings())}),
        NOW,
        days_after(TODAY, 16),
        {card: Cost(20.0, 15.0) for card in CARDS},
        StudyTime(week_of(4)),
    )
    start = given.start()
    for calm in (CALM, None, CALM):
        shared = simulated(given, given.time, calm, start)
        assert shared.days == simulated(given, given.time, calm).days
        assert shared.recalls() == simulated(given, given.time, calm).recalls()
