"""Fakes: a clock, a log, a runner and chance that a test controls.

`FakeRunner` obeys the port and returns outcomes from a script. `FakeClock` moves by a
fixed step at each reading, and by hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.core.scheduling.review import Event, Fact, facts
from quizapp.errors import LogError
from quizapp.flow.ports import Listener
from support.outcomes import array, completed

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that is moved by hand."""

    now: datetime = MORNING
    offset: timedelta = timedelta(0)
    step: timedelta = timedelta(seconds=1)
    """Passes at each look."""

    def __call__(self) -> Moment:
        self.now += self.step
        return Moment(self.now, self.offset)

    def pass_(self, **delay: float) -> None:
        self.now += timedelta(**delay)


@dataclass
class FakeLog:
    """A review log in a list; `broken` makes it refuse."""

    rows: list[Event] = field(default_factory=list)
    device: str = "test"
    broken: bool = False

    def append(self, event: Event) -> None:
        if self.broken:
            raise LogError("the disk is full", "free some space")
        self.rows.append(event)

    def events(self) -> Iterable[Event]:
        return tuple(self.rows)

    def history(self, card: CardId) -> Iterable[Fact]:
        return tuple(fact for fact in facts(self.rows) if fact.card == card)

    def latest(self) -> Fact | None:
        return next(reversed(facts(self.rows)), None)

    def close(self) -> None: ...


@dataclass
class FakeRunner:
    """A runner whose outcomes are given by a function of the program."""

    script: Callable[[Program], Outcome] = lambda _: completed(array(1.25, 0.0, 3.75))
    programs: list[Program] = field(default_factory=list)
    stopped: bool = False
    protection: Protection = Protection(ProtectionLevel.STRONG)
    lost: str | None = None
    """What the user should be told once."""

    def warm(self) -> None: ...

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        self.programs.append(program)
        outcome = self.script(program)
        if listen is not None and outcome.output.stdout:
            listen(outcome.output.stdout)
        return outcome

    def stop(self) -> None:
        self.stopped = True

    def news(self) -> str | None:
        news, self.lost = self.lost, None
        return news

    def close(self) -> None: ...


@dataclass
class FakeBits:
    """Random bits that are not random: distinct, and the same in each test."""

    last: int = 0

    def __call__(self, bits: int) -> int:
        self.last += 1
        return self.last % (1 << bits)
