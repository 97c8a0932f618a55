"""The commands that take in other programs' cards, and give ours to them."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, add_what, set_completion


def _import(command: argparse.ArgumentParser) -> None:
    """Take in the cards of a file of another program, as decks of your own.

    Every card is checked, and code is run in the sandbox; what does not work is not
    taken, and listed with its reason. Importing again updates; cards that you
    edited here stay as they are, and no card is ever removed or doubled.
    """
    file = command.add_argument(
        "file", metavar="FILE", type=Path, help="a file, or a folder of some formats"
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
        help="take in reviews too, where there are any",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    add_json(command)


IMPORT = Command(
    _import,
    examples=(
        ("quizapp import cards.csv", ""),
        ("quizapp import collection.colpkg --history", "with your reviews in Anki"),
        ("quizapp import notes.md --as 'My notes'", "into one deck"),
        ("quizapp import cards.csv --dry-run", "what would happen"),
    ),
    ends={0: "success", 1: "there is nothing in FILE that could be taken"},
    rows=(
        ("card", "deck/card, or null if it is not taken"),
        ("change", "added, updated, unchanged, kept or left-out"),
        ("where, excerpt", "its place in FILE and its first words"),
        ("reason", "why it was kept or left out"),
        ("decks, folder", "in the last line: ids of changed decks, their folder"),
        ("added, updated", "there too: how many cards,"),
        ("unchanged, kept", ""),
        ("left_out", "and how many were not taken"),
        ("reviews", "with --history: how many are new; known_reviews: are here"),
        ("remarks", "what is true of the whole file"),
        ("dry_run", "whether nothing was written"),
    ),
    notes="""\
what can be imported:
  .apkg .colpkg      Anki, with --history reviews too
  .csv .tsv .txt     a question and an answer a row; also Anki's text
  .md                Q: and A:, C: with [holes], question::answer, ==holes==
  .ipynb .py .json   notebooks, tasks of TorchCode, problems of Deep-ML
  a folder           of Markdown, or of those tasks or problems""",
)


def _export(command: argparse.ArgumentParser) -> None:
    """Write cards to a file for another program, or for people to read.

    The end of FILE's name chooses the format:

    .apkg .colpkg      Anki, with --history reviews and FSRS's memory too
    .txt               Anki's text; .csv and .tsv: tables with Markdown
    .md                Q:, A: and C:
    .ipynb             a notebook
    .html              a page to read or to print
    """
    file = command.add_argument(
        "file", metavar="FILE", type=Path, help="the file to write, and to replace"
    )
    set_completion(file, "file")
    add_what(command)
    command.add_argument(
        "--history", action="store_true", help="add your reviews, where they fit in"
    )


EXPORT = Command(
    _export,
    examples=(
        ("quizapp export dropout.csv dropout", "one deck, as a table"),
        ("quizapp export all.md", "all cards, as text"),
        ("quizapp export all.apkg --history", "to Anki, with your reviews"),
    ),
    ends={0: "success", 1: "there are no such cards, or none that fits in"},
)
