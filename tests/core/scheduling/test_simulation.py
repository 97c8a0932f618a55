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
from quizapp.core.scheduling.listed import Need
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.ranked import RankedCards
from quizapp.core.scheduling.simulation import (
    CALM,
    RESERVE,
    DayLoad,
    PlanInputs,
    Simulation,
    simulated,
)
from support.fakes import MORNING

NOW = Moment(MORNING)
TODAY = NOW.day
CARDS = tuple(CardId("ab"[number % 2], f"c{number}") for number in range(30))
OTHER = CardId("other", "c")
"""Reviewed, and not planned for."""


class ByLayout(Simulation):
    """The same days, each with an agenda of its own that looks at every card."""

    def _study(self, day: StudyDay, end: float) -> DayLoad:
        given, moment = self._inputs, NOW.later(timedelta(days=day - TODAY))
        aside = given.aside if day == TODAY else ()
        known = Memories(self.memories, self.first_day)
        firsts = [self.first_day.get(card) for card in given.cards]
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
            load = _with(load, self.memories.get(card), moment, seconds)
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
def inputs(draw) -> PlanInputs:
    """Draw the situation of someone with an interview ahead."""
    ahead, day = draw(st.integers(1, 25)), st.integers(0, 25)
    schedule = capped(SchedulerSettings(), days_after(TODAY, ahead), TODAY)
    away = frozenset(days_after(TODAY, n) for n in draw(st.sets(day, max_size=4)))
    some = st.lists(st.sampled_from(CARDS), max_size=3, unique=True)
    requires = st.dictionaries(st.sampled_from(CARDS), some.map(tuple), max_size=5)
    return PlanInputs(
        CARDS[: draw(st.integers(0, len(CARDS)))],
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
    assert quick.memories == slow.memories
    assert quick.missing() == slow.missing()


@given(st.lists(st.tuples(st.sampled_from([-2.0, -1.0, 0.0]), st.sampled_from(CARDS))))
def test_ranked_cards_come_in_the_order_of_their_keys(pushed):
    """Whatever is pushed after some were taken; ties are drawn for each card."""
    need = Need(TODAY, 3)
    ranked, left = RankedCards(need), list[tuple[float, int, CardId]]()
    for number, (urgency, card) in enumerate(pushed):
        ranked.push(urgency, card)
        left.append((urgency, need.tie(card), card))
        if number % 3 == 2:
            first = min(left)
            left.remove(first)
            assert ranked.pop() == (first[0], first[2])
    assert sorted(ranked) == sorted(card for _, _, card in left)
    assert [ranked.pop()[1] for _ in left] == [card for _, _, card in sorted(left)]


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
