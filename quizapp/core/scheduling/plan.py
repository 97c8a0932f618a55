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

from collections.abc import Iterable
from functools import cached_property
from math import ceil, fsum

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.scheduling.simulation import (
    CALM,
    RESERVE,
    DayLoad,
    Simulation,
    simulated,
)
from quizapp.core.scheduling.starting_point import PlanInputs, StartingPoint

PLENTY = 0.8
"""There is enough time if at most this share of it is planned."""
_TRIES = 6
_NO_LIMIT = 1e6
"""Minutes more a day than anyone has."""


class PlannedDays(Struct, frozen=True):
    """The study days up to an interview, today first; what a session needs of a plan.

    No more of a large collection is looked at than the days ask.
    """

    interview: StudyDay
    """The study day of the interview."""
    minutes_left: float
    """The minutes left today, up to the last question; 0 if there are none."""
    days: tuple[DayLoad, ...]
    feasible: bool
    """Whether every card is started, and seen again in the last days."""

    @property
    def today(self) -> DayLoad:
        """The first day: what is left of it."""
        return self.days[0]

    @property
    def is_day_off(self) -> bool:
        """Whether nothing is planned for today because it is a day off."""
        return not self.today.minutes


class Plan(PlannedDays, frozen=True, dict=True):
    """The study days up to an interview, and their result."""

    inputs: PlanInputs
    """Without the cards that are stuck."""
    unbegun: tuple[CardId, ...]
    """Cards that will not be started."""
    unseen: tuple[CardId, ...]
    """Started cards that no later day, or none of the last days, has room for."""
    stuck: tuple[CardId, ...]
    """Cards whose prerequisites are neither known nor included; not planned."""
    begun: int
    """Cards that will be started by the interview."""
    expected_recall: float
    """Mean predicted recall on the interview's day, of the cards started by then."""
    readiness: float
    """The same for all cards; those not started count as forgotten."""

    @property
    def stops_new_on(self) -> StudyDay | None:
        """The last study day with new cards, None if there are none."""
        return max((load.day for load in self.days if load.new), default=None)

    @property
    def time(self) -> StudyTime:
        """The time that the user has."""
        return self.inputs.time

    @cached_property
    def extra(self) -> int | None:
        """Minutes more on every study day with which everything fits, 0 if it does fit.

        None if more do not help. It is found by trial, which takes the longest.
        """
        return 0 if self.feasible else _extra(self.inputs)

    @property
    def minutes_needed(self) -> float | None:
        """The mean minutes of a study day with which everything fits."""
        return None if self.extra is None else self.time.mean + self.extra


def plan_days(inputs: PlanInputs) -> PlannedDays:
    """Plan the days from now to an interview."""
    inputs, _ = _able(inputs)
    ahead = _best(inputs, inputs.time, inputs.start())
    return PlannedDays(
        inputs.interview, _minutes_left(inputs), tuple(ahead.days), not ahead.misses()
    )


def make_plan(inputs: PlanInputs) -> Plan:
    """Plan the days, and predict what they lead to: all cards are looked at."""
    inputs, stuck = _able(inputs)
    ahead = _best(inputs, inputs.time, inputs.start())
    unbegun, unseen = ahead.missing()
    recalls = ahead.recalls()
    return Plan(
        inputs.interview,
        _minutes_left(inputs),
        tuple(ahead.days),
        not unbegun and not unseen,
        inputs,
        unbegun,
        unseen,
        stuck,
        len(recalls),
        sum(recalls) / max(1, len(recalls)),
        sum(recalls) / max(1, len(inputs.cards)),
    )


def _minutes_left(inputs: PlanInputs) -> float:
    return max(0.0, inputs.left_today(inputs.time) / 60 * (1 - RESERVE))


def _able(inputs: PlanInputs) -> tuple[PlanInputs, tuple[CardId, ...]]:
    """Leave out the cards that can't be started; return them, too.

    Others are started, or can be once prerequisites are known.
    """
    if not inputs.requires:
        return inputs, ()
    cards, known = frozenset(inputs.cards), inputs.memories.by_card
    stuck = {card for card in inputs.requires if card in cards and card not in known}
    before = -1
    while len(stuck) != before:
        before = len(stuck)
        stuck = {
            card
            for card in stuck
            if any(
                other in stuck or (other not in cards and other not in known)
                for other in inputs.requires[card]
            )
        }
    able = tuple(card for card in inputs.cards if card not in stuck)
    left_out = tuple(card for card in inputs.cards if card in stuck)
    return replace(inputs, cards=able), left_out


def _best(inputs: PlanInputs, time: StudyTime, start: StartingPoint) -> Simulation:
    """Spread new cards evenly if there is time, else start what a day has room for.

    If time is short, cards postponed to even out the days would never be started.
    """
    even = simulated(inputs, time, CALM, start)
    if not start.unbegun:
        return even  # there are no cards to spread
    taken = sum(load.seconds for load in even.days)
    available = 60 * sum(load.minutes for load in even.days) - inputs.spent
    if taken <= PLENTY * available and not even.misses():
        return even
    early = simulated(inputs, time, None, start)
    differing = even.asked.keys() | early.asked.keys()
    return max(early, even, key=lambda ahead: _known_of(ahead, differing))


def _known_of(ahead: Simulation, cards: Iterable[CardId]) -> float:
    """Return how many of some cards will be known on the interview's day."""
    return fsum(ahead.recall(card) or 0.0 for card in cards)


def _extra(inputs: PlanInputs) -> int | None:
    """Return the whole minutes more on every study day with which everything fits.

    Found by trial. A plan without a limit gives the first guess: the fullest run of
    days before the last, because what is too much for one day can be done on a later
    one.
    """
    time, start = inputs.time, inputs.start()
    free = simulated(inputs, time.extended(_NO_LIMIT), CALM, start)
    if free.misses():
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
        if not _best(inputs, time.extended(extra), start).misses():
            break
        most = (time.mean + extra) * 1.1 - time.mean
    return extra
