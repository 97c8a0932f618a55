"""The plan up to an interview: what each day asks for, and what it leads to.

A simulation of the days ahead by the agenda and the schedule that practice uses,
with a learner whose memory is as FSRS predicts: a card that is predicted to be
recalled with probability 0.9 is recalled if its draw is below 0.9. A draw hangs on
the seed, the card and its number of reviews, so the same log gives the same plan.
What a day takes is an expected value: each card's seconds, and those of asking it
again weighted with the chance that it is forgotten.

Reviews go before new cards. New cards are spread evenly up to a week before the last
study day, or begun as early as there is room where time is short; never on the last
day itself, since each needs a second day. What room is left in the last two weeks
goes to cards that would not be seen in them. In the last twentieth of a day no card is
asked anew, in the plan and in practice: what bad luck leaves is for the next day.

What is practised of a plan is its first day, and every sitting makes the plan anew:
so it does not matter that life differs from the simulation.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from hashlib import blake2b
from math import ceil, inf
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.agenda import Rules, plan
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.deadline import LAST_LOOKS
from quizapp.core.scheduling.intervals import (
    DueAt,
    Memory,
    Settings,
    is_due,
    retrievability,
    review,
)
from quizapp.core.scheduling.memory import Memories

MINUTES = 20.0
"""A day, where the user does not say."""
RESERVE = 0.05
"""The share of a day in which no card is asked anew, so that the last one fits."""
CALM = 7
"""New cards are begun so many days before the last study day, if they fit."""
PLENTY = 0.8
"""Time is plenty if no more than this share of it is planned."""
_TRIES = 6
FORGOTTEN_AT_FIRST = 0.24
"""The share of new cards graded Again: what fsrs-rs's simulator assumes."""


class Situation(Struct, frozen=True):
    """What a plan is made from."""

    cards: tuple[CardId, ...]
    """In the order of their decks; suspended ones are left out."""
    memories: Memories
    moment: Moment
    interview: int
    """Its study day."""
    costs: Mapping[CardId, Cost]
    minutes: float = MINUTES
    """What the user has on a study day."""
    spent: float = 0.0
    """Seconds that were studied today already."""
    schedule: Settings = Settings()
    """With the interview's cap: see `deadline.capped`."""
    requires: Mapping[CardId, tuple[CardId, ...]] = field(default_factory=dict)
    seed: int = 0
    aside: Collection[CardId] = ()
    """Buried until tomorrow."""

    @property
    def last(self) -> int:
        """The last study day before the interview."""
        return self.interview - 1


class DayLoad(Struct, frozen=True):
    """What a study day asks for."""

    day: int
    new: int
    reviews: int
    """Cards that are due."""
    seconds: float
    """Expected, repeats within the day included."""
    learning: float = 0.0
    """What of them is for new cards."""
    looks: int = 0
    """Cards that are not due, but looked at once more before the interview."""

    @property
    def known(self) -> int:
        """All cards that were begun on an earlier day."""
        return self.reviews + self.looks


class Plan(Struct, frozen=True):
    """Every study day up to an interview, today first."""

    interview: int
    minutes: float
    """A day."""
    minutes_left: float
    """Today, up to the last question; 0 if the day is over."""
    days: tuple[DayLoad, ...]
    stops_new_on: int | None
    """The last study day with new cards, None if there are none."""
    unbegun: tuple[CardId, ...]
    """Cards that will not be begun."""
    unseen: tuple[CardId, ...]
    """Cards begun that no later day, or none of the last ones, has room for."""
    stuck: tuple[CardId, ...]
    """Cards that require one that is neither known nor among them; not planned."""
    minutes_needed: int | None
    """A day, for everything to fit; None if more of them would not help."""
    begun: int
    """Cards that will have been begun."""
    expected_recall: float
    """Mean predicted recall on the day, of the cards begun by then."""
    readiness: float
    """The same of all cards, where those not begun count as forgotten."""

    @property
    def feasible(self) -> bool:
        """True if every card is begun, and seen again in the last days."""
        return not self.unbegun and not self.unseen

    @property
    def today(self) -> DayLoad:
        """The first day: what is left of it."""
        return self.days[0]


def lay_out(situation: Situation) -> Plan:
    """Plan the days from now to an interview."""
    able = _able(situation)
    stuck = tuple(card for card in situation.cards if card not in able)
    situation = replace(situation, cards=tuple(c for c in situation.cards if c in able))
    ahead = _best(situation, situation.minutes)
    unbegun, unseen = ahead.missing(situation)
    fits = not unbegun and not unseen
    needed = ceil(situation.minutes) if fits else _minutes_needed(situation)
    recalls = ahead.recalls(situation)
    return Plan(
        situation.interview,
        situation.minutes,
        max(0.0, _left(situation, situation.minutes) / 60 * (1 - RESERVE)),
        tuple(ahead.days),
        max((load.day for load in ahead.days if load.new), default=None),
        unbegun,
        unseen,
        stuck,
        needed,
        len(recalls),
        sum(recalls) / max(1, len(recalls)),
        sum(recalls) / max(1, len(situation.cards)),
    )


def _able(situation: Situation) -> set[CardId]:
    """Return the cards that are begun, or can be once those they require are known."""
    able = set(situation.memories.by_card)
    waiting = [card for card in situation.cards if card not in able]
    before = -1
    while len(waiting) != before:
        before = len(waiting)
        able.update(
            card
            for card in waiting
            if able.issuperset(situation.requires.get(card, ()))
        )
        waiting = [card for card in waiting if card not in able]
    return able


_Missing: TypeAlias = tuple[tuple[CardId, ...], tuple[CardId, ...]]
"""Cards that are not begun, and cards that are not seen again."""


class _Ahead(Struct):
    """The simulated days so far."""

    memories: dict[CardId, Memory]
    first_day: dict[CardId, int]
    days: list[DayLoad] = field(default_factory=list)

    def recalls(self, situation: Situation) -> list[float]:
        """Return the predicted recall of the cards begun, on the day that counts."""
        return [
            retrievability(memory, situation.interview, situation.schedule)
            for card in situation.cards
            if (memory := self.memories.get(card)) is not None
        ]

    def missing(self, situation: Situation) -> _Missing:
        """Return the cards not begun, and those not seen again in time."""
        window = situation.last - LAST_LOOKS
        unbegun, unseen = [], []
        for card in situation.cards:
            memory = self.memories.get(card)
            if memory is None:
                unbegun.append(card)
            elif memory.day < window or memory.day == self.first_day.get(card):
                unseen.append(card)
        return tuple(unbegun), tuple(unseen)


def _best(situation: Situation, minutes: float) -> _Ahead:
    """Spread new cards evenly if time is plenty, else begin what a day has room for.

    Where time is short, cards put off to have even days would not be begun at all.
    """
    even = _simulate(situation, minutes, CALM)
    taken = sum(load.seconds for load in even.days)
    available = minutes * 60 * len(even.days) - situation.spent
    if taken <= PLENTY * available and not any(even.missing(situation)):
        return even
    early = _simulate(situation, minutes, None)
    return max(early, even, key=lambda ahead: sum(ahead.recalls(situation)))


def _simulate(situation: Situation, minutes: float, calm: int | None) -> _Ahead:
    """Let all days pass; new cards are spread up to `calm` days before the last."""
    known = situation.memories
    ahead = _Ahead(dict(known.by_card), dict(known.first_day))
    today = situation.moment.day
    for day in range(today, situation.last + 1):
        end = _left(situation, minutes) if day == today else minutes * 60
        ahead.days.append(_study(situation, ahead, day, end, calm))
    return ahead


def _left(situation: Situation, minutes: float) -> float:
    """Return the seconds that are left of today."""
    return minutes * 60 - situation.spent


def _study(
    situation: Situation, ahead: _Ahead, day: int, end: float, calm: int | None
) -> DayLoad:
    """Let a day pass of which `end` seconds are left: ask what the agenda says."""
    today = situation.moment.day
    moment = situation.moment.later(timedelta(days=day - today))
    agenda = plan(
        situation.cards,
        Memories(ahead.memories, ahead.first_day),
        moment,
        _rules(situation, ahead, day, calm),
        situation.aside if day == today else (),
    )
    taken, learning, new, reviews, looks = 0.0, 0.0, 0, 0, 0
    for waiting in agenda.waiting:
        taken += situation.costs[waiting.card].again
        _ask(situation, ahead, waiting.card, moment)
    # A day that is too short for any card is given one, so that there is a way on.
    idle = day > today or not situation.spent
    full = end * (1 - RESERVE)
    for card in agenda.queue:
        seconds = _expected(situation, ahead, card, day)
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
        _ask(situation, ahead, card, moment)
    return DayLoad(day, new, reviews, taken, learning, looks)


def _rules(situation: Situation, ahead: _Ahead, day: int, calm: int | None) -> Rules:
    begun = left = 0
    for card in situation.cards:
        first = ahead.first_day.get(card)
        begun += first == day
        left += first is None
    others = Memories({}, ahead.first_day).introduced_on(day) - begun
    return Rules(
        new=others + max(begun, _new_cards(left + begun, situation.last - day, calm)),
        requires=situation.requires,
        seed=situation.seed,
        interview=situation.interview,
        looks=len(situation.cards),
        schedule=situation.schedule,
    )


def _new_cards(left: int, days: int, calm: int | None) -> int:
    """Return how many of the cards left to begin are a day's share.

    `days` are those after it, up to the last one before the interview.
    """
    if days < 1:
        return 0
    return left if calm is None else ceil(left / max(1, days - calm + 1))


def _recall(situation: Situation, ahead: _Ahead, card: CardId, day: int) -> float:
    memory = ahead.memories.get(card)
    if memory is None:
        return 1 - FORGOTTEN_AT_FIRST
    return retrievability(memory, day, situation.schedule)


def _expected(situation: Situation, ahead: _Ahead, card: CardId, day: int) -> float:
    """Return the seconds a card takes on a day: a new one is asked twice at least."""
    cost = situation.costs[card]
    forgotten = 1 - _recall(situation, ahead, card, day)
    repeats = forgotten + (card not in ahead.memories)
    return cost.first + repeats * cost.again


def _ask(situation: Situation, ahead: _Ahead, card: CardId, moment: Moment) -> None:
    """Ask a card, and once more within the day until it is learnt."""
    memory = ahead.memories.get(card)
    number = 0 if memory is None else memory.reviews
    recalled = _drawn(situation, card, number) < _recall(
        situation, ahead, card, moment.day
    )
    grade = Grade.GOOD if recalled else Grade.AGAIN
    memory = review(memory, grade, moment, str(card), situation.schedule)
    while isinstance(memory.due, DueAt):
        memory = review(memory, Grade.GOOD, moment, str(card), situation.schedule)
    ahead.memories[card] = memory
    ahead.first_day.setdefault(card, moment.day)


def _drawn(situation: Situation, card: CardId, number: int) -> float:
    """Draw a number from 0 to 1 for one review of one card."""
    name = f"{situation.seed}/{card}#{number}".encode()
    return int.from_bytes(blake2b(name, digest_size=7).digest()) / 2**56


def _minutes_needed(situation: Situation) -> int | None:
    """Return whole minutes a day with which everything fits, found by trying.

    Without a limit, the fullest stretch of days up to the last but one says about
    how many it takes: what is too much for one day can be done on a later one.
    """
    free = _simulate(situation, inf, CALM)
    if any(free.missing(situation)):
        return None
    stretch, most = 0.0, 0.0
    for count, load in enumerate(reversed(free.days[:-1] or free.days), start=1):
        stretch += load.seconds
        most = max(most, stretch / count)
    minutes = max(situation.minutes, most / 60 / (1 - RESERVE))
    for _ in range(_TRIES):
        minutes = ceil(minutes * 1.02)
        if not any(_best(situation, minutes).missing(situation)):
            return minutes
        minutes *= 1.1
    return ceil(minutes)
