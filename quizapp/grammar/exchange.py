"""The commands that import other programs' cards, and export ours to them."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, add_what, set_completion


def _import(command: argparse.ArgumentParser) -> None:
    """Import cards from another program's file, as decks of your own.

    Every card is checked, and its code runs in the sandbox; a card that does not
    work is skipped, and listed with the reason. Importing again updates: cards that
    you edited here stay as they are, and no card is ever removed or duplicated.
    """
    file = command.add_argument(
        "file", metavar="FILE", type=Path, help="a file; for some formats, a folder"
    )
    set_completion(file, "file")
    folder = command.add_argument(
        "--to",
        dest="folder",
        metavar="FOLDER",
        type=Path,
        help="write the decks to this folder (decks, next to the review log)",
    )
    set_completion(folder, "directory")
    command.add_argument(
        "--as",
        dest="deck",
        metavar="DECK",
        help="put all cards into a deck of this title",
    )
    command.add_argument("--topic", metavar="T", help="the topic of the decks")
    command.add_argument(
        "--history",
        action="store_true",
        help="import your reviews too, if the file has them",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="show what would happen, write nothing"
    )
    add_json(command)


IMPORT = Command(
    _import,
    examples=(
        ("quizapp import cards.csv", ""),
        ("quizapp import collection.colpkg --history", "with your reviews from Anki"),
        ("quizapp import notes.md --as 'My notes'", "into one deck"),
        ("quizapp import cards.csv --dry-run", "what would happen"),
    ),
    ends={0: "success", 1: "FILE has no card that can be imported"},
    rows=(
        ("card", "deck/card, or null if it was skipped"),
        ("change", "added, updated, unchanged, kept or left-out"),
        ("where, excerpt", "its place in FILE and its first words"),
        ("reason", "why it was kept or skipped"),
        ("decks, folder", "in the last line: ids of changed decks, their folder"),
        ("added, updated", "there too: how many cards,"),
        ("unchanged, kept", ""),
        ("left_out", "and how many were skipped"),
        ("reviews", "with --history: how many are new; known_reviews: were here;"),
        ("stray_reviews", "are of skipped cards"),
        ("remarks", "notes on the whole file"),
        ("dry_run", "whether nothing was written"),
    ),
    notes="""\
what can be imported:
  .apkg .colpkg      Anki, with --history reviews too
  .csv .tsv .txt     a question and an answer per row; also Anki's text
  .md                Q: and A:, C: with [holes], question::answer, ==holes==
  .ipynb .py .json   notebooks, tasks of TorchCode, problems of Deep-ML
  a folder           of Markdown, or of those tasks or problems""",
)


def _export(command: argparse.ArgumentParser) -> None:
    """Export cards to a file for another program, or for people to read.

    The extension of FILE chooses the format.
    """
    file = command.add_argument(
        "file", metavar="FILE", type=Path, help="the file to write or replace"
    )
    set_completion(file, "file")
    add_what(command)
    command.add_argument(
        "--history",
        action="store_true",
        help="add your reviews, if the format has room for them",
    )


EXPORT = Command(
    _export,
    examples=(
        ("quizapp export dropout.csv dropout", "one deck, as a table"),
        ("quizapp export all.md", "all cards, as text"),
        ("quizapp export all.apkg --history", "to Anki, with your reviews"),
    ),
    ends={0: "success", 1: "no cards match, or none fits the format"},
    notes="""\
what can be exported:
  .apkg .colpkg      Anki, with --history reviews and FSRS's memories too
  .txt               Anki's text
  .csv .tsv          a table, its text in Markdown
  .md                Q:, A: and C:
  .ipynb             a notebook
  .html              a page to read or print""",
)
