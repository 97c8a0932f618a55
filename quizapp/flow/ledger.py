"""Ledger: the log in use, and the memories that follow from it.

A fact is durable before it changes a memory. After any sequence of writes the
memories equal a fold of the log from its beginning.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Remark, Report
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.listed import MemoryLists
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import (
    Event,
    EventId,
    Fact,
    Marked,
    Remarked,
    Retracted,
    Reviewed,
    event_id,
    facts,
    reviews_in_force,
)
from quizapp.flow.folded import Folded
from quizapp.flow.ports import Bits, Clock, KeptIndex, Remembered, Reports, ReviewLog

if TYPE_CHECKING:  # a start does not load them
    from quizapp.core.stats.figure_lists import OpensStudy
    from quizapp.flow.ports import Rebuild

RECENT_FACTS = 100
"""How many facts of earlier sessions are loaded at the start."""


class Ledger:
    """Writes and retracts facts, and holds the memories."""

    def __init__(
        self,
        log: ReviewLog,
        clock: Clock,
        bits: Bits,
        settings: SchedulerSettings = SchedulerSettings(),
        index: KeptIndex | None = None,
        reports: Reports | None = None,
    ) -> None:
        self._log, self._clock, self._bits = log, clock, bits
        self._written: list[Fact] = []
        """The facts written here and not retracted, in order."""
        self.settings = settings
        self._index, self._reports = index, reports
        self._before: tuple[Fact, ...] = ()
        self._kept = self._opened()

    def _opened(self) -> Remembered:
        kept = None
        if self._index is not None:
            kept = self._index.open(self.settings, RECENT_FACTS)
        kept = kept or Folded(self._log, self.settings, RECENT_FACTS)
        self._written, self._before = [], kept.latest
        return kept

    def rename(self, former: FormerIds) -> None:
        """Use other former ids; if they differ, fold the log again. Raises LogError."""
        if former == self._log.former:
            return
        self._open_again(former, self.settings, self._log.rollover)

    def reschedule(self, settings: SchedulerSettings, rollover: timedelta) -> None:
        """Use other settings; if they differ, fold the log again. Raises LogError."""
        if (settings, rollover) == (self.settings, self._log.rollover):
            return
        self._open_again(self._log.former, settings, rollover)

    def rebuild(
        self, settings: SchedulerSettings, rollover: timedelta
    ) -> "Rebuild | None":
        """Return what to do before other settings are used; None if that is fast."""
        if self._index is None:
            return None
        return self._index.rebuild(settings, rollover)

    def _open_again(
        self, former: FormerIds, settings: SchedulerSettings, rollover: timedelta
    ) -> None:
        self._kept.close()
        self._log.former, self._log.rollover = former, rollover
        self.settings = settings
        self._kept = self._opened()

    def close(self) -> None:
        """Keep what saves the next start time. Harmless when repeated."""
        self._kept.close()

    @property
    def memories(self) -> Memories:
        """The memories now; they follow every write."""
        return self._kept.memories

    @property
    def lists(self) -> MemoryLists | None:
        """The memories in an order; None if they are few, or all at hand."""
        return self._kept.lists

    @property
    def recent(self) -> tuple[Fact, ...]:
        """The latest facts in force: those written here, and some before them."""
        return (*self._before, *self._written)

    @property
    def device(self) -> str:
        """The random name of this installation."""
        return self._log.device

    def new_id(self) -> EventId:
        """Return an id for an event of this instant."""
        now = self._clock().at
        return event_id(int(now.timestamp() * 1000), self._bits(74))

    def write(self, fact: Fact) -> None:
        """Commit a fact, then update the memories. Nothing changes on LogError."""
        self._log.append(fact)
        self._written.append(fact)
        self._kept.add(fact)

    def take_in(self, events: Iterable[Event]) -> int:
        """Commit events from elsewhere, then update the memories; count the new ones.

        They may be of any time and in any order. Nothing changes on LogError.
        """
        added = self._log.append_all(events)
        if added:
            self._kept.catch_up()
            self._written, self._before = [], self._kept.latest
        return added

    def mark(self, card: CardId, mark: Mark) -> Marked:
        """Bury, suspend, resume or reset a card. Raises LogError."""
        fact = Marked(self.new_id(), self.device, card, mark, self._after(card))
        self.write(fact)
        return fact

    def remark(self, card: CardId, remark: Remark) -> Remarked:
        """Star, note or report a card; a report goes to its file too.

        Raises LogError; if it is the file that fails, the report is in the log.
        """
        fact = Remarked(self.new_id(), self.device, card, remark, self._after(card))
        self.write(fact)
        if isinstance(remark, Report) and self._reports is not None:
            self._reports.add(fact.id, card, remark)
        return fact

    def _after(self, card: CardId) -> Moment:
        """Return now, or just after a card's last fact if the clock was set back."""
        now, last = self._clock(), self._kept.last(card)
        if last is None or now.at > last:
            return now
        return replace(now, at=last + timedelta(microseconds=1))

    def last(self) -> Fact | None:
        """Return the fact that undo would retract: the last one of this device."""
        return self._written[-1] if self._written else self._log.latest()

    def retract(self, fact: Fact) -> None:
        """Retract a fact. Nothing changes on LogError."""
        now = self._clock()
        self._log.append(Retracted(self.new_id(), self.device, fact.id, now))
        self._written = [other for other in self._written if other.id != fact.id]
        self._before = tuple(other for other in self._before if other.id != fact.id)
        self._kept.refold(fact)
        if self._reports is not None and isinstance(fact, Remarked):
            if isinstance(fact.remark, Report):
                self._reports.remove(fact.id)

    def facts(self) -> tuple[Fact, ...]:
        """Return every fact in force, in order of time."""
        return facts(self._log.events())

    def reviews_lately(self, count: int) -> tuple[Reviewed, ...]:
        """Return the reviews among so many of the latest facts, in order of time."""
        latest = self._kept.recent(count)
        return tuple(fact for fact in latest if isinstance(fact, Reviewed))

    def studies(self) -> "tuple[OpensStudy, ...]":
        """Return what opens the figures, in any thread; the first that can be read."""
        return self._kept.studies()

    def reviews(self) -> tuple[Reviewed, ...]:
        """Return every review in force, in order of time."""
        return reviews_in_force(self._log.events())

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return the facts of a card that are in force, in order of time."""
        return self._kept.history(card)
