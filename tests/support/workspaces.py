"""Study sessions and workspaces over a few cards, with nothing on disk."""

from collections.abc import Iterable

from msgspec.structs import replace

from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.scheduling.agenda import Agenda, plan
from quizapp.core.scheduling.review import EventId, Fact
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import Runner
from quizapp.flow.study import Ports, SessionOptions, Study
from quizapp.flow.workspace import Sit, Workspace
from support.cards import library_of
from support.fakes import FakeBits, FakeClock, FakeLog, FakeRunner
from support.outcomes import executed


def study(
    *cards: Card,
    runner: Runner | None = None,
    log: FakeLog | None = None,
    clock: FakeClock | None = None,
    session_options: SessionOptions = SessionOptions(),
    agenda: Agenda | None = None,
) -> Study:
    """Begin a session over these cards, with what the log remembers of them."""
    log = log or FakeLog()
    clock = clock or FakeClock()
    ledger = Ledger(log, clock, FakeBits(len(log.rows) * 10))
    aside = ledger.memories.aside(clock().day)
    ids = [card.id for card in cards]
    agenda = agenda or plan(ids, ledger.memories, clock(), aside=aside)
    ports = Ports(runner or FakeRunner(), ledger, clock)
    return Study(ports, cards, agenda, session_options)


def workspace_of(
    *cards: Card,
    facts: Iterable[Fact] = (),
    log: FakeLog | None = None,
    runner: Runner | None = None,
    sit: Sit | None = None,
) -> Workspace:
    """Return a workspace with one deck of these cards; facts get ids of their own."""
    log = log or FakeLog()
    log.rows += [replace(fact, id=EventId(f"0{n}")) for n, fact in enumerate(facts)]
    return workspace_over(library_of(*cards), log, runner, sit)


def workspace_over(
    library: Library,
    log: FakeLog | None = None,
    runner: Runner | None = None,
    sit: Sit | None = None,
) -> Workspace:
    """Return a workspace over a library; its sessions write to the same log."""
    clock = FakeClock()
    ledger = Ledger(log or FakeLog(), clock, FakeBits())
    sit = sit or (lambda cards, _: study(*cards, log=log))
    runner = runner or FakeRunner(executed)
    return Workspace(library, ledger, runner, clock, lambda: library, sit)
