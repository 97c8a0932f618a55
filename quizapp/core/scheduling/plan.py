"""Plan: the work of each day up to an interview, and the recall it leads to.

A plan simulates the days ahead with the agenda and the schedule that practice uses,
for a learner whose memory is as FSRS predicts: a card with predicted recall 0.9 is
recalled if its draw is below 0.9. A draw depends on the seed, the card and its number
of reviews, so the same log gives the same plan. The time of a day is an expected
value: each card's seconds, and those of repeats weighted with the chance of a lapse.

Reviews come before new cards. New cards are spread evenly up to a week before the last
study day, or started as early as there is room if time is short; never on the last day
itself, because each needs a second day. Room in the last two weeks goes to cards that
would not be seen in them. In the last twentieth of a day no card is asked for the first
time, in the plan and in practice, so bad luck does not spill into the next day.

Only the first day of a plan is practiced, and every session makes a new plan, so it
does no harm that life differs from the simulation.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from math import ceil
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import unit
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after, days_through
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.deadline import LAST_LOOKS
from quizapp.core.scheduling.intervals import (
    DueAt,
    Memory,
    SchedulerSettings,
    is_due,
    retrievability,
    review,
)
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.memory import Memories

RESERVE = 0.05
"""The share of a day that is kept free, so that the last card fits."""
CALM = 7
"""New cards end this many days before the last study day, if they fit."""
PLENTY = 0.8
"""There is enough time if at most this share of it is planned."""
_TRIES = 6
_NO_LIMIT = 1e6
"""Minutes more a day than anyone has."""
_ROUNDING = 1e-9
FORGOTTEN_AT_FIRST = 0.24
"""The share of new cards graded Again, as in fsrs-rs's simulator."""


class PlanInputs(Struct, frozen=True):
    """The inputs of a plan."""

    cards: tuple[CardId, ...]
    """In the order of their decks; suspended ones are left out."""
    memories: Memories
    moment: Moment
    interview: StudyDay
    """Its study day."""
    costs: Mapping[CardId, Cost]
    time: StudyTime = StudyTime()
    spent: float = 0.0
    """Seconds already studied today."""
    schedule: SchedulerSettings = SchedulerSettings()
    """Capped for the interview: see `deadline.capped`."""
    requires: Mapping[CardId, tuple[CardId, ...]] = field(default_factory=dict)
    seed: int = 0
    aside: Collection[CardId] = ()
    """Buried until tomorrow."""

    @property
    def last(self) -> StudyDay:
        """The last study day before the interview that is no day off."""
        return self.time.last_before(self.interview, self.moment.day)


class DayLoad(Struct, frozen=True):
    """The work of one study day."""

    day: StudyDay
    new: int
    reviews: int
    """Cards that are due."""
    seconds: float
    """The expected seconds, including repeats within the day."""
    learning: float = 0.0
    """The seconds among them for new cards."""
    looks: int = 0
    """Cards that are not due but get a last look before the interview."""
    minutes: float = 0.0
    """The minutes that the user has on this day; 0 on a day off."""

    @property
    def known(self) -> int:
        """All cards that were started on an earlier day."""
        return self.reviews + self.looks


class Plan(Struct, frozen=True):
    """The study days up to an interview, today first, and their result."""

    interview: StudyDay
    time: StudyTime
    minutes_left: float
    """The minutes left today, up to the last question; 0 if there are none."""
    days: tuple[DayLoad, ...]
    stops_new_on: StudyDay | None
    """The last study day with new cards, None if there are none."""
    unbegun: tuple[CardId, ...]
    """Cards that will not be started."""
    unseen: tuple[CardId, ...]
    """Started cards that no later day, or none of the last days, has room for."""
    stuck: tuple[CardId, ...]
    """Cards whose prerequisites are neither known nor included; not planned."""
    extra: int | None
    """Minutes more on every study day with which everything fits, 0 if it does fit;
    None if more do not help."""
    begun: int
    """Cards that will be started by the interview."""
    expected_recall: float
    """Mean predicted recall on the interview's day, of the cards started by then."""
    readiness: float
    """The same for all cards; those not started count as forgotten."""

    @property
    def feasible(self) -> bool:
        """Whether every card is started, and seen again in the last days."""
        return not self.unbegun and not self.unseen

    @property
    def minutes_needed(self) -> float | None:
        """The mean minutes of a study day with which everything fits."""
        return None if self.extra is None else self.time.mean + self.extra

    @property
    def today(self) -> DayLoad:
        """The first day: what is left of it."""
        return self.days[0]

    @property
    def is_day_off(self) -> bool:
        """Whether nothing is planned for today because it is a day off."""
        return not self.today.minutes


def make_plan(inputs: PlanInputs) -> Plan:
    """Plan the days from now to an interview."""
    able = _able(inputs)
    stuck = tuple(card for card in inputs.cards if card not in able)
    inputs = replace(inputs, cards=tuple(c for c in inputs.cards if c in able))
    ahead = _best(inputs, inputs.time)
    unbegun, unseen = ahead.missing(inputs)
    extra = _extra(inputs) if unbegun or unseen else 0
    recalls = ahead.recalls(inputs)
    return Plan(
        inputs.interview,
        inputs.time,
        max(0.0, _left(inputs, inputs.time) / 60 * (1 - RESERVE)),
        tuple(ahead.days),
        max((load.day for load in ahead.days if load.new), default=None),
        unbegun,
        unseen,
        stuck,
        extra,
        len(recalls),
        sum(recalls) / max(1, len(recalls)),
        sum(recalls) / max(1, len(inputs.cards)),
    )


def _able(inputs: PlanInputs) -> set[CardId]:
    """Return the cards that are started, or can be once prerequisites are known."""
    able = set(inputs.memories.by_card)
    waiting = [card for card in inputs.cards if card not in able]
    before = -1
    while len(waiting) != before:
        before = len(waiting)
        able.update(
            card for card in waiting if able.issuperset(inputs.requires.get(card, ()))
        )
        waiting = [card for card in waiting if card not in able]
    return able


_Missing: TypeAlias = tuple[tuple[CardId, ...], tuple[CardId, ...]]
"""Cards that are not started, and cards that are not seen again."""


class _Ahead(Struct):
    """The simulated days so far."""

    memories: dict[CardId, Memory]
    first_day: dict[CardId, StudyDay]
    days: list[DayLoad] = field(default_factory=list)

    def recalls(self, inputs: PlanInputs) -> list[float]:
        """Return the predicted recall of the started cards on the interview's day."""
        return [
            retrievability(memory, inputs.interview, inputs.schedule)
            for card in inputs.cards
            if (memory := self.memories.get(card)) is not None
        ]

    def missing(self, inputs: PlanInputs) -> _Missing:
        """Return the cards not started, and those not seen again in time."""
        window = inputs.last - LAST_LOOKS
        unbegun, unseen = [], []
        for card in inputs.cards:
            memory = self.memories.get(card)
            if memory is None:
                unbegun.append(card)
            elif memory.day < window or memory.day == self.first_day.get(card):
                unseen.append(card)
        return tuple(unbegun), tuple(unseen)


def _best(inputs: PlanInputs, time: StudyTime) -> _Ahead:
    """Spread new cards evenly if there is time, else start what a day has room for.

    If time is short, cards postponed to even out the days would never be started.
    """
    even = _simulate(inputs, time, CALM)
    taken = sum(load.seconds for load in even.days)
    available = 60 * sum(load.minutes for load in even.days) - inputs.spent
    if taken <= PLENTY * available and not any(even.missing(inputs)):
        return even
    early = _simulate(inputs, time, None)
    return max(early, even, key=lambda ahead: sum(ahead.recalls(inputs)))


def _simulate(inputs: PlanInputs, time: StudyTime, calm: int | None) -> _Ahead:
    """Simulate all days; new cards are spread up to `calm` days before the last."""
    inputs = replace(inputs, time=time)
    known = inputs.memories
    ahead = _Ahead(dict(known.by_card), dict(known.first_day))
    today = inputs.moment.day
    for day in days_through(today, days_after(inputs.interview, -1)):
        end = _left(inputs, time) if day == today else time.on(day) * 60
        load = DayLoad(day, 0, 0, 0.0)
        if minutes := time.on(day):
            load = replace(_study(inputs, ahead, day, end, calm), minutes=minutes)
        ahead.days.append(load)
    return ahead


def _left(inputs: PlanInputs, time: StudyTime) -> float:
    """Return the seconds that are left of today."""
    return time.on(inputs.moment.day) * 60 - inputs.spent


def _study(
    inputs: PlanInputs, ahead: _Ahead, day: StudyDay, end: float, calm: int | None
) -> DayLoad:
    """Simulate a day with `end` seconds left: ask what the agenda says."""
    today = inputs.moment.day
    moment = inputs.moment.later(timedelta(days=day - today))
    agenda = lay_out(
        inputs.cards,
        Memories(ahead.memories, ahead.first_day),
        moment,
        _rules(inputs, ahead, day, calm),
        inputs.aside if day == today else (),
    )
    taken, learning, new, reviews, looks = 0.0, 0.0, 0, 0, 0
    for waiting in agenda.waiting:
        taken += inputs.costs[waiting.card].again
        _ask(inputs, ahead, waiting.card, moment)
    # A day that is too short for any card gets one, so that the simulation goes on.
    idle = day > today or not inputs.spent
    full = end * (1 - RESERVE)
    for card in agenda.queue:
        seconds = _expected(inputs, ahead, card, day)
        over = taken >= full or taken + seconds > end
        if over and (taken or not idle):
            break
        taken += seconds
        if (memory := ahead.memories.get(card)) is None:
            new, learning = new + 1, learning + seconds
        elif is_due(memory, moment):
            reviews += 1
        else:
            looks += 1
        _ask(inputs, ahead, card, moment)
    return DayLoad(day, new, reviews, taken, learning, looks)


def _rules(inputs: PlanInputs, ahead: _Ahead, day: StudyDay, calm: int | None) -> Rules:
    begun = left = 0
    for card in inputs.cards:
        first = ahead.first_day.get(card)
        begun += first == day
        left += first is None
    others = Memories({}, ahead.first_day).introduced_on(day) - begun
    return Rules(
        new=others + max(begun, _new_cards(inputs, left + begun, day, calm)),
        requires=inputs.requires,
        seed=inputs.seed,
        interview=days_after(inputs.last, 1),
        looks=len(inputs.cards),
    )


def _new_cards(inputs: PlanInputs, left: int, day: StudyDay, calm: int | None) -> int:
    """Return a day's share of the cards that are left to start, by its minutes."""
    last = inputs.last
    if day >= last:
        return 0
    if calm is None:
        return left
    time, until = inputs.time, max(day, days_after(last, -calm))
    days = sum(map(time.on, days_through(day, until))) / time.on(day)
    return ceil(left / days - _ROUNDING)


def _recall(inputs: PlanInputs, ahead: _Ahead, card: CardId, day: StudyDay) -> float:
    memory = ahead.memories.get(card)
    if memory is None:
        return 1 - FORGOTTEN_AT_FIRST
    return retrievability(memory, day, inputs.schedule)


def _expected(inputs: PlanInputs, ahead: _Ahead, card: CardId, day: StudyDay) -> float:
    """Return the seconds a card takes on a day; a new one is asked at least twice."""
    cost = inputs.costs[card]
    forgotten = 1 - _recall(inputs, ahead, card, day)
    repeats = forgotten + (card not in ahead.memories)
    return cost.first + repeats * cost.again


def _ask(inputs: PlanInputs, ahead: _Ahead, card: CardId, moment: Moment) -> None:
    """Ask a card, and repeat it within the day until it is learned."""
    memory = ahead.memories.get(card)
    number = 0 if memory is None else memory.reviews
    recalled = _drawn(inputs, card, number) < _recall(inputs, ahead, card, moment.day)
    grade = Grade.GOOD if recalled else Grade.AGAIN
    memory = review(memory, grade, moment, str(card), inputs.schedule)
    while isinstance(memory.due, DueAt):
        memory = review(memory, Grade.GOOD, moment, str(card), inputs.schedule)
    ahead.memories[card] = memory
    ahead.first_day.setdefault(card, moment.day)


def _drawn(inputs: PlanInputs, card: CardId, number: int) -> float:
    """Return a number from 0 to 1, drawn for one review of one card."""
    return unit(f"{inputs.seed}/{card}#{number}")


def _extra(inputs: PlanInputs) -> int | None:
    """Return the whole minutes more on every study day with which everything fits.

    Found by trial. A plan without a limit gives the first guess: the fullest run of
    days before the last, because what is too much for one day can be done on a later
    one.
    """
    time = inputs.time
    free = _simulate(inputs, time.extended(_NO_LIMIT), CALM)
    if any(free.missing(inputs)):
        return None
    days = [load for load in free.days if load.minutes]
    stretch, given, most = 0.0, 0.0, 0.0
    for count, load in enumerate(reversed(days[:-1] or days), start=1):
        stretch += load.seconds / 60 / (1 - RESERVE)
        given += time.on(load.day)
        most = max(most, (stretch - given) / count)
    extra = 0
    for _ in range(_TRIES):
        extra = ceil((time.mean + most) * 1.02 - time.mean)
        if not any(_best(inputs, time.extended(extra)).missing(inputs)):
            break
        most = (time.mean + extra) * 1.1 - time.mean
    return extra
