"""Exporting: chosen cards, with what their readers need, for a writer of a format."""

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.cards.trust import Ruling
from quizapp.errors import ExchangeError, RunnerError
from quizapp.exchange.formats import Format, Writing
from quizapp.exchange.formats import Written as Written  # noqa: PLC0414  # for the commands
from quizapp.exchange.opening import format_to_write
from quizapp.flow.parallel import in_parallel
from quizapp.flow.ports import Runner
from quizapp.wiring.assembly import Assembly

EXPORT_SEED = 0
"""Of the values that an exported card has: no other program draws them again."""
Tell = Callable[[int, int], None]
"""Receives how many of how many cards were run."""


def format_of_export(file: Path, *, history: bool) -> Format:
    """Return the format of a file's name. Raises QuizError if it does not fit."""
    format_ = format_to_write(file)
    if history and not format_.has_history:
        raise ExchangeError(
            f"{format_.name} has no place for your reviews", "leave out --history"
        )
    return format_


class ExportRequest(Struct, frozen=True):
    """What to export, and how."""

    format: Format
    library: Library
    cards: tuple[Card, ...]
    title: str
    history: bool = False


def exported(assembly: Assembly, request: ExportRequest, tell: Tell) -> Written:
    """Return the content of the new file."""
    format_, library = request.format, request.library
    if format_.write is None:
        raise ExchangeError(f"{format_.name} cannot be exported")
    chosen = {card.id: card.draw(EXPORT_SEED) for card in request.cards}
    decks = tuple(
        replace(deck, cards=tuple(chosen[c.id] for c in deck.cards if c.id in chosen))
        for deck in library.decks
        if any(card.id in chosen for card in deck.cards)
    )
    writing = Writing(
        request.title,
        decks,
        assembly.clock(),
        memories=assembly.memories,
        settings=assembly.schedule,
    )
    remarks: tuple[str, ...] = ()
    if format_.needs_answers:
        try:
            answers = dict(_answers(assembly, library, chosen, tell))
            writing = replace(writing, answers=answers)
        except RunnerError as error:
            remarks = (f"no answer was computed: {error}",)
    if request.history and assembly.has_log:
        facts = (fact for fact in assembly.ledger.facts() if fact.card in chosen)
        writing = replace(writing, events=tuple(facts))
    content = format_.write(writing)
    return replace(content, remarks=(*remarks, *content.remarks))


def _answers(
    assembly: Assembly, library: Library, chosen: dict[CardId, Card], tell: Tell
) -> Iterator[tuple[CardId, str]]:
    """Yield the answers that only a run gives, of decks whose code may run here."""
    asked = [
        card
        for card in chosen.values()
        if card.kind.settled_by_run and card.kind.coding is None
    ]
    ids = {card.id.deck for card in asked}
    may_run = {
        deck.id
        for deck in library.decks
        if deck.id in ids and assembly.ruling(deck) is not Ruling.ASK
    }
    asked = [card for card in asked if card.id.deck in may_run]
    if not asked:
        return
    answers = in_parallel(_answer, asked, assembly.runners_for(len(asked)))
    for done, (card, answer) in enumerate(zip(asked, answers, strict=True), 1):
        tell(done, len(asked))
        if answer is not None:
            yield card.id, answer


def _answer(card: Card, runner: Runner) -> str | None:
    program = card.program(EXPORT_SEED)
    return None if program is None else card.kind.truth(runner.run(program))
