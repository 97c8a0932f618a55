"""The proof of an import: its cards are loaded from their new texts, and run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from shlex import quote

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck, Problem
from quizapp.core.cards.trust import Ruling
from quizapp.decks.deck_reader import read_deck
from quizapp.decks.deck_text import DeckText
from quizapp.errors import ExchangeError
from quizapp.flow.proof import Proof, prove
from quizapp.flow.unused_runner import UnusedRunner
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.import_plan import ImportPlan
from quizapp.wiring.import_rows import Change

UNPROVED = (
    "{} with code may not run here yet; read the deck, then run"
    " quizapp approve {file} and quizapp check {file}"
)


class Trial:
    """The decks of a plan, loaded from their new texts."""

    def __init__(self, plan: ImportPlan) -> None:
        changed = {Change.ADDED, Change.UPDATED}
        self.origins: Mapping[CardId, str] = {
            row.card: row.origin
            for row in plan.rows
            if row.change in changed and row.card is not None
        }
        """The origin of each card that is new or changes."""
        self.decks: list[Deck] = []
        self._problems: list[Problem] = []
        for text in plan.decks:
            self._load(text)

    def _load(self, text: DeckText) -> None:
        result = read_deck(text.source)
        self._problems += result.problems
        if result.deck is not None:
            self.decks.append(result.deck)
        elif not any(problem.card for problem in result.problems):
            raise ExchangeError(str(result.problems[0]))

    def problems(self) -> dict[str, str]:
        """Return why new cards do not load, by origin."""
        first: dict[str, str] = {}
        for problem in self._problems:
            if problem.card is not None and problem.card in self.origins:
                first.setdefault(self.origins[problem.card], problem.message)
        return first

    @property
    def fresh(self) -> Iterator[Card]:
        """The cards that are new or change."""
        for deck in self.decks:
            yield from (card for card in deck.cards if card.id in self.origins)


def disproved(
    assembly: Assembly,
    trial: Trial,
    cards: Sequence[Card],
    watch: Callable[[int, int], None],
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return why cards do not hold, by origin, and which decks may not run here."""
    with_code = [card for card in cards if card.has_program]
    asked = _unapproved(assembly, trial.decks, with_code)
    waiting = {deck.id for deck in asked}
    running = tuple(card for card in with_code if card.id.deck not in waiting)
    unused = UnusedRunner()
    wrong: dict[str, str] = {}
    plain = (prove(card, unused) for card in cards if not card.has_program)
    for proof in (*plain, *_run(assembly, running, watch)):
        if proof.problems:
            wrong[trial.origins[proof.card.id]] = proof.problems[0].message
    return wrong, tuple(_note(deck, with_code) for deck in asked)


def _run(
    assembly: Assembly, cards: tuple[Card, ...], watch: Callable[[int, int], None]
) -> Iterator[Proof]:
    if not cards:
        return
    for done, proof in enumerate(assembly.proofs(cards), 1):
        watch(done, len(cards))
        yield proof


def _note(deck: Deck, with_code: Sequence[Card]) -> str:
    count = sum(card.id.deck == deck.id for card in with_code)
    return UNPROVED.format(quantity(count, "card"), file=quote(deck.file))


def _unapproved(
    assembly: Assembly, decks: Sequence[Deck], with_code: Sequence[Card]
) -> list[Deck]:
    """Return the decks whose code the user has to approve before it runs."""
    ids = {card.id.deck for card in with_code}
    return [
        deck for deck in decks if deck.id in ids and assembly.ruling(deck) is Ruling.ASK
    ]
