"""Desks: what the browse screen stands on, with a log in a list and nothing on disk."""

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.review import EventId, Fact, Marked, Reviewed
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import Runner
from quizapp.flow.workspace import Asked, Workspace
from support.builders import (
    MORNING,
    FakeBits,
    FakeClock,
    FakeLog,
    FakeRunner,
    executed,
    study,
)
from support.reviews import REVIEW

NOW = Moment(MORNING)


def reviewed(**fields) -> Reviewed:
    """Return a review of `deck/one` in which all went well."""
    return replace(_REVIEW, **fields)


def done(mark: Mark, moment: Moment = NOW, card: CardId | None = None) -> Marked:
    """Return a mark of `deck/one`, or of another card."""
    return Marked(EventId("0"), "here", card or CardId("deck", "one"), mark, moment)


_REVIEW = replace(REVIEW, content="one", moment=NOW)


def library_of(*cards: Card, problems=()) -> Library:
    """Return the library of one deck of these cards."""
    deck = Deck("deck", "A deck", "A topic", "", cards, "deck.toml")
    return Library((deck,), problems)


def workspace_of(
    *cards: Card,
    facts: list[Fact] | None = None,
    log: FakeLog | None = None,
    runner: Runner | None = None,
) -> Workspace:
    """Return a desk over one deck of these cards; facts get ids of their own."""
    log = log or FakeLog()
    log.rows += [replace(f, id=EventId(f"0{n}")) for n, f in enumerate(facts or ())]
    return workspace_over(library_of(*cards), log, runner)


def workspace_over(
    library: Library, log: FakeLog | None = None, runner: Runner | None = None
) -> Workspace:
    """Return a desk over a library."""
    clock = FakeClock()
    ledger = Ledger(log or FakeLog(), clock, FakeBits())
    runner = runner or FakeRunner(executed)

    def sit(cards: tuple[Card, ...], _: Asked):
        return study(*cards)

    return Workspace(library, ledger, runner, clock, lambda: library, sit)
