"""Study sessions and workspaces over a few cards, with nothing on disk."""

from collections.abc import Callable, Hashable, Iterable

from msgspec.structs import replace

from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.cards.card import Card
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.topics import in_topics
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.layout import lay_out
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.plan import Plan, make_plan
from quizapp.core.scheduling.review import EventId, Fact
from quizapp.core.scheduling.starting_point import PlanInputs
from quizapp.core.scheduling.workload import Workload, workload
from quizapp.core.stats.figure_lists import StudyFigures
from quizapp.flow.ledger import Ledger
from quizapp.flow.overview import DaysAhead
from quizapp.flow.ports import Rebuild, Runner
from quizapp.flow.session_options import Ports, SessionOptions
from quizapp.flow.study import Study
from quizapp.flow.workspace import Planner, Scope, Sessions, Workspace
from support.cards import library_of
from support.fakes import MORNING, FakeBits, FakeClock, FakeLog, FakeRunner
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
    agenda = agenda or lay_out(ids, ledger.memories, clock(), aside=aside)
    ports = Ports(runner or FakeRunner(), ledger, clock)
    return Study(ports, cards, agenda, session_options)


class FakeDecks:
    """Decks that were saved one after the other; each load reads the next one."""

    def __init__(self, *saved: Library) -> None:
        self.saved = list(saved)
        self._loads = 0

    def load(self) -> Library:
        self._loads = min(self._loads + 1, len(self.saved))
        return self.saved[self._loads - 1]

    def stamp(self, library: Library) -> Hashable:
        return len(self.saved)


class FakeSessions:
    """Sessions over one log; those of the scope CRAM are not recorded."""

    interview: StudyDay | None = None
    time = StudyTime()
    is_day_off = False
    topics: tuple[str, ...] = ()

    def __init__(self, log: FakeLog | None = None, *, may_run: bool = True) -> None:
        self._log, self._may_run = log, may_run
        self.begun: list[tuple[list[str], Scope]] = []
        """The cards and the scope of each session."""
        self.renewed = 0
        """How often the settings were read again."""
        self.waiting: tuple[str, ...] = ()
        self.rebuilding: Rebuild | None = None

    def begin(self, cards: CardList, scope: Scope) -> Study:
        self.begun.append(([card.id.card for card in cards], scope))
        return study(*cards, log=None if scope is Scope.CRAM else self._log)

    def may_run(self, deck: Deck) -> bool:
        return self._may_run

    def of_topics(self, library: Library) -> Library:
        return in_topics(library, self.topics)

    def planner(self, cards: CardList) -> Planner:
        """Return a planner of a minute a card, from the fakes' morning."""
        ids = tuple(card.id for card in cards)

        def make(interview: StudyDay, time: StudyTime) -> Plan:
            costs = dict.fromkeys(ids, Cost(60.0, 30.0))
            now = Moment(MORNING)
            return make_plan(
                PlanInputs(ids, Memories(), now, interview, costs, time=time)
            )

        return Planner(Moment(MORNING).day, self.interview, self.time, make)

    def rebuild(self) -> Rebuild | None:
        return self.rebuilding

    def use_settings(self) -> tuple[str, ...]:
        self.renewed += 1
        return self.waiting

    def workload(self, cards: CardList) -> Workload:
        """Count what `begin` asks, at a minute a card."""
        clock = FakeClock()
        ledger = Ledger(self._log or FakeLog(), clock, FakeBits())
        agenda = lay_out([card.id for card in cards], ledger.memories, clock())
        return workload(agenda, lambda card: Cost(60.0, 30.0))

    def workload_tomorrow(self, cards: CardList) -> Workload:
        return Workload(1, 0, 60.0)

    def plan(self, cards: CardList) -> str | None:
        return None

    def apart(self) -> Callable[[StudyFigures], DaysAhead]:
        return lambda study: self


def workspace_of(
    *cards: Card,
    facts: Iterable[Fact] = (),
    log: FakeLog | None = None,
    runner: Runner | None = None,
    sessions: Sessions | None = None,
) -> Workspace:
    """Return a workspace with one deck of these cards; facts get ids of their own."""
    log = log or FakeLog()
    log.rows += [replace(fact, id=EventId(f"0{n}")) for n, fact in enumerate(facts)]
    return workspace_over(library_of(*cards), log, runner, sessions)


def workspace_over(
    library: Library,
    log: FakeLog | None = None,
    runner: Runner | None = None,
    sessions: Sessions | None = None,
) -> Workspace:
    """Return a workspace over a library; its sessions write to the same log."""
    clock = FakeClock()
    ledger = Ledger(log or FakeLog(), clock, FakeBits())
    runner = runner or FakeRunner(executed)
    sessions = sessions or FakeSessions(log)
    return Workspace(library, ledger, runner, clock, FakeDecks(library), sessions)
