"""The ledger: the log in use, and what it amounts to at every moment.

What is written is durable before it is remembered. After any sequence of
writes the memories equal a fold of the log from its beginning.
"""

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Fold, FoldStart, Memories
from quizapp.core.scheduling.review import (
    Event,
    EventId,
    Fact,
    Marked,
    Retracted,
    Reviewed,
    event_id,
    facts,
    reviews_in_force,
)
from quizapp.errors import LogError
from quizapp.flow.ports import Bits, Clock, ReviewLog, Snapshots

RECENT_FACTS = 100
"""So many facts of earlier sittings are at hand; for more, one asks the log."""


class Ledger:
    """Writes facts, takes them back, and keeps the memories."""

    def __init__(
        self,
        log: ReviewLog,
        clock: Clock,
        bits: Bits,
        settings: SchedulerSettings = SchedulerSettings(),
        snapshots: Snapshots | None = None,
    ) -> None:
        self._log, self._clock, self._bits = log, clock, bits
        self._fold = Fold(settings)
        self._written: list[Fact] = []
        """What stands of all that was written here, in the order it was done."""
        self.settings = settings
        self._snapshots = snapshots
        self._is_whole = True
        """False while the log has more than was remembered."""
        beginning = self._beginning()
        self._before = beginning.latest
        self._fold.begin(beginning)

    def _beginning(self) -> FoldStart:
        if self._snapshots is not None:
            return self._snapshots.begin(self.settings, RECENT_FACTS)
        every = facts(self._log.events())
        return FoldStart(every, every[-RECENT_FACTS:])

    def keep(self) -> None:
        """Spare the next start a part of the log."""
        if self._snapshots is not None and self._is_whole:
            self._snapshots.keep(self.settings, self._fold.records)

    @property
    def memories(self) -> Memories:
        """What is remembered now; it follows every write."""
        return self._fold.memories

    @property
    def recent(self) -> tuple[Fact, ...]:
        """The latest facts that stand: what was written here, and some before it."""
        return (*self._before, *self._written)

    @property
    def device(self) -> str:
        """The random name of this installation."""
        return self._log.device

    def new_id(self) -> EventId:
        """Make the id of an event of this instant."""
        now = self._clock().at
        return event_id(int(now.timestamp() * 1000), self._bits(74))

    def write(self, fact: Fact) -> None:
        """Commit a fact, then remember it. Raises LogError, and nothing changed."""
        self._append(fact)
        self._written.append(fact)
        if not self._fold.step(fact):  # the clock was set back
            self._fold.refold(fact.card, self._log.history(fact.card))
        self._is_whole = True

    def mark(self, card: CardId, mark: Mark) -> Marked:
        """Bury, suspend, resume or reset a card. Raises LogError."""
        fact = Marked(self.new_id(), self.device, card, mark, self._after(card))
        self.write(fact)
        return fact

    def _after(self, card: CardId) -> Moment:
        """Return now, or just after a card's last fact if the clock was set back."""
        now, last = self._clock(), self._fold.last(card)
        if last is None or now.at > last:
            return now
        return replace(now, at=last + timedelta(microseconds=1))

    def last(self) -> Fact | None:
        """Return what would be taken back next: the last thing done on this device."""
        return self._written[-1] if self._written else self._log.latest()

    def retract(self, fact: Fact) -> None:
        """Take a fact back. Raises LogError, and nothing changed."""
        now = self._clock()
        self._append(Retracted(self.new_id(), self.device, fact.id, now))
        self._written = [other for other in self._written if other.id != fact.id]
        self._before = tuple(other for other in self._before if other.id != fact.id)
        self._fold.refold(fact.card, self._log.history(fact.card))
        self._is_whole = True

    def _append(self, event: Event) -> None:
        """Commit an event; what is remembered has yet to follow."""
        was_whole, self._is_whole = self._is_whole, False
        try:
            self._log.append(event)
        except LogError:
            self._is_whole = was_whole
            raise

    def reviews(self) -> tuple[Reviewed, ...]:
        """Return every review that stands, in order of time."""
        return reviews_in_force(self._log.events())

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return what stands of a card, in order of time."""
        return self._log.history(card)
