"""`quizapp decks`: the decks, their counts, and the problems of those that fail."""

import json
import sys
from shutil import get_terminal_size

from msgspec import to_builtins

from quizapp.core.basics.english import quantity
from quizapp.core.stats.deck_counts import Shelf
from quizapp.core.stats.deck_figures import DeckFigures, deck_figures
from quizapp.core.terminal.cells import fit_text
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import DecksOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.topics import deck_counter


def run(options: DecksOptions) -> ExitCode:
    """List every deck, then every problem; exit 1 if there is one."""
    with assembled(options.flags) as assembly:
        library = assembly.library
        for deck in library.decks if options.figures else ():
            figures = deck_figures(deck)
            print(
                json.dumps(to_builtins(figures))
                if options.json
                else _in_figures(figures)
            )
        if not options.figures:
            for shelf in deck_counter(assembly).shelves(library):
                print(_as_json(shelf) if options.json else _fitted(_as_line(shelf)))
        for problem in library.problems:
            text = str(problem)
            print(
                json.dumps({"problem": text}) if options.json else sanitize_line(text)
            )
    return ExitCode.PROBLEMS if library.problems else ExitCode.FINE


def _in_figures(figures: DeckFigures) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in figures.kinds.items())
    levels = ", ".join(f"{count} {level}" for level, count in figures.levels.items())
    grade = "" if figures.grade is None else f"; reading grade {figures.grade:.0f}"
    return (
        f"{figures.deck}: {quantity(figures.cards, 'card')}\n"
        f"  {kinds}\n  {levels}\n"
        f"  {figures.by_run / max(1, figures.cards):.0%} settled by a run,"
        f" {len(figures.constant)} of them with fixed numbers{grade}"
    )


def _fitted(line: str) -> str:
    """Cut a line that a terminal would break in the middle of a word."""
    if not sys.stdout.isatty():
        return line
    return fit_text(line, get_terminal_size().columns).rstrip()


def _as_line(shelf: Shelf) -> str:
    deck, counts = shelf.deck, shelf.counts
    return (
        f"{deck.id:24} {len(deck.cards):4} cards  {counts.due:4} due"
        f"  {counts.new:4} new   {sanitize_line(deck.topic)}:"
        f" {sanitize_line(deck.title)}"
    )


def _as_json(shelf: Shelf) -> str:
    deck = shelf.deck
    row = {
        "deck": deck.id,
        "title": deck.title,
        "topic": deck.topic,
        "cards": len(deck.cards),
        "due": shelf.counts.due,
        "new": shelf.counts.new,
        "file": deck.file,
    }
    return json.dumps(row)
