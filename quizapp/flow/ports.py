"""Ports: what the flow needs of the outside world.

Implementations live in the packages beside `core` and are joined in `wiring`.
Expected failure is a value; what a port raises is a `QuizError`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeAlias

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.runs.protection import Protection
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import CardRecord, FoldStart
from quizapp.core.scheduling.review import Event, Fact

Clock: TypeAlias = Callable[[], Moment]
"""Tells the time, as the user's clock shows it."""

Bits: TypeAlias = Callable[[int], int]
"""Draws that many random bits."""

Listener: TypeAlias = Callable[[str], None]
"""Hears what a run prints, in pieces, while it runs; called in another thread."""


class Runner(Protocol):
    """Runs snippets in other processes. Never raises for what a snippet does."""

    def warm(self) -> None:
        """Start what can be started ahead; returns at once."""
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
        """Say what a snippet is kept from, as the kernel was seen to refuse it."""
        ...

    def news(self) -> str | None:
        """Say once what the user should know, such as that a process was lost."""
        ...


class Approvals(Protocol):
    """What strangers' decks the user was told of, or let run, on this machine."""

    def knows(self, digest: str) -> bool:
        """Tell whether a deck with this digest was approved here."""
        ...

    def approve(self, digest: str, file: str, moment: Moment) -> None:
        """Note that the user knows this deck. Raises LogError."""
        ...


class Snapshots(Protocol):
    """What a log amounts to, kept from one start to the next."""

    def begin(self, settings: SchedulerSettings, latest: int) -> FoldStart:
        """Return what a fold begins with, and so many latest facts. Raises LogError."""
        ...

    def keep(
        self, settings: SchedulerSettings, records: Mapping[CardId, CardRecord]
    ) -> None:
        """Keep what the log amounts to now. Never raises: the log has it all."""
        ...


class ReviewLog(Protocol):
    """The append-only log. An event that `append` returned from is durable."""

    def append(self, event: Event) -> None:
        """Commit one event, or raise LogError and keep nothing of it."""
        ...

    def events(self) -> Iterable[Event]:
        """Return every event, in no particular order."""
        ...

    def history(self, card: CardId) -> Iterable[Fact]:
        """Return what stands of a card, in order of time."""
        ...

    def latest(self) -> Fact | None:
        """Return the last of what stands that was made on this device."""
        ...

    @property
    def device(self) -> str:
        """The random name of this installation."""
        ...

    def close(self) -> None:
        """Release the file. Harmless when repeated."""
        ...
