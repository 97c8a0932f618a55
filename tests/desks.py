"""Desks: what the browse screen stands on, in a list and without a disk."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from builders import MORNING, ScriptedRunner, Ticking, executed
from quizapp.core.card import Card, CardId, Deck, Library
from quizapp.core.grade import Grade
from quizapp.core.mark import Mark
from quizapp.core.moment import Moment
from quizapp.core.ports import Runner
from quizapp.core.review import EventId, Reviewed
from quizapp.core.schedule import Memory, Settings, review
from quizapp.core.state import Known
from quizapp.errors import LogError

NOW = Moment(MORNING)


@dataclass(frozen=True)
class Done:
    """A mark, as the log holds it."""

    mark: Mark
    moment: Moment = NOW
    card: CardId = CardId("deck", "one")


def reviewed(**fields) -> Reviewed:
    """Return a review of `deck/one` in which all went well."""
    return replace(_REVIEW, **fields)


_REVIEW = Reviewed(
    id=EventId("0"),
    device="here",
    card=CardId("deck", "one"),
    content="one",
    variant="{}",
    response="[1, 0]",
    verdict="correct",
    score=1.0,
    overridden=False,
    confidence=None,
    hints=0,
    suggested=Grade.GOOD,
    grade=Grade.GOOD,
    moment=NOW,
    seconds=8.0,
    app="0.1.0",
    torch="2.13.0",
)


@dataclass
class FakeDesk:
    """A library, and facts in a list; `broken` makes the log refuse."""

    library: Library
    facts: list[Reviewed | Done] = field(default_factory=list)
    runner: Runner = field(default_factory=lambda: ScriptedRunner(executed))
    clock: Ticking = field(default_factory=Ticking)
    schedule: Settings = Settings()
    read: Callable[[], Library] | None = None
    """What comes of reading the decks anew; None for the same."""
    broken: bool = False

    def now(self) -> Moment:
        return self.clock()

    def history(self, card: CardId) -> tuple[Reviewed | Done, ...]:
        return tuple(fact for fact in self.facts if fact.card == card)

    def mark(self, card: CardId, mark: Mark) -> None:
        if self.broken:
            raise LogError("the disk is full", "free some space")
        self.facts.append(Done(mark, self.now(), card))

    def undo(self) -> CardId | None:
        return self.facts.pop().card if self.facts else None

    def reload(self) -> Library:
        if self.read is not None:
            self.library = self.read()
        return self.library

    @property
    def memories(self) -> Known:
        by_card: dict[CardId, Memory] = {}
        buried: dict[CardId, int] = {}
        suspended: set[CardId] = set()
        for fact in self.facts:
            if isinstance(fact, Reviewed):
                before = by_card.get(fact.card)
                by_card[fact.card] = review(
                    before, fact.grade, fact.moment, str(fact.card), self.schedule
                )
                continue
            match fact.mark:
                case Mark.BURIED:
                    buried[fact.card] = fact.moment.day
                case Mark.SUSPENDED:
                    suspended.add(fact.card)
                case Mark.RESUMED:
                    buried.pop(fact.card, None)
                    suspended.discard(fact.card)
                case Mark.RESET:
                    by_card.pop(fact.card, None)
        return Known(by_card, buried, frozenset(suspended))


def desk_of(*cards: Card, **fields) -> FakeDesk:
    """Return a desk over one deck of these cards."""
    return FakeDesk(library_of(*cards), **fields)


def library_of(*cards: Card, problems=()) -> Library:
    """Return the library of one deck of these cards."""
    deck = Deck("deck", "A deck", "A topic", "", cards, "deck.toml")
    return Library((deck,), problems)
