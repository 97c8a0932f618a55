"""Builders: cards, clocks and ports that tests share.

`FakeRunner` obeys the port and gives outcomes from a script; `executed` is a
script that really runs the code, here, so give it nothing but tests' own. `FakeClock`
is a clock that moves only when told to, or by a fixed step at each look.
"""

import traceback
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card, Level, Misconception, Position
from quizapp.core.cards.library import Deck, Library
from quizapp.core.judging.comparison import Tolerance
from quizapp.core.judging.rubric import Point
from quizapp.core.kinds import Kind
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Completed, Outcome, Output, Program, Raised
from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.core.scheduling.agenda import Agenda, plan
from quizapp.core.scheduling.review import Event, EventId, Fact, Reviewed, facts
from quizapp.core.values.value import Array, Nothing, Sequence, Text, Value, scalar
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import Listener
from quizapp.flow.study import Ports, SessionOptions, Study
from quizapp.flow.workspace import Sit, Workspace

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def card(name: str = "one", kind: Kind | None = None, **fields: Any) -> Card:
    """Return a card of deck `deck`; a flashcard unless a kind is given."""
    given = {"level": Level.SCREEN, "prompt": f"What is {name}?", "content": name}
    return Card(
        id=CardId("deck", name),
        kind=kind or Flashcard("an answer"),
        position=Position("deck.toml", 10),
        **{**given, **fields},
    )


def dropout_card(name: str = "scaling", **fields: Any) -> Card:
    """Return a predict card; `array` gives what its run shows."""
    given = {
        "snippet": "import torch\noutput = torch.tensor([1.25, 0.0, 3.75])",
        "wrong": (Misconception("[1, 0, 3]", "that forgets the factor 1/(1-p)"),),
        "explain": "Survivors are scaled by 1/(1-p).",
        "hints": ("What is the mean?", "Divide by 1 - p."),
    }
    kind = Predict(ask="output", tolerance=Tolerance(abs=0.01))
    return card(name, kind, **{**given, **fields})


def choice_card(name: str = "pick", **fields: Any) -> Card:
    """Return a choice of one of three."""
    options = (
        Option("right one", correct=True),
        Option("wrong one", because="it is not"),
        Option("other wrong one", because="nor is this"),
    )
    return card(name, Choice(options), **fields)


HALVED = "def half(x):\n    return x / 2\n"
BROKEN = "def half(x):\n    return x\n"
CHECKS = """
assert half(4) == 2, "halves"
assert half(0) == 0
"""


def fix_card(name: str = "mend", **fields: Any) -> Card:
    """Return a card whose snippet passes one check of two."""
    return card(name, Fix(CHECKS, HALVED), **{"snippet": BROKEN, **fields})


def implement_card(name: str = "write", **fields: Any) -> Card:
    """Return a card that begins with an empty function."""
    kind = Implement("def half(x):\n    ...\n", CHECKS, HALVED, mutants=(BROKEN,))
    return card(name, kind, **fields)


def open_card(name: str = "talk", **fields: Any) -> Card:
    """Return an open card of three points, the second worth two."""
    points = (Point("the first"), Point("the second", 2), Point("the third"))
    return card(name, Open("a model answer", points, ("And then?",)), **fields)


def executed(program: Program) -> Outcome:
    """Run a program in this very interpreter."""
    printed, names = StringIO(), {"__name__": "__main__"}
    try:
        with redirect_stdout(printed):
            exec(compile(program.code, "<snippet>", "exec"), names)  # noqa: S102
            value = eval(program.ask, names) if program.ask else None  # noqa: S307
    except BaseException as error:  # noqa: BLE001
        frames = traceback.extract_tb(error.__traceback__)
        lines = [each.lineno for each in frames if each.filename == "<snippet>"]
        line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
        bases = tuple(each.__name__ for each in type(error).__mro__)
        output = Output(printed.getvalue())
        return Raised(output, 0.002, type(error).__name__, bases, str(error), line)
    output = Output(printed.getvalue())
    return Completed(output, 0.002, as_value(value) if program.ask else None)


def as_value(value: object) -> Value:
    """Return a value as a runner would report it."""
    if isinstance(value, bool | int | float):
        return scalar(value)
    if isinstance(value, list | tuple):
        if all(isinstance(each, bool | int | float) for each in value):
            return Array((len(value),), tuple(value))
        return Sequence(tuple(map(as_value, value)))
    return Nothing() if value is None else Text(str(value))


def cloze_card(name: str = "rule", **fields: Any) -> Card:
    """Return a cloze of two blanks."""
    kind = Cloze("Keep with [[1 - p|keep]]; in eval mode it is the [[identity]].")
    return card(name, kind, **fields)


def match_card(name: str = "norms", **fields: Any) -> Card:
    """Return a match of two pairs and one right that stays over."""
    pairs = (Pair("layer", "the features"), Pair("batch", "the batch"))
    return card(name, Match(pairs, ("the rows",)), **fields)


def order_card(name: str = "loop", **fields: Any) -> Card:
    """Return three lines to order, two of them indented, and one that is not used."""
    lines = ("for x in xs:", "    y = f(x)", "    show(y)")
    return card(name, Order(lines, ("while x:",)), **fields)


def array(*elements: float, dtype: str | None = "float32") -> Array:
    """Return a 1-D array."""
    return Array((len(elements),), elements, dtype)


def vector(*elements: float, dtype: str | None = None) -> Array:
    """Return a 1-D array as typed text gives it: of no known dtype."""
    return Array((len(elements),), elements, dtype)


def completed(value: Array | None = None, stdout: str = "") -> Completed:
    """Return the outcome of a run that ended well in 2 ms."""
    return Completed(Output(stdout=stdout), 0.002, value)


def reviewed(
    card: CardId,
    grade: Grade = Grade.GOOD,
    moment: Moment = Moment(MORNING),
    seconds: float = 8.0,
) -> Reviewed:
    """Return a review in which nothing but these is of interest."""
    return Reviewed(
        id=EventId(f"{card}@{moment.at}"),
        device="test",
        card=card,
        content="abc",
        variant="{}",
        response="",
        verdict=None,
        score=None,
        overridden=False,
        confidence=None,
        hints=0,
        suggested=grade,
        grade=grade,
        moment=moment,
        seconds=seconds,
        app="0.1.0",
        torch="2.13.0",
    )


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
        return self.last % 2**bits


def workspace_of(
    *cards: Card, log: FakeLog | None = None, sit: Sit | None = None
) -> Workspace:
    """Return a desk with one deck of these cards."""
    clock = FakeClock()
    ledger = Ledger(log or FakeLog(), clock, FakeBits())
    library = Library((Deck("deck", "A deck", "A topic", "", cards, "deck.toml"),))
    begin = sit or (lambda chosen, _: study(*chosen, log=log))
    return Workspace(library, ledger, FakeRunner(), clock, lambda: library, begin)


def study(
    *cards: Card,
    runner: FakeRunner | None = None,
    log: FakeLog | None = None,
    clock: FakeClock | None = None,
    session_options: SessionOptions = SessionOptions(),
    agenda: Agenda | None = None,
) -> Study:
    """Begin a sitting over these cards, with what the log remembers of them."""
    log = log or FakeLog()
    clock = clock or FakeClock()
    ledger = Ledger(log, clock, FakeBits(len(log.rows) * 10))
    aside = ledger.memories.aside(clock().day)
    ids = [each.id for each in cards]
    agenda = agenda or plan(ids, ledger.memories, clock(), aside=aside)
    ports = Ports(runner or FakeRunner(), ledger, clock)
    return Study(ports, cards, agenda, session_options)
