"""Folded: the memories of a log without an index, folded from its first event.

A short log is folded faster than an index is opened, and a session that records
nothing has no file to index.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Fold, Memories
from quizapp.core.scheduling.review import Fact, facts, reviews_in_force
from quizapp.flow.ports import ReviewLog

if TYPE_CHECKING:  # a start does not load them
    from quizapp.core.stats.figure_lists import OpensStudy


class Folded:
    """The memories of a log that is folded at once; see `ports.Remembered`."""

    def __init__(
        self, log: ReviewLog, settings: SchedulerSettings, recent: int
    ) -> None:
        self._log, self._recent = log, recent
        self._fold = Fold(settings)
        self.latest: tuple[Fact, ...] = ()
        """The latest facts in force when it was folded, in order of time."""
        self.catch_up()

    @property
    def memories(self) -> Memories:
        """The memories; they follow every write."""
        return self._fold.memories

    @property
    def lists(self) -> None:
        """None: all memories are at hand."""
        return None

    def recent(self, count: int) -> tuple[Fact, ...]:
        """Return so many of the latest facts in force, in order of time."""
        return facts(self._log.events())[-count:]

    def studies(self) -> "tuple[OpensStudy, ...]":
        """Return what opens the figures, in any thread: the log is read now."""
        from quizapp.core.stats.figure_lists import HeldStudy

        by_card = dict(self.memories.by_card)
        study = HeldStudy(reviews_in_force(self._log.events()), Memories(by_card))
        return (lambda: nullcontext(study),)

    def last(self, card: CardId) -> datetime | None:
        """Return the time of a card's last fact."""
        return self._fold.last(card)

    def add(self, fact: Fact) -> None:
        """Add a fact of the log."""
        if not self._fold.step(fact):  # the clock was set back
            self.refold(fact)

    def refold(self, fact: Fact) -> None:
        """Fold the history of a fact's card in the log again."""
        self._fold.refold(fact.card, self._log.history(fact.card))

    def catch_up(self) -> None:
        """Fold the whole log: events of any time may have come."""
        in_force = facts(self._log.events())
        self._fold.clear()
        self._fold.begin(in_force)
        self.latest = in_force[-self._recent :]

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return the facts of a card that are in force, in order of time."""
        return self._log.history(card)

    def close(self) -> None:
        """Do nothing: there is no file."""
