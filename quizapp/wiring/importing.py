"""Importing: a file of another program becomes decks that work.

The file is read, its code is tried, the plan is made, every card that is new or
changes is loaded and proved, and only then are the decks written, all of them or none.
What does not work is skipped.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import CardOrigin
from quizapp.core.runs.protection import ProtectionLevel
from quizapp.decks.cleaning import clean_line
from quizapp.decks.deck_text import DeckText, deck_texts
from quizapp.decks.deck_writing import write_decks
from quizapp.decks.source import deck_files
from quizapp.errors import ExchangeError
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import OWN_FORMAT, Imported
from quizapp.exchange.opening import format_to_read
from quizapp.flow.parallel import in_parallel
from quizapp.settings.imports import imports_folder
from quizapp.wiring.assembly import Assembly, shipped_content
from quizapp.wiring.import_plan import ImportPlan, plan_import
from quizapp.wiring.import_proof import Trial, disproved
from quizapp.wiring.import_rows import ImportRow, Target, row_of
from quizapp.wiring.import_trial import needs_trial, try_card, untried, with_trials

ImportWatch = Callable[[int, int], None]
"""Receives how many of how many cards have been run."""


_HOW = "`quizapp import --help` says how cards are written"


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
    unchosen: tuple[str, ...] = ()
    """Topics of these decks that are not among those that the user studies."""


def read_import(assembly: Assembly, request: ImportRequest) -> Imported:
    """Read the file. Raises ExchangeError if it is not what its name says."""
    path = request.path
    format_ = format_to_read(path)
    if request.history and not format_.has_history:
        raise ExchangeError(f"{format_.name} has no history", "leave out --history")
    if format_.read is None:
        raise ExchangeError(f"{format_.name} cannot be read")
    try:
        here = _cards_here(assembly) if format_.has_history else frozenset()
        reading = Reading(path, assembly.clock(), request.history, here)
        imported = format_.read(reading)
    except MemoryError:
        raise ExchangeError(f"{path} does not fit in memory") from None
    if not imported.cards and not imported.left_out:
        raise ExchangeError(f"no cards were found in {path}", _HOW)
    return imported


def _cards_here(assembly: Assembly) -> frozenset[str]:
    """Return every id that the cards of this installation have or had.

    A card that came from another quizapp is known by its origin alone.
    """
    library = assembly.library
    own = (card.id for card in library.cards.values() if not _is_elsewhere(card.origin))
    return frozenset(str(id_) for card in own for id_ in library.former.all_of(card))


def _is_elsewhere(origin: CardOrigin | None) -> bool:
    return origin is not None and origin.id.startswith(f"{OWN_FORMAT}:")


def prepare_import(
    assembly: Assembly, request: ImportRequest, imported: Imported, watch: ImportWatch
) -> ImportResult:
    """Make the plan, and try every card that is new or changes. Writes nothing."""
    imported = _tried(assembly, imported, watch)
    folder = (request.folder or imports_folder(assembly.config.log)).absolute()
    texts = tuple(deck_texts(tuple(_files(assembly, folder))))
    target = _target(request, imported, folder, texts)
    plan, remarks = _proved(assembly, imported, target, texts, watch)
    rows = (*plan.rows, *map(row_of, imported.left_out))
    loaded = (imports_folder(assembly.config.log), *assembly.config.decks)
    topics = dict.fromkeys(str(text.deck.get("topic")) for text in plan.decks)
    wanted = assembly.config.topics
    return ImportResult(
        plan,
        rows,
        (*imported.remarks, *remarks),
        tuple(text.deck["id"] for text in plan.decks),
        folder,
        any(folder.is_relative_to(each.absolute()) for each in loaded),
        tuple(topic for topic in topics if wanted and topic not in wanted),
    )


def write_import(result: ImportResult) -> None:
    """Write the decks, all of them or none."""
    if result.plan.decks:
        write_decks(result.plan.decks, result.plan.obsolete)


def _tried(assembly: Assembly, imported: Imported, watch: ImportWatch) -> Imported:
    """Return the cards as a run of their code leaves them, where it is confined."""
    cards = tuple(card for card in imported.cards if needs_trial(card))
    if not cards:
        return imported
    if assembly.runner.protection.level is not ProtectionLevel.STRONG:
        return with_trials(imported, map(untried, cards))
    runners = assembly.runners_for(len(cards))
    results = []
    for result in in_parallel(try_card, cards, runners):
        results.append(result)
        watch(len(results), len(cards))
    return with_trials(imported, results)


def _proved(
    assembly: Assembly,
    imported: Imported,
    target: Target,
    texts: tuple[DeckText, ...],
    watch: ImportWatch,
) -> tuple[ImportPlan, tuple[str, ...]]:
    """Return a plan whose cards all work, and what is to be said about it."""
    failed: dict[str, str] = {}
    held: set[str] = set()
    remarks: tuple[str, ...] = ()
    while True:
        plan = plan_import(imported.cards, texts, target, failed)
        trial = Trial(plan)
        wrong: Mapping[str, str] = trial.problems()
        if not wrong:
            cards = tuple(c for c in trial.fresh if trial.origins[c.id] not in held)
            wrong, notes = disproved(assembly, trial, cards, watch)
            remarks = (*remarks, *notes)
            held |= {trial.origins[card.id] for card in cards}
        if not wrong:
            return plan, remarks
        failed |= wrong


def _target(
    request: ImportRequest,
    imported: Imported,
    folder: Path,
    texts: tuple[DeckText, ...],
) -> Target:
    path = request.path.absolute()
    title = clean_line(imported.title) or "Imported"
    if title == clean_line(path.stem):
        title = _in_words(title)
    shipped = tuple(deck_texts(tuple(sorted(shipped_content().rglob("*.toml")))))
    ids = (str(text.deck["id"]) for text in (*shipped, *texts))
    files = (file.stem for file in folder.glob("*.toml"))  # also those of no decks
    return Target(
        folder,
        clean_line(path.name),
        title,
        clean_line(request.deck or "") or None,
        clean_line(request.topic or "") or None,
        frozenset((*ids, *files)),
        dict(_own_ids((*shipped, *texts))),
    )


def _in_words(stem: str) -> str:
    """Return the name of a file as a title: `deep_learning` is "Deep learning"."""
    words = stem if " " in stem else re.sub(r"[_-]+", " ", stem).strip() or stem
    return words[:1].upper() + words[1:]


def _own_ids(texts: tuple[DeckText, ...]) -> Iterator[tuple[str, CardId]]:
    """Yield every id that the cards of decks have or had, and the one they have."""
    for text in texts:
        deck = str(text.deck["id"])
        for card in text.cards:
            if _came_back(card):
                continue
            id_ = CardId(deck, str(card.get("id")))
            names = (id_.card, *_ids_in(card.get("formerly")))
            for home in (deck, *_ids_in(text.deck.get("formerly"))):
                yield from ((str(CardId.within(home, name)), id_) for name in names)


def _came_back(card: Mapping[str, object]) -> bool:
    """Return whether a card is the import of one that left another quizapp."""
    origin = card.get("origin")
    id_ = origin.get("id") if isinstance(origin, dict) else None
    return isinstance(id_, str) and id_.startswith(f"{OWN_FORMAT}:")


def _ids_in(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield from (id_ for id_ in value if isinstance(id_, str))


def _files(assembly: Assembly, folder: Path) -> Iterator[Path]:
    """Yield the deck files of the user, and those in a folder."""
    folders = (folder,) if folder.is_dir() else ()
    for path in deck_files((*assembly.config.decks, *folders)):
        if isinstance(path, Path):
            yield path.absolute()
