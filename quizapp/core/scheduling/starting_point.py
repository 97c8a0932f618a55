"""Starting point: what all simulations of the same cards begin with, computed once.

A plan simulates the days several times. What is known of a hundred thousand cards is
looked through once, and a simulation looks only at those that it asks.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.agenda import WaitingCard
from quizapp.core.scheduling.deadline import look_day, looks_from
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    retrievability,
)
from quizapp.core.scheduling.listed import Need
from quizapp.core.scheduling.memory import Memories

_Ranked: TypeAlias = Mapping[StudyDay, Sequence[tuple[float, CardId]]]
"""Cards by days, each with its urgency."""


class StartingPoint:
    """The cards of a plan by their states, on its first day."""

    def __init__(
        self, cards: Sequence[CardId], memories: Memories, today: StudyDay
    ) -> None:
        known, first_day = memories.by_card, memories.first_day
        self.unbegun: list[CardId] = []
        self.waiting: list[WaitingCard] = []
        self._due: dict[StudyDay, list[tuple[CardId, Memory]]] = {}
        """The others by the days on which they are due, today at the first."""
        self.known: list[tuple[CardId, Memory]] = []
        """All that have a memory, in order."""
        firsts = [first_day.get(card) for card in cards]
        self.left, self.begun = firsts.count(None), firsts.count(today)
        for card in cards:
            memory = known.get(card)
            if memory is None:
                self.unbegun.append(card)
                continue
            self.known.append((card, memory))
            match memory.due:
                case DueAt(at=at):
                    self.waiting.append(WaitingCard(at, card))
                case DueOn(day=day):
                    self._due.setdefault(max(day, today), []).append((card, memory))
        self._ranked: dict[tuple[str, Need], _Ranked] = {}
        self._recalls: dict[
            tuple[StudyDay, SchedulerSettings], Mapping[CardId, float]
        ] = {}

    def due(self, need: Need) -> _Ranked:
        """Return the cards by the days on which they are due, today at the first."""
        return self._once("due", need, lambda: self._due)

    def looks(self, need: Need, interview: StudyDay) -> _Ranked:
        """Return the cards by the days of their last looks before an interview."""
        first = looks_from(interview)

        def days() -> Mapping[StudyDay, Sequence[tuple[CardId, Memory]]]:
            found: dict[StudyDay, list[tuple[CardId, Memory]]] = {}
            for card, memory in self.known:
                if memory.day < first:
                    day = look_day(card, interview)
                    found.setdefault(day, []).append((card, memory))
            return found

        return self._once("looks", need, days)

    def _once(
        self,
        what: str,
        need: Need,
        days: Callable[[], Mapping[StudyDay, Sequence[tuple[CardId, Memory]]]],
    ) -> _Ranked:
        if (what, need) not in self._ranked:
            self._ranked[what, need] = {
                day: [(need.urgency(memory), card) for card, memory in some]
                for day, some in days().items()
            }
        return self._ranked[what, need]

    def recalls(
        self, day: StudyDay, schedule: SchedulerSettings
    ) -> Mapping[CardId, float]:
        """Return the predicted recalls of all cards, if none is asked before a day."""
        key = (day, schedule)
        if key not in self._recalls:
            self._recalls[key] = {
                card: retrievability(memory, day, schedule)
                for card, memory in self.known
            }
        return self._recalls[key]
