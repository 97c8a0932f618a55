"""Workload: the cards that a day asks, and the time they take.

It counts the agenda that a session starts with, so a headline says what will be asked.
"""

from collections.abc import Callable

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.cost import Cost


class Workload(Struct, frozen=True):
    """The cards of a day and their expected time."""

    known: int = 0
    """Cards that were seen before."""
    new: int = 0
    seconds: float = 0.0

    @property
    def cards(self) -> int:
        """All cards."""
        return self.known + self.new


def workload(agenda: Agenda, cost_of: Callable[[CardId], Cost]) -> Workload:
    """Count what an agenda asks; repeats within the day are left out."""
    agenda = agenda.whole()
    seconds = sum(cost_of(card).first for card in agenda.queue)
    seconds += sum(cost_of(waiting.card).again for waiting in agenda.waiting)
    return Workload(len(agenda) - agenda.new, agenda.new, seconds)
