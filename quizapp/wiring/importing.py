"""Importing: a file of another program becomes decks that work.

The file is read, the plan is made, every new card is loaded and proved, and only then
are the decks written, all of them or none. What does not work is not taken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck, Problem
from quizapp.core.cards.trust import Ruling, runs_code
from quizapp.core.runs.protection import ProtectionLevel
from quizapp.decks.cleaning import clean_line
from quizapp.decks.deck_reader import read_deck
from quizapp.decks.deck_text import DeckText, deck_texts
from quizapp.decks.deck_writing import write_decks
from quizapp.decks.source import deck_files
from quizapp.errors import ExchangeError
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported
from quizapp.exchange.opening import format_to_read
from quizapp.flow.parallel import in_parallel
from quizapp.flow.proof import Proof, prove
from quizapp.flow.unused_runner import UnusedRunner
from quizapp.settings.imports import imports_folder
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.import_plan import ImportPlan, plan_import
from quizapp.wiring.import_rows import Change, ImportRow, Target, row_of
from quizapp.wiring.import_trial import (
    TriedCard,
    needs_trial,
    try_card,
    untried,
    with_trials,
)

Prove = Callable[[tuple[Card, ...]], Iterator[Proof]]
"""Runs cards; a command shows how far it is."""

WatchTrials = Callable[[Iterator[TriedCard], int], Iterator[TriedCard]]
"""Shows how far the trials of so many cards are."""

UNPROVED = (
    "{} with code may not run here yet; read it, then: quizapp approve {} and"
    " quizapp check {}"
)


class ImportRequest(Struct, frozen=True):
    """What to import, and to where."""

    path: Path
    folder: Path | None = None
    """None for the user's own."""
    deck: str | None = None
    topic: str | None = None
    history: bool = False


class ImportResult(Struct, frozen=True):
    """What an import does; nothing is written yet."""

    plan: ImportPlan
    rows: tuple[ImportRow, ...]
    remarks: tuple[str, ...]
    decks: tuple[str, ...]
    """The ids of the decks that change."""
    folder: Path
    is_loaded: bool
    """Whether decks in this folder are loaded without being named."""


def read_import(assembly: Assembly, request: ImportRequest) -> Imported:
    """Read the file. Raises ExchangeError if it is not what its name says."""
    path = request.path
    format_ = format_to_read(path)
    if request.history and not format_.has_history:
        raise ExchangeError(
            f"{format_.name} has no history to import", "leave out --history"
        )
    if format_.read is None:
        raise ExchangeError(f"{format_.name} cannot be read")
    try:
        return format_.read(Reading(path, assembly.clock(), request.history))
    except MemoryError:
        raise ExchangeError(f"{path} does not fit into memory") from None


def try_code(assembly: Assembly, imported: Imported, watch: WatchTrials) -> Imported:
    """Try the code of cards that need it, where it is confined."""
    cards = tuple(card for card in imported.cards if needs_trial(card))
    if not cards:
        return imported
    if assembly.runner.protection.level is not ProtectionLevel.STRONG:
        return with_trials(imported, map(untried, cards))
    runners = assembly.runners_for(len(cards))
    results = watch(in_parallel(try_card, cards, runners), len(cards))
    return with_trials(imported, results)


def prepare_import(
    assembly: Assembly, request: ImportRequest, imported: Imported, prove_all: Prove
) -> ImportResult:
    """Make the plan, and try every card that is new or changes. Writes nothing."""
    target = _target(assembly, request, imported)
    texts = tuple(deck_texts(tuple(_files(assembly, target.folder))))
    failed: dict[str, str] = {}
    proved: set[str] = set()
    remarks = list(imported.remarks)
    while True:
        plan = plan_import(imported.cards, texts, target, failed)
        trial = _Trial(plan)
        wrong = trial.problems()
        if not wrong:
            cards = [
                card for card in trial.fresh if trial.origins[card.id] not in proved
            ]
            wrong = _disproved(assembly, trial, cards, prove_all, remarks)
            proved |= {trial.origins[card.id] for card in cards}
        if not wrong:
            break
        failed |= wrong
    loaded = (imports_folder(assembly.config.log), *assembly.config.decks)
    is_loaded = any(target.folder.is_relative_to(each.absolute()) for each in loaded)
    rows = (*plan.rows, *map(row_of, imported.left_out))
    decks = tuple(text.deck["id"] for text in plan.decks)
    return ImportResult(plan, rows, tuple(remarks), decks, target.folder, is_loaded)


def write_import(result: ImportResult) -> None:
    """Write the decks, all of them or none."""
    if result.plan.decks:
        write_decks(result.plan.decks, result.plan.obsolete)


def _target(assembly: Assembly, request: ImportRequest, imported: Imported) -> Target:
    folder = request.folder or imports_folder(assembly.config.log)
    path = request.path.absolute()
    title = clean_line(imported.title) or clean_line(path.stem) or "Imported"
    return Target(
        folder.absolute(),
        clean_line(path.name),
        title,
        clean_line(request.deck or "") or None,
        clean_line(request.topic or "") or None,
        frozenset(deck.id for deck in assembly.library.decks),
    )


def _files(assembly: Assembly, folder: Path) -> Iterator[Path]:
    """Yield the deck files of the user, and those in a folder."""
    folders = (folder,) if folder.is_dir() else ()
    for path in deck_files((*assembly.config.decks, *folders)):
        if isinstance(path, Path):
            yield path.absolute()


class _Trial:
    """The decks of a plan, loaded from their new texts."""

    def __init__(self, plan: ImportPlan) -> None:
        changed = {Change.ADDED, Change.UPDATED}
        self.origins: Mapping[CardId, str] = {
            row.card: row.origin
            for row in plan.rows
            if row.change in changed and row.card is not None
        }
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
    def fresh(self) -> tuple[Card, ...]:
        """The cards that are new or change."""
        return tuple(
            card
            for deck in self.decks
            for card in deck.cards
            if card.id in self.origins
        )


def _disproved(
    assembly: Assembly,
    trial: _Trial,
    cards: Sequence[Card],
    prove_all: Prove,
    remarks: list[str],
) -> dict[str, str]:
    """Return why cards do not hold, by origin, after running those with code."""
    with_code = [card for card in cards if card.program() is not None]
    asked = _unapproved(assembly, trial.decks, with_code)
    for deck in asked:
        count = sum(card.id.deck == deck.id for card in with_code)
        remarks.append(UNPROVED.format(f"{count} cards", deck.file, deck.file))
    waiting = {deck.id for deck in asked}
    running = tuple(card for card in with_code if card.id.deck not in waiting)
    unused = UnusedRunner()
    plain = (prove(card, unused) for card in cards if card.program() is None)
    wrong = {}
    for proof in (*plain, *(prove_all(running) if running else ())):
        if proof.problems:
            wrong[trial.origins[proof.card.id]] = proof.problems[0].message
    return wrong


def _unapproved(
    assembly: Assembly, decks: Sequence[Deck], with_code: Sequence[Card]
) -> list[Deck]:
    """Return the decks whose code the user has to approve before it runs."""
    ids = {card.id.deck for card in with_code}
    return [
        deck
        for deck in decks
        if deck.id in ids and runs_code(deck) and assembly.ruling(deck) is Ruling.ASK
    ]
