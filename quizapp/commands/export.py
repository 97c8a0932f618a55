"""`quizapp export`: cards for another program, in the format of a file's name."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from quizapp.commands.notices import print_problems
from quizapp.commands.output_file import ensure_spare, failures_named, replace_bytes
from quizapp.commands.progress import Meter
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import DeckProblems, ExitCode
from quizapp.grammar.options import ExportOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.exporting import ExportRequest, Written, exported, format_of_export
from quizapp.wiring.selection import chosen

LISTED_LEFT_OUT = 20
"""Of the list of what is left out."""


def run(options: ExportOptions) -> ExitCode:
    """Write the file, and say what it does not hold."""
    file = options.file
    format_ = format_of_export(file, history=options.history)
    with assembled(options.flags) as assembly:
        library, cards = chosen(assembly, options.what)
        print_problems(library)
        if not cards:
            raise DeckProblems(("there are no such cards; `quizapp decks` lists all",))
        with failures_named(file):
            ensure_spare(file, assembly, library)
        title, every = _title(library, cards), tuple(cards)
        request = ExportRequest(format_, library, every, title, options.history)
        result = exported(assembly, request, Meter())
        if result.cards:
            with failures_named(file):
                replace_bytes(file, result.data)
    for line in _lines(result, file):
        print(sanitize_line(line))
    return ExitCode.FINE if result.cards else ExitCode.PROBLEMS


def _title(library: Library, cards: Sequence[Card]) -> str:
    decks = {card.id.deck for card in cards}
    titles = [deck.title for deck in library.decks if deck.id in decks]
    return titles[0] if len(titles) == 1 else "quizapp"


def _lines(result: Written, file: Path) -> Iterator[str]:
    if result.left_out:
        yield "not exported:"
    for each in result.left_out[:LISTED_LEFT_OUT]:
        yield f"  {each.where}: {each.reason}"
    if (more := len(result.left_out) - LISTED_LEFT_OUT) > 0:
        yield f"  and {more} more"
    for remark in result.remarks:
        yield f"note: {remark}"
    if result.cards:
        yield f"wrote {quantity(result.cards, 'card')} to {file}"
    else:
        yield "nothing was exported: no card fits this format"
