"""`quizapp import`: the cards of another program become decks that work."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from shlex import quote

from quizapp.commands.notices import WaitingLine
from quizapp.commands.progress import Meter
from quizapp.core.basics.english import quantity
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import ImportOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.import_history import (
    ImportedHistory,
    lacking_events,
    write_history,
)
from quizapp.wiring.import_rows import Change, ImportRow
from quizapp.wiring.importing import (
    ImportRequest,
    ImportResult,
    prepare_import,
    read_import,
    write_import,
)

LISTED_CARDS = 20
"""Of one list; --json has all of it."""


def run(options: ImportOptions) -> ExitCode:
    """Read, check, write, and say what was done."""
    request = ImportRequest(
        options.file, options.folder, options.deck, options.topic, options.history
    )
    with assembled(options.flags) as assembly:
        with WaitingLine(f"reading {sanitize_line(options.file.name)}"):
            imported = read_import(assembly, request)
        with WaitingLine("checking the cards") as line:
            bar = Meter(line.over)
            result = prepare_import(assembly, request, imported, bar)
        if not options.dry_run:
            with WaitingLine("writing the decks"):
                write_import(result)
        history = None
        if options.history:
            with WaitingLine("importing the reviews"):
                history = lacking_events(assembly, imported, result)
                if not options.dry_run:
                    write_history(assembly, history)
    _report(result, history, options)
    counts = _counts(result.rows)
    is_empty = not result.rows or counts[Change.LEFT_OUT] == len(result.rows)
    return ExitCode.PROBLEMS if is_empty else ExitCode.FINE


def _counts(rows: Sequence[ImportRow]) -> Counter[Change]:
    return Counter(row.change for row in rows)


def _report(
    result: ImportResult, history: ImportedHistory | None, options: ImportOptions
) -> None:
    if options.json:
        for row in result.rows:
            print(json.dumps(_as_json(row)))
        print(json.dumps(_total(result, history, dry_run=options.dry_run)))
        return
    for text in _lines(result, history, options):
        print(sanitize_line(text))


def _as_json(row: ImportRow) -> dict[str, object]:
    return {
        "card": None if row.card is None else str(row.card),
        "change": row.change.value,
        "where": row.where,
        "excerpt": row.excerpt,
        "reason": row.reason or None,
    }


def _total(
    result: ImportResult, history: ImportedHistory | None, *, dry_run: bool
) -> dict[str, object]:
    counts = _counts(result.rows)
    reviews = {}
    if history is not None:
        reviews = {
            "reviews": history.reviews,
            "known_reviews": history.known,
            "stray_reviews": history.strays,
        }
    return {
        **{change.name.lower(): counts[change] for change in Change},
        "decks": result.decks,
        "folder": str(result.folder),
        "remarks": result.remarks,
        **reviews,
        "dry_run": dry_run,
    }


def _lines(
    result: ImportResult, history: ImportedHistory | None, options: ImportOptions
) -> Iterator[str]:
    yield from _list("skipped", result.rows, Change.LEFT_OUT)
    yield from _list("kept as they are", result.rows, Change.KEPT)
    for remark in result.remarks:
        yield f"note: {remark}"
    counts = _counts(result.rows)
    words = {
        Change.ADDED: "added",
        Change.UPDATED: "updated",
        Change.UNCHANGED: "unchanged",
        Change.KEPT: "kept",
        Change.LEFT_OUT: "skipped",
    }
    shown = [
        f"{counts[change]} {word}" for change, word in words.items() if counts[change]
    ]
    total = f"{quantity(len(result.rows), 'card')}: {', '.join(shown) or 'none'}"
    yield total
    if history is not None:
        known = f", {history.known} already here" if history.known else ""
        strays = f", {history.strays} of skipped cards" if history.strays else ""
        yield f"{quantity(history.reviews, 'new review')}{known}{strays}"
    if options.dry_run:
        yield "dry run: nothing was written"
    if result.decks and not options.dry_run:
        yield from _next(result)


def _list(title: str, rows: Sequence[ImportRow], change: Change) -> Iterator[str]:
    listed = [row for row in rows if row.change is change]
    if not listed:
        return
    yield f"{title}:"
    for row in listed[:LISTED_CARDS]:
        name = str(row.card) if row.card is not None else ""
        place = name or ", ".join(filter(None, (row.where, f"“{row.excerpt}”")))
        yield f"  {place}: {row.reason}"
    if (more := len(listed) - LISTED_CARDS) > 0:
        yield f"  and {more} more; --json lists all"


def _next(result: ImportResult) -> Iterator[str]:
    """Say where the decks are, and how to study them."""
    first, *others = result.decks
    more = f" and {quantity(len(others), 'other deck')}" if others else ""
    yield f"in {result.folder}: {first}{more}"
    what = first if result.is_loaded else str(result.folder / f"{first}.toml")
    yield f"to study it: quizapp practice {quote(what)}"
    for topic in result.unchosen:
        yield f"note: you do not study the topic “{topic}”; press t at home to add it"
