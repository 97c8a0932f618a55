"""Ledger: the log in use, and the memories that follow from it.

A fact is durable before it changes a memory. After any sequence of writes the
memories equal a fold of the log from its beginning.
"""

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Remark, Report
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Fold, FoldStart, Memories
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
from quizapp.errors import LogError
from quizapp.flow.ports import Bits, Clock, Reports, ReviewLog, Snapshots

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
        snapshots: Snapshots | None = None,
        reports: Reports | None = None,
    ) -> None:
        self._log, self._clock, self._bits = log, clock, bits
        self._fold = Fold(settings)
        self._written: list[Fact] = []
        """The facts written here and not retracted, in order."""
        self.settings = settings
        self._snapshots, self._reports = snapshots, reports
        self._is_whole = True
        """False while the log has a fact that the memories lack."""
        self._before: tuple[Fact, ...] = ()
        self._begin()

    def _begin(self) -> None:
        start = self._fold_start()
        self._before = start.latest
        self._fold.begin(start)

    def rename(self, former: FormerIds) -> None:
        """Use other former ids; if they differ, fold the log again. Raises LogError."""
        if former == self._log.former:
            return
        self._log.former = former
        self._fold_again()

    def reschedule(self, settings: SchedulerSettings, rollover: timedelta) -> None:
        """Use other settings; if they differ, fold the log again. Raises LogError."""
        if (settings, rollover) == (self.settings, self._log.rollover):
            return
        self.settings, self._log.rollover = settings, rollover
        self._fold.reschedule(settings)
        self._fold_again()

    def _fold_again(self) -> None:
        self._fold.clear()
        self._written.clear()
        self._begin()

    def _fold_start(self) -> FoldStart:
        if self._snapshots is not None:
            return self._snapshots.begin(self.settings, RECENT_FACTS)
        in_force = facts(self._log.events())
        return FoldStart(in_force, in_force[-RECENT_FACTS:])

    def save_snapshot(self) -> None:
        """Save the memories, so that the next start folds less of the log."""
        if self._snapshots is not None and self._is_whole:
            self._snapshots.save(self.settings, self._fold.records)

    @property
    def memories(self) -> Memories:
        """The memories now; they follow every write."""
        return self._fold.memories

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
        self._append(fact)
        self._written.append(fact)
        if not self._fold.step(fact):  # the clock was set back
            self._fold.refold(fact.card, self._log.history(fact.card))
        self._is_whole = True

    def take_in(self, events: Iterable[Event]) -> int:
        """Commit events from elsewhere, then update the memories; count the new ones.

        They may be of any time and in any order. Nothing changes on LogError.
        """
        added = self._log.append_all(events)
        if added:
            self._fold_again()
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
        now, last = self._clock(), self._fold.last(card)
        if last is None or now.at > last:
            return now
        return replace(now, at=last + timedelta(microseconds=1))

    def last(self) -> Fact | None:
        """Return the fact that undo would retract: the last one of this device."""
        return self._written[-1] if self._written else self._log.latest()

    def retract(self, fact: Fact) -> None:
        """Retract a fact. Nothing changes on LogError."""
        now = self._clock()
        self._append(Retracted(self.new_id(), self.device, fact.id, now))
        self._written = [other for other in self._written if other.id != fact.id]
        self._before = tuple(other for other in self._before if other.id != fact.id)
        self._fold.refold(fact.card, self._log.history(fact.card))
        self._is_whole = True
        if self._reports is not None and isinstance(fact, Remarked):
            if isinstance(fact.remark, Report):
                self._reports.remove(fact.id)

    def _append(self, event: Event) -> None:
        """Commit an event; the caller updates the memories."""
        was_whole, self._is_whole = self._is_whole, False
        try:
            self._log.append(event)
        except LogError:
            self._is_whole = was_whole
            raise

    def facts(self) -> tuple[Fact, ...]:
        """Return every fact in force, in order of time."""
        return facts(self._log.events())

    def reviews(self) -> tuple[Reviewed, ...]:
        """Return every review in force, in order of time."""
        return reviews_in_force(self._log.events())

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return the facts of a card that are in force, in order of time."""
        return self._log.history(card)
