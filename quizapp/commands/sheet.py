"""`quizapp sheet`: chosen cards with their answers, to read or to print. Read-only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size

from quizapp import files
from quizapp.commands.notices import print_problems
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.weakest import last_misses, weakest_first
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import DeckProblems, ExitCode, QuizError, UsageError
from quizapp.grammar.options import SheetOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.selection import chosen
from quizapp.wording.sheet import CardHistory, Sheet, sheet_lines, sheet_of

MAX_SHEET_WIDTH = 88
"""In columns. Wider lines are harder to read."""
MISSED_DAYS = 7
_PAGES = {".html", ".htm"}
_READABLE = 0o644


def run(options: SheetOptions) -> ExitCode:
    """Print the sheet, or write it to a file."""
    if options.days is not None and not options.missed:
        raise UsageError(
            "--days counts the days of --missed", "add --missed, or leave out --days"
        )
    with assembled(options.flags) as assembly:
        library, cards = chosen(assembly, options.what)
        print_problems(library)
        sheet = _sheet(assembly, library, cards, options)
        if options.output is None:
            print(_text(sheet, is_page=options.html), end="")
        else:
            with _failures_named(options.output):
                _ensure_spare(options.output, assembly, library)
                is_page = options.html or options.output.suffix.lower() in _PAGES
                _replace(options.output, _text(sheet, is_page=is_page))
            count = quantity(len(sheet.cards), "card")
            print(f"wrote {count} to {sanitize_line(str(options.output))}")
    return ExitCode.FINE


@contextmanager
def _failures_named(file: Path) -> Iterator[None]:
    """Raise QuizError where the system refuses to write a file."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself
        reason = (isinstance(error, OSError) and error.strerror) or "a loop of links"
        raise QuizError(
            f"cannot write {file}: {reason}", "choose a folder you can write to"
        ) from error


def _sheet(
    assembly: Assembly,
    library: Library,
    cards: tuple[Card, ...],
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
    return sheet_of(
        _title(library, cards, options),
        weakest_first(cards, memories, now, settings),
        CardHistory(now, memories, misses, settings),
    )


def _title(library: Library, cards: tuple[Card, ...], options: SheetOptions) -> str:
    decks = {card.id.deck for card in cards}
    titles = [deck.title for deck in library.decks if deck.id in decks]
    words = (Path(w).name if w.endswith(".toml") else w for w in options.what)
    title = titles[0] if len(titles) == 1 else " ".join(words) or "All decks"
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


def _ensure_spare(file: Path, assembly: Assembly, library: Library) -> None:
    """Raise UsageError for a file that a sheet must not replace."""
    decks = {Path(deck.file).resolve() for deck in library.decks}
    own = {assembly.config.log.resolve(), assembly.config.config_file.resolve()}
    what, hint = "", "choose another name"
    if file.resolve() in decks:
        what = "it is a deck"
    elif file.suffix == ".toml":
        what, hint = "a sheet is no TOML", "choose a name such as sheet.html"
    elif file.resolve() in own:
        what = "quizapp needs it"
    elif file.is_dir():
        what, hint = "it is a folder", "name a file in it"
    elif file.exists() and not file.is_file():
        what = "it is no regular file"
        hint = "without -o the sheet goes to standard output"
    if what:
        raise UsageError(f"cannot write {file}: {what}", hint)


def _replace(file: Path, text: str) -> None:
    """Replace a file; where it is a link, the one it points to."""
    target = file.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else _READABLE
    files.replace(target, text.encode(errors="replace"), durable=False, mode=mode)
