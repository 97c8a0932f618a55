"""Simulation: the days up to an interview, for a learner as FSRS predicts.

Each day asks what the agenda says, but none is laid out for it: what is due stays
in order, cards join it on their days, and a day takes the first of them. So a day costs
what it asks, however many cards there are.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import chain, starmap
from math import ceil
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import unit
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after, days_through
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.scheduling.agenda import WaitingCard
from quizapp.core.scheduling.deadline import LAST_LOOKS, look_day, looks_from
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    Stage,
    is_due,
    retrievability,
    review,
)
from quizapp.core.scheduling.listed import Need
from quizapp.core.scheduling.ranked import RankedCards, RankedPlace, in_order
from quizapp.core.scheduling.related import MIN_GAP, Peeked, related_by, spread
from quizapp.core.scheduling.starting_point import PlanInputs, StartingPoint

RESERVE = 0.05
"""The share of a day that is kept free, so that the last card fits."""
CALM = 7
"""New cards end this many days before the last study day, if they fit."""
_ROUNDING = 1e-9
FORGOTTEN_AT_FIRST = 0.24
"""The share of new cards graded Again, as in fsrs-rs's simulator."""


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
        start = start or inputs.start()
        self._start, self._known, self._last = start, start.known, self._inputs.last
        self.asked: dict[CardId, Memory] = {}
        """The memories of the cards that were asked."""
        self.started: dict[CardId, StudyDay] = {}
        """The days on which new cards were asked."""
        self.days: list[DayLoad] = []
        self._day = inputs.moment.day
        self._interview = days_after(self._last, 1)
        self._need = Need(self._interview, inputs.seed)
        self._related = related_by(inputs.requires)
        self._unbegun, self._waiting = deque(start.unbegun), [*start.waiting]
        self._left, self._begun = len(start.unbegun), start.begun
        self._due, self._looks = RankedCards(), RankedCards()
        """The cards that are due and not asked yet, and those that want a last look."""
        self._joining: dict[StudyDay, dict[CardId, None]] = {}
        """The cards that were asked, and become due on a later day."""
        self._looking: dict[StudyDay, list[RankedPlace]] | None = None
        """Those among them that were reached before the days of theirs."""
        self._before: dict[CardId, Memory | None] = {}
        """The memories that the cards had that were asked today."""
        self._taken: tuple[list[RankedPlace], list[CardId], list[RankedPlace]] = (
            [],
            [],
            [],
        )
        """The due cards, new cards and last looks that were reached today."""

    def run(self) -> None:
        """Simulate all days."""
        inputs, time = self._inputs, self._time
        today = inputs.moment.day
        for day in days_through(today, days_after(inputs.interview, -1)):
            end = inputs.left_today(time) if day == today else time.on(day) * 60
            load = DayLoad(day, 0, 0, 0.0)
            self._day = day
            self._join(day)
            if minutes := time.on(day):
                load = replace(self._study(day, end), minutes=minutes)
            self._begun = 0
            self.days.append(load)

    def recall(self, card: CardId) -> float | None:
        """Return a card's predicted recall on the day; None if it is not started."""
        inputs, memory = self._inputs, self._memory(card)
        if memory is None:
            return None
        return retrievability(memory, inputs.interview, inputs.schedule)

    def recalls(self) -> list[float]:
        """Return the predicted recall of the started cards on the interview's day."""
        every = map(self.recall, self._inputs.cards)
        return [recall for recall in every if recall is not None]

    def missing(self) -> Missing:
        """Return the cards not started, and those not seen again in time."""
        unbegun, unseen = [], []
        for card in self._inputs.cards:
            memory = self._memory(card)
            if memory is None:
                unbegun.append(card)
            elif self._is_unseen(card, memory):
                unseen.append(card)
        return tuple(unbegun), tuple(unseen)

    def misses(self) -> bool:
        """Return whether there are such cards; most often one of the first tells."""
        pairs = self._start.pairs(days_after(self._last, -LAST_LOOKS))
        unasked = (pair for pair in pairs if pair[0] not in self.asked)
        every = chain(self.asked.items(), unasked)
        return bool(self._unbegun) or any(starmap(self._is_unseen, every))

    def _is_unseen(self, card: CardId, memory: Memory) -> bool:
        """Return whether a started card is not seen again in time."""
        first = self.started.get(card) or self._inputs.memories.first_day.get(card)
        return memory.day < self._last - LAST_LOOKS or memory.day == first

    def _memory(self, card: CardId) -> Memory | None:
        return self.asked.get(card) or self._known[card]

    def _place(self, card: CardId, memory: Memory, today: StudyDay) -> None:
        """Put a card that was asked where it comes next."""
        match memory.due:
            case DueAt(at=at):
                self._waiting.append(WaitingCard(at, card))
            case DueOn(day=day) if day <= today:
                self._due.push((*self._need.key(card, memory), card))
            case DueOn(day=day):
                self._joining.setdefault(day, {})[card] = None

    def _unasked(self, places: Iterator[RankedPlace]) -> Iterator[RankedPlace]:
        """Yield those that were not asked since the start when they are reached."""
        return (place for place in places if place[2] not in self.asked)

    def _join(self, day: StudyDay) -> None:
        """Take in what becomes due."""
        self._due.add(self._unasked(self._start.due(day, self._need)))
        again = [
            (self._need.urgency(memory), card)
            for card in self._joining.pop(day, ())
            if (memory := self.asked[card]).due == DueOn(day)  # not asked earlier
        ]
        self._due.add(in_order(again, self._need))

    def _join_looks(self, day: StudyDay) -> None:
        """Take in what wants a last look; most days are too short to come to it."""
        first = looks_from(self._interview)
        if day < first:
            return
        if self._looking is None:
            self._looking = {}
            asked = [
                (self._need.urgency(memory), card)
                for card, memory in self.asked.items()
                if memory.day < first
            ]
            unasked = self._unasked(self._start.looks(first, self._need))
            for places in (in_order(asked, self._need), unasked):
                self._looks.add(self._of_the_day(places))
        for on in [on for on in self._looking if on <= day]:
            for place in self._looking.pop(on):
                self._looks.push(place)

    def _of_the_day(self, places: Iterator[RankedPlace]) -> Iterator[RankedPlace]:
        """Yield the cards whose last look is today, or was; others wait for theirs."""
        for place in places:
            on = look_day(place[2], self._interview)
            if on <= self._day:
                yield place
            elif self._looking is not None:
                self._looking.setdefault(on, []).append(place)

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
            if (memory := self._memory(card)) is None:
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
            yield from chain(*self._parts(day, share, aside))
            return
        recent: tuple[CardId, ...] = ()
        for part in self._parts(day, share, aside):
            cards = Peeked(part)
            for card in spread(cards, cards.total, self._related, recent):
                yield card
                recent = (*recent, card)[-MIN_GAP:]

    def _parts(
        self, day: StudyDay, share: int, aside: Collection[CardId]
    ) -> Iterator[Iterable[CardId]]:
        """Yield the parts of a queue in turn."""
        yield self._of_due(aside)
        yield self._fresh(share, aside)
        yield self._of_looks(day, aside)

    def _of_due(self, aside: Collection[CardId]) -> Iterator[CardId]:
        while self._due:
            place = self._due.pop()
            self._taken[0].append(place)
            if place[2] not in aside:
                yield place[2]

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
        before = self._before
        memory = before[card] if card in before else self._memory(card)
        return memory is not None and memory.stage is Stage.REVIEW

    def _of_looks(self, day: StudyDay, aside: Collection[CardId]) -> Iterator[CardId]:
        self._join_looks(day)
        while self._looks:
            place = self._looks.pop()
            if self._wants_look(place[2], day):  # or it never does again
                self._taken[2].append(place)
                if place[2] not in aside:
                    yield place[2]

    def _wants_look(self, card: CardId, day: StudyDay) -> bool:
        """Return whether a card is still not due, and not seen in the last days."""
        match self._memory(card):
            case Memory(due=DueOn(day=due), day=seen):
                return due > day and seen < looks_from(self._interview)
            case _:
                return False

    def _put_back(self) -> None:
        """Keep the cards that were reached, and not asked, for the next days."""
        due, fresh, looks = self._taken
        for ranked, taken in ((self._due, due), (self._looks, looks)):
            for place in taken:
                if place[2] not in self._before:
                    ranked.push(place)
        left = [card for card in fresh if card not in self._before]
        self._unbegun.extendleft(reversed(left))
        for each in self._taken:
            each.clear()

    def _recall(self, memory: Memory | None, day: StudyDay) -> float:
        if memory is None:
            return 1 - FORGOTTEN_AT_FIRST
        return retrievability(memory, day, self._inputs.schedule)

    def _expected(self, card: CardId, day: StudyDay) -> float:
        """Return the seconds a card takes on a day; a new one is asked again."""
        cost, memory = self._inputs.costs[card], self._memory(card)
        repeats = 1 - self._recall(memory, day) + (memory is None)
        return cost.first + repeats * cost.again

    def _ask(self, card: CardId, moment: Moment) -> None:
        """Ask a card on a day: once for all simulations in which it is the same."""
        day, before, done = self._day, self._memory(card), self._start.answered
        self._before[card] = before
        if before is None:
            self.started[card] = day
            self._left -= 1
        key = (card, day)
        if key not in done or done[key][0] is not before:
            done[key] = (before, self._answered(card, before, moment))
        _, after = done[key]
        self.asked[card] = after
        self._place(card, after, day)

    def _answered(self, card: CardId, memory: Memory | None, moment: Moment) -> Memory:
        """Return the memory after a day on which a card is repeated until learned."""
        schedule = self._inputs.schedule
        number = 0 if memory is None else memory.reviews
        recalled = self._drawn(card, number) < self._recall(memory, self._day)
        grade = Grade.GOOD if recalled else Grade.AGAIN
        memory = review(memory, grade, moment, str(card), schedule)
        while isinstance(memory.due, DueAt):
            memory = review(memory, Grade.GOOD, moment, str(card), schedule)
        return memory

    def _drawn(self, card: CardId, number: int) -> float:
        """Return a number from 0 to 1, drawn for one review of one card."""
        return unit(f"{self._inputs.seed}/{card}#{number}")


def _sort(memory: Memory | None, moment: Moment) -> str:
    if memory is None:
        return "new"
    return "review" if is_due(memory, moment) else "look"


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
