"""`quizapp import`: the cards of another program become decks that work."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from quizapp.commands.notices import WaitingLine
from quizapp.commands.progress import Progress
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.flow.proof import Proof
from quizapp.grammar.options import ImportOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.import_rows import Change, ImportRow
from quizapp.wiring.importing import (
    ImportRequest,
    ImportResult,
    prepare_import,
    read_import,
    try_code,
    write_import,
)

LISTED_CARDS = 20
"""Of one list; --json has all of it."""


def run(options: ImportOptions) -> ExitCode:
    """Read, check, write, and say what was done."""
    request = ImportRequest(
        options.file, options.folder, options.deck, options.topic, options.history
    )
    name = sanitize_line(options.file.name)
    with assembled(options.flags) as assembly:
        with WaitingLine(f"reading {name}"):
            imported = read_import(assembly, request)
        imported = try_code(assembly, imported, _watched)
        with WaitingLine("checking the cards") as line:

            def prove_all(cards: tuple[Card, ...]) -> Iterator[Proof]:
                line.over()
                return _watched(assembly.proofs(cards), len(cards))

            result = prepare_import(assembly, request, imported, prove_all)
        if not options.dry_run:
            with WaitingLine("writing the decks"):
                write_import(result)
        _report(result, options)
    counts = _counts(result.rows)
    is_empty = not result.rows or counts[Change.LEFT_OUT] == len(result.rows)
    return ExitCode.PROBLEMS if is_empty else ExitCode.FINE


_T = TypeVar("_T")


def _watched(results: Iterator[_T], count: int) -> Iterator[_T]:
    """Yield results of runs; show a progress bar if stderr is a terminal."""
    progress = Progress(count) if sys.stderr.isatty() else None
    for done, result in enumerate(results, 1):
        if progress is not None:
            progress.show(done)
        yield result


def _counts(rows: Sequence[ImportRow]) -> Counter[Change]:
    return Counter(row.change for row in rows)


def _report(result: ImportResult, options: ImportOptions) -> None:
    if options.json:
        for row in result.rows:
            print(json.dumps(_as_json(row)))
        print(json.dumps(_total(result, dry_run=options.dry_run)))
        return
    for text in _lines(result, options):
        print(sanitize_line(text))


def _as_json(row: ImportRow) -> dict[str, object]:
    return {
        "card": None if row.card is None else str(row.card),
        "change": row.change.value,
        "where": row.where,
        "excerpt": row.excerpt,
        "reason": row.reason or None,
    }


def _total(result: ImportResult, *, dry_run: bool) -> dict[str, object]:
    counts = _counts(result.rows)
    return {
        **{change.name.lower(): counts[change] for change in Change},
        "decks": result.decks,
        "folder": str(result.folder),
        "remarks": result.remarks,
        "dry_run": dry_run,
    }


def _lines(result: ImportResult, options: ImportOptions) -> Iterator[str]:
    yield from _list("not taken", result.rows, Change.LEFT_OUT)
    yield from _list("kept as they are", result.rows, Change.KEPT)
    for remark in result.remarks:
        yield f"note: {remark}"
    counts = _counts(result.rows)
    words = {
        Change.ADDED: "added",
        Change.UPDATED: "updated",
        Change.UNCHANGED: "unchanged",
        Change.KEPT: "kept",
        Change.LEFT_OUT: "not taken",
    }
    shown = [
        f"{counts[change]} {word}" for change, word in words.items() if counts[change]
    ]
    total = f"{quantity(len(result.rows), 'card')}: {', '.join(shown) or 'none'}"
    yield f"{total}; nothing was written" if options.dry_run else total
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
    yield f"to study it: quizapp practice {what}"
