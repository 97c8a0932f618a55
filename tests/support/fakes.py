"""Fakes of the ports: a clock, a log, a runner and random bits that a test controls.

`FakeRunner` returns outcomes from a script. `FakeClock` moves by a fixed step each time
it is read, and by hand; only by hand does a new study day begin.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.moment import ROLLOVER, Moment
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.core.scheduling.review import (
    Event,
    Fact,
    facts,
    under_current_id,
    with_rollover,
)
from quizapp.errors import LogError
from quizapp.flow.ports import Listener
from support.outcomes import array, completed

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that a test moves.

    Ticks stop at the end of a study day: two readings without `pass_` between them are
    of one day, so that no test fails because a tick crossed the rollover.
    """

    now: datetime = MORNING
    offset: timedelta = timedelta(0)
    step: timedelta = timedelta(seconds=1)
    """The time that passes with each reading."""
    rollover: timedelta = ROLLOVER

    def __call__(self) -> Moment:
        before, after = (
            Moment(at, self.offset, self.rollover)
            for at in (self.now, self.now + self.step)
        )
        moment = after if after.day == before.day else before
        self.now = moment.at
        return moment

    def pass_(self, **delay: float) -> None:
        self.now += timedelta(**delay)


@dataclass
class FakeLog:
    """A review log in a list; if `broken`, it refuses to write."""

    rows: list[Event] = field(default_factory=list)
    device: str = "test"
    broken: bool = False
    former: FormerIds = field(default_factory=FormerIds)
    rollover: timedelta = ROLLOVER

    def append(self, event: Event) -> None:
        if self.broken:
            raise LogError("the disk is full", "free some space")
        self.rows.append(event)

    def append_all(self, events: Iterable[Event]) -> int:
        known = {event.id for event in self.rows}
        new = {event.id: event for event in events if event.id not in known}
        for event in new.values():
            self.append(event)
        return len(new)

    def events(self) -> Iterable[Event]:
        now = (under_current_id(event, self.former) for event in self.rows)
        return tuple(with_rollover(event, self.rollover) for event in now)

    def history(self, card: CardId) -> Iterable[Fact]:
        return tuple(fact for fact in facts(self.events()) if fact.card == card)

    def latest(self) -> Fact | None:
        return next(reversed(facts(self.events())), None)

    def close(self) -> None: ...


@dataclass
class FakeRunner:
    """A runner whose outcomes come from a function of the program."""

    script: Callable[[Program], Outcome] = lambda _: completed(array(1.25, 0.0, 3.75))
    programs: list[Program] = field(default_factory=list)
    stopped: bool = False
    protection: Protection = Protection(ProtectionLevel.STRONG)
    lost: str | None = None
    """A message that the user should see once."""

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
    """Bits that are not random: distinct, and the same in each test."""

    last: int = 0

    def __call__(self, bits: int) -> int:
        self.last += 1
        return self.last % (1 << bits)
