"""`quizapp sheet`: chosen cards with their answers, to read or to print. Read-only."""

from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size

from quizapp.commands.notices import print_problems
from quizapp.commands.output_file import ensure_spare, failures_named, replace_text
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.weakest import last_misses, weakest_first
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import DeckProblems, ExitCode, UsageError
from quizapp.grammar.options import SheetOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.topics import of_topics, to_study
from quizapp.wording.sheet import CardHistory, Sheet, sheet_lines, sheet_of

MAX_SHEET_WIDTH = 88
"""In columns. Wider lines are harder to read."""
MISSED_DAYS = 7
_PAGES = {".html", ".htm"}
_HINT = "without -o the sheet goes to standard output"


def run(options: SheetOptions) -> ExitCode:
    """Print the sheet, or write it to a file."""
    if options.days is not None and not options.missed:
        raise UsageError(
            "--days counts the days of --missed", "add --missed, or leave out --days"
        )
    with assembled(options.flags) as assembly:
        library, cards = to_study(assembly, options.what)
        print_problems(library)
        sheet = _sheet(assembly, library, cards, options)
        if options.output is None:
            print(_text(sheet, is_page=options.html), end="")
        else:
            with failures_named(options.output):
                ensure_spare(options.output, assembly, library, _HINT)
                is_page = options.html or options.output.suffix.lower() in _PAGES
                replace_text(options.output, _text(sheet, is_page=is_page))
            count = quantity(len(sheet.cards), "card")
            print(f"wrote {count} to {sanitize_line(str(options.output))}")
    return ExitCode.FINE


def _sheet(
    assembly: Assembly,
    library: Library,
    cards: Sequence[Card],
    options: SheetOptions,
) -> Sheet:
    """Return the sheet. Raises DeckProblems if it would have no card."""
    now, memories = assembly.clock(), assembly.memories.by_card
    misses: dict[CardId, Reviewed] = {}
    if options.missed:
        reviews = assembly.ledger.reviews() if assembly.has_log else ()
        misses = last_misses(reviews, now, options.days or MISSED_DAYS)
        cards = tuple(card for card in cards if card.id in misses)
    if not cards:
        raise DeckProblems((_nothing(options),))
    settings = assembly.schedule
    is_all = of_topics(assembly, library) is library
    every = "All decks" if is_all else "Chosen topics"
    return sheet_of(
        _title(library, cards, options, every),
        weakest_first(cards, memories, now, settings),
        CardHistory(now, memories, misses, settings),
    )


def _title(
    library: Library, cards: Sequence[Card], options: SheetOptions, every: str
) -> str:
    decks = {card.id.deck for card in cards}
    titles = [deck.title for deck in library.decks if deck.id in decks]
    words = (Path(w).name if w.endswith(".toml") else w for w in options.what)
    title = titles[0] if len(titles) == 1 else " ".join(words) or every
    return f"{title}: missed {_period(options)}" if options.missed else title


def _nothing(options: SheetOptions) -> str:
    if not options.missed:
        return "there are no cards for a sheet; `quizapp decks` lists what there is"
    of = "none of these cards was" if options.what else "no card was"
    return f"{of} missed {_period(options)}; look further back with --days"


def _period(options: SheetOptions) -> str:
    days = options.days or MISSED_DAYS
    return "today" if days == 1 else f"in the last {days} days"


def _text(sheet: Sheet, *, is_page: bool) -> str:
    if is_page:
        from quizapp.wording.sheet_page import html_page

        return html_page(sheet)
    width = min(MAX_SHEET_WIDTH, get_terminal_size().columns)
    return "".join(f"{line}\n" for line in sheet_lines(sheet, width))
