"""Ports: what the flow needs from the outside world.

Implementations are in decks, store and runner, and are joined in wiring. Expected
failure is a value; every exception that a port raises is a `QuizError`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeAlias

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.logged import Logged, LogState, TakenIn
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Report
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.runs.protection import Protection
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.listed import MemoryLists
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import Event, EventId, Fact

if TYPE_CHECKING:  # a start without an interview does not load them
    from quizapp.core.interview.facts import InterviewEvent
    from quizapp.core.stats.figure_lists import OpensStudy

Clock: TypeAlias = Callable[[], Moment]
"""Returns the time as the user's clock shows it."""

Bits: TypeAlias = Callable[[int], int]
"""Returns that many random bits."""

Listener: TypeAlias = Callable[[str], None]
"""Receives the output of a run in pieces, in another thread."""


class Runner(Protocol):
    """Runs snippets in other processes. Never raises for what a snippet does."""

    def warm(self) -> None:
        """Start processes ahead; returns at once."""
        ...

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program to its end or its limits. Blocks; one run at a time."""
        ...

    def stop(self) -> None:
        """End the current run from another thread: it is `Killed("stopped")`."""
        ...

    def close(self) -> None:
        """End every process. Harmless when repeated."""
        ...

    @property
    def protection(self) -> Protection:
        """What a snippet is prevented from, as tried on this machine."""
        ...

    def news(self) -> str | None:
        """Return once what the user should know, such as a lost process."""
        ...


class Approvals(Protocol):
    """The untrusted decks that the user approved or knows of, on this machine."""

    def knows(self, digest: str) -> bool:
        """Return whether a deck with this digest was approved here."""
        ...

    def approve(self, digest: str, file: str, moment: Moment) -> None:
        """Record that the user knows this deck. Raises LogError."""
        ...


class Remembered(Protocol):
    """The memories of the log in use. They equal a fold of it from its beginning."""

    @property
    def memories(self) -> Memories:
        """The memories; they follow every write."""
        ...

    @property
    def latest(self) -> tuple[Fact, ...]:
        """The latest facts in force when it was opened, in order of time."""
        ...

    @property
    def lists(self) -> MemoryLists | None:
        """The memories in an order; None if they are few, or all at hand."""
        ...

    def studies(self) -> "tuple[OpensStudy, ...]":
        """Return what opens the figures, in any thread; the first that can be read."""
        ...

    def last(self, card: CardId) -> datetime | None:
        """Return the time of a card's last fact."""
        ...

    def add(self, fact: Fact) -> None:
        """Add a fact that is in the log now."""
        ...

    def refold(self, fact: Fact) -> None:
        """Fold the card of a fact again that was retracted."""
        ...

    def recent(self, count: int) -> tuple[Fact, ...]:
        """Return so many of the latest facts in force, in order of time."""
        ...

    def catch_up(self) -> None:
        """Take in what else is in the log now, of any time and in any order."""
        ...

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return the facts of a card that are in force, in order of time."""
        ...

    def close(self) -> None:
        """Keep what saves the next start time. Never raises; harmless when repeated."""
        ...


Rebuild: TypeAlias = Callable[[Callable[[float], None]], None]
"""Folds a log, in any thread, and says which share of it was read, from 0 to 1.

It ends early if it is interrupted by an error there.
"""


class KeptIndex(Protocol):
    """What is kept of a log's memories from one start to the next."""

    def rebuild(
        self, settings: SchedulerSettings, rollover: timedelta
    ) -> Rebuild | None:
        """Return what makes the index by other settings; None if nothing is to do."""
        ...

    def open(self, settings: SchedulerSettings, recent: int) -> Remembered | None:
        """Return the memories by these settings, with so many of the latest facts.

        None for a log that is folded faster than that. Raises LogError.
        """
        ...


class Reports(Protocol):
    """The file of the cards that were reported as wrong."""

    def add(self, id_: EventId, card: CardId, report: Report) -> None:
        """Append a report. Raises LogError."""
        ...

    def remove(self, id_: EventId) -> None:
        """Remove a report that was undone, if it is there. Raises LogError."""
        ...


class ReviewLog(Protocol):
    """The append-only log. An event that `append` returned from is durable."""

    former: FormerIds
    """What cards were called before; facts are read under their current ids."""
    rollover: timedelta
    """When a study day begins; facts are read with it, whatever it was then."""

    def append(self, event: Event) -> None:
        """Commit one event, or raise LogError and store nothing of it."""
        ...

    def append_all(self, events: Iterable[Event]) -> int:
        """Commit events together, or raise LogError and store none of them.

        Those whose ids are already here are left as they are. Returns how many
        were new.
        """
        ...

    def events(self) -> Iterable[Event]:
        """Return every event, in no particular order."""
        ...

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return the facts of a card that are in force, in order of time."""
        ...

    def latest(self) -> Fact | None:
        """Return the last fact in force that was made on this device."""
        ...

    @property
    def device(self) -> str:
        """The random name of this installation."""
        ...

    def close(self) -> None:
        """Release the file. Harmless when repeated."""
        ...


class InterviewLog(Protocol):
    """The interviews of the log: append-only, and nothing undoes them."""

    def append_interview(self, event: "InterviewEvent") -> None:
        """Commit one fact, or raise LogError and store nothing of it."""
        ...

    def interview_events(self) -> "Iterable[InterviewEvent]":
        """Return every fact of every interview, in no particular order."""
        ...

    @property
    def device(self) -> str:
        """The random name of this installation."""
        ...


class WholeLog(ReviewLog, InterviewLog, Protocol):
    """The log of an installation: reviews and interviews in one file."""


class Journal(Protocol):
    """The log as another log sees it: events come and go. May raise LogError."""

    @property
    def device(self) -> str:
        """The random name of this installation."""
        ...

    def state(self) -> LogState:
        """Return which events there are."""
        ...

    def continues(self, before: LogState) -> bool:
        """Return whether the log still has every event that it had."""
        ...

    def newer(self, than: LogState) -> Iterator[Logged]:
        """Yield what was added since; of each device, in the order of its arrival."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Read one state of the log, whatever others write meanwhile."""
        ...

    def take_in(self, events: Sequence[Logged]) -> TakenIn:
        """Commit those events that are not here yet and that a log can hold."""
        ...
