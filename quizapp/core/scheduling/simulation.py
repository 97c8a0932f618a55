"""Simulation: the days up to an interview, for a learner as FSRS predicts.

Each day asks what the agenda says, but none is laid out for it: what is due stays
in order, cards join it on their days, and a day takes the first of them. So a day costs
what it asks, however many cards there are.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import chain
from math import ceil
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import unit
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after, days_through
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.scheduling.agenda import WaitingCard
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.deadline import LAST_LOOKS, look_day, looks_from
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    Stage,
    is_due,
    retrievability,
    review,
)
from quizapp.core.scheduling.listed import Need
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.ranked import RankedCards
from quizapp.core.scheduling.related import MIN_GAP, related_by, spread
from quizapp.core.scheduling.starting_point import StartingPoint

RESERVE = 0.05
"""The share of a day that is kept free, so that the last card fits."""
CALM = 7
"""New cards end this many days before the last study day, if they fit."""
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

    def start(self) -> StartingPoint:
        """Return what all simulations share, whatever the time."""
        return StartingPoint(self.cards, self.memories, self.moment.day)


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


_Place: TypeAlias = tuple[float, CardId]
"""How urgent a card is, and the card."""
Missing: TypeAlias = tuple[tuple[CardId, ...], tuple[CardId, ...]]
"""Cards that are not started, and cards that are not seen again."""


class Simulation:
    """The days ahead; new cards are spread up to `calm` days before the last."""

    def __init__(
        self,
        inputs: PlanInputs,
        time: StudyTime,
        calm: int | None,
        start: StartingPoint | None = None,
    ) -> None:
        self._inputs, self._time, self._calm = replace(inputs, time=time), time, calm
        known, self._last = inputs.memories, self._inputs.last
        start = start or inputs.start()
        self._start, self._known = start, known.by_card
        self.memories, self.first_day = dict(known.by_card), dict(known.first_day)
        self.days: list[DayLoad] = []
        self._interview = days_after(self._last, 1)
        self._need = Need(self._interview, inputs.seed)
        self._related = related_by(inputs.requires)
        self._unbegun, self._waiting = deque(start.unbegun), [*start.waiting]
        self._left, self._begun = start.left, start.begun
        self._due = RankedCards(self._need)
        """The cards that are due and not asked yet."""
        self._joining: dict[StudyDay, dict[CardId, None]] = {}
        """The cards that were asked, and become due on a later day."""
        self._looks = RankedCards(self._need)
        """The cards that want a last look."""
        self._before: dict[CardId, Memory | None] = {}
        """The memories that the cards had that were asked today."""
        self._asked: set[CardId] = set()
        self._looking: dict[StudyDay, list[CardId]] | None = None
        """Those asked before last looks began, by the days of theirs."""
        self._taken: tuple[list[_Place], list[CardId], list[_Place]] = ([], [], [])
        """The due cards, new cards and last looks that were reached today."""

    def run(self) -> None:
        """Simulate all days."""
        inputs, time = self._inputs, self._time
        today = inputs.moment.day
        for day in days_through(today, days_after(inputs.interview, -1)):
            end = left_of_today(inputs, time) if day == today else time.on(day) * 60
            load = DayLoad(day, 0, 0, 0.0)
            self._join(day)
            if minutes := time.on(day):
                load = replace(self._study(day, end), minutes=minutes)
            self._begun = 0
            self.days.append(load)

    def recalls(self) -> list[float]:
        """Return the predicted recall of the started cards on the interview's day."""
        inputs, known = self._inputs, self._known
        day, schedule = inputs.interview, inputs.schedule
        unasked = self._start.recalls(day, schedule)
        return [
            unasked[card]
            if memory is known.get(card)
            else retrievability(memory, day, schedule)
            for card in inputs.cards
            if (memory := self.memories.get(card)) is not None
        ]

    def missing(self) -> Missing:
        """Return the cards not started, and those not seen again in time."""
        window = self._last - LAST_LOOKS
        unbegun, unseen = [], []
        for card in self._inputs.cards:
            memory = self.memories.get(card)
            if memory is None:
                unbegun.append(card)
            elif memory.day < window or memory.day == self.first_day.get(card):
                unseen.append(card)
        return tuple(unbegun), tuple(unseen)

    def _place(self, card: CardId, memory: Memory, today: StudyDay) -> None:
        """Put a card that was asked where it comes next."""
        match memory.due:
            case DueAt(at=at):
                self._waiting.append(WaitingCard(at, card))
            case DueOn(day=day) if day <= today:
                self._due.push(self._need.urgency(memory), card)
            case DueOn(day=day):
                self._joining.setdefault(day, {})[card] = None

    def _unasked(self, cards: Sequence[_Place]) -> list[_Place]:
        """Return those of these cards that were not asked since the start."""
        memories, known = self.memories, self._known
        return [place for place in cards if memories[place[1]] is known[place[1]]]

    def _join(self, day: StudyDay) -> None:
        """Take in what becomes due, and what wants a last look."""
        self._due.push_all(self._unasked(self._start.due(self._need).get(day, ())))
        for card in self._joining.pop(day, ()):
            memory = self.memories[card]
            if memory.due == DueOn(day):  # it was not asked earlier
                self._due.push(self._need.urgency(memory), card)
        if day >= looks_from(self._interview):
            self._join_looks(day)

    def _join_looks(self, day: StudyDay) -> None:
        first = looks_from(self._interview)
        is_first = day == self._inputs.moment.day
        looks = self._start.looks(self._need, self._interview)
        for on in [on for on in looks if on <= day] if is_first else [day]:
            self._looks.push_all(self._unasked(looks.get(on, ())))
        if self._looking is None:
            self._looking = {}
            for card in self._asked:
                on = look_day(card, self._interview)
                self._looking.setdefault(on, []).append(card)
        for card in self._looking.pop(day, ()):
            if (memory := self.memories[card]).day < first:
                self._looks.push(self._need.urgency(memory), card)

    def _study(self, day: StudyDay, end: float) -> DayLoad:
        """Simulate a day with `end` seconds left."""
        inputs, today = self._inputs, self._inputs.moment.day
        moment = inputs.moment.later(timedelta(days=day - today))
        aside = inputs.aside if day == today else ()
        share = self._share(day)
        self._before.clear()
        taken = self._repeat(moment, aside)
        counts, learning = Counter[str](), 0.0
        # A day that is too short for any card gets one, so that the simulation goes on.
        idle = day > today or not inputs.spent
        full = end * (1 - RESERVE)
        for card in self._queue(day, share, aside):
            seconds = self._expected(card, day)
            over = taken >= full or taken + seconds > end
            if over and (taken or not idle):
                break
            taken += seconds
            if (memory := self.memories.get(card)) is None:
                learning += seconds
            counts[_sort(memory, moment)] += 1
            self._ask(card, moment)
        self._put_back()
        new, reviews, looks = (counts[sort] for sort in ("new", "review", "look"))
        return DayLoad(day, new, reviews, taken, learning, looks)

    def _repeat(self, moment: Moment, aside: Collection[CardId]) -> float:
        """Ask the cards between learning steps; return the seconds that it takes."""
        waiting, self._waiting = self._waiting, []
        taken = 0.0
        for each in sorted(waiting):
            if each.card in aside:
                self._waiting.append(each)
            else:
                taken += self._inputs.costs[each.card].again
                self._ask(each.card, moment)
        return taken

    def _share(self, day: StudyDay) -> int:
        """Return how many new cards a day may start, besides those started already."""
        share, left, last = 0, self._left + self._begun, self._last
        if day < last and self._calm is None:
            share = left
        elif day < last and self._calm is not None:
            time, until = self._time, max(day, days_after(last, -self._calm))
            days = sum(map(time.on, days_through(day, until))) / time.on(day)
            share = ceil(left / days - _ROUNDING)
        return max(0, share - self._begun)

    def _queue(
        self, day: StudyDay, share: int, aside: Collection[CardId]
    ) -> Iterator[CardId]:
        """Yield what an agenda has in its queue, as far as it is reached."""
        if not self._related:
            due = self._in_order(self._due, self._taken[0], aside)
            yield from chain(due, self._fresh(share, aside), self._of_looks(day, aside))
            return
        recent: tuple[CardId, ...] = ()
        for part, count in self._parts(day, share, aside):
            for card in spread(part, partial(int, count), self._related, recent):
                yield card
                recent = (*recent, card)[-MIN_GAP:]

    def _parts(
        self, day: StudyDay, share: int, aside: Collection[CardId]
    ) -> Iterator[tuple[Iterable[CardId], int]]:
        """Yield the parts of a queue in turn, each with the number of its cards."""
        count = sum(card not in aside for card in self._due)
        yield self._in_order(self._due, self._taken[0], aside), count
        fresh = tuple(self._fresh(share, aside))
        yield fresh, len(fresh)
        looks = [card for card in self._looks if self._wants_look(card, day)]
        yield self._of_looks(day, aside), sum(card not in aside for card in looks)

    def _in_order(
        self, ranked: RankedCards, taken: list[_Place], aside: Collection[CardId]
    ) -> Iterator[CardId]:
        while ranked:
            taken.append(ranked.pop())
            if taken[-1][1] not in aside:
                yield taken[-1][1]

    def _fresh(self, share: int, aside: Collection[CardId]) -> Iterator[CardId]:
        while self._unbegun and share > 0:
            card = self._unbegun.popleft()
            self._taken[1].append(card)
            needed = self._inputs.requires.get(card, ())
            if card not in aside and all(map(self._was_known, needed)):
                share -= 1
                yield card

    def _was_known(self, card: CardId) -> bool:
        """Return whether a card was past its learning steps when the day began."""
        before = self._before.get(card) if card in self._before else None
        memory = before if card in self._before else self.memories.get(card)
        return memory is not None and memory.stage is Stage.REVIEW

    def _of_looks(self, day: StudyDay, aside: Collection[CardId]) -> Iterator[CardId]:
        for card in self._in_order(self._looks, self._taken[2], aside):
            if self._wants_look(card, day):
                yield card

    def _wants_look(self, card: CardId, day: StudyDay) -> bool:
        """Return whether a card is still not due, and not seen in the last days."""
        memory = self.memories[card]
        is_later = isinstance(memory.due, DueOn) and memory.due.day > day
        return is_later and memory.day < looks_from(self._interview)

    def _put_back(self) -> None:
        """Keep the cards that were reached, and not asked, for the next days."""
        due, fresh, looks = self._taken
        for ranked, taken in ((self._due, due), (self._looks, looks)):
            for urgency, card in taken:
                if card not in self._before:
                    ranked.push(urgency, card)
        left = [card for card in fresh if card not in self._before]
        self._unbegun.extendleft(reversed(left))
        for each in self._taken:
            each.clear()

    def _recall(self, card: CardId, day: StudyDay) -> float:
        memory = self.memories.get(card)
        if memory is None:
            return 1 - FORGOTTEN_AT_FIRST
        return retrievability(memory, day, self._inputs.schedule)

    def _expected(self, card: CardId, day: StudyDay) -> float:
        """Return the seconds a card takes on a day; a new one is asked again."""
        cost = self._inputs.costs[card]
        forgotten = 1 - self._recall(card, day)
        repeats = forgotten + (card not in self.memories)
        return cost.first + repeats * cost.again

    def _ask(self, card: CardId, moment: Moment) -> None:
        """Ask a card, and repeat it within the day until it is learned."""
        schedule, memory = self._inputs.schedule, self.memories.get(card)
        self._before[card] = memory
        self._asked.add(card)
        number = 0 if memory is None else memory.reviews
        recalled = self._drawn(card, number) < self._recall(card, moment.day)
        grade = Grade.GOOD if recalled else Grade.AGAIN
        memory = review(memory, grade, moment, str(card), schedule)
        while isinstance(memory.due, DueAt):
            memory = review(memory, Grade.GOOD, moment, str(card), schedule)
        self.memories[card] = memory
        if card not in self.first_day:
            self.first_day[card] = moment.day
            self._left -= 1
        self._place(card, memory, moment.day)

    def _drawn(self, card: CardId, number: int) -> float:
        """Return a number from 0 to 1, drawn for one review of one card."""
        return unit(f"{self._inputs.seed}/{card}#{number}")


def _sort(memory: Memory | None, moment: Moment) -> str:
    if memory is None:
        return "new"
    return "review" if is_due(memory, moment) else "look"


def left_of_today(inputs: PlanInputs, time: StudyTime) -> float:
    """Return the seconds that are left of today."""
    return time.on(inputs.moment.day) * 60 - inputs.spent


def simulated(
    inputs: PlanInputs,
    time: StudyTime,
    calm: int | None,
    start: StartingPoint | None = None,
) -> Simulation:
    """Return the days that a plan's inputs lead to."""
    simulation = Simulation(inputs, time, calm, start)
    simulation.run()
    return simulation
