"""The commands for those who write decks: their words and options."""

import argparse
from pathlib import Path

from quizapp.grammar.parser import add_json, positive


def check(command: argparse.ArgumentParser) -> None:
    """Load decks, run every variant of every card, and report all problems.

    Without PATH: the decks that practice would use.
    """
    command.add_argument(
        "paths", nargs="*", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    command.add_argument(
        "--only",
        metavar="ID",
        action="append",
        default=[],
        help="only this card, by deck/card or its own id; may be repeated",
    )
    add_json(command)


def run_file(command: argparse.ArgumentParser) -> None:
    """Run a Python file the way snippets are run: in another process, with limits.

    Exit code 1 if it did not run to its end.
    """
    command.add_argument("file", metavar="FILE", help="a Python file, or - for stdin")
    command.add_argument(
        "--ask", metavar="EXPRESSION", help="evaluate this after the file"
    )
    command.add_argument(
        "--limit", type=positive, metavar="SECONDS", help="seconds it may take (3)"
    )
    add_json(command)


def approve(command: argparse.ArgumentParser) -> None:
    """Show the code of decks and let it run on this machine, until it changes.

    Needed only where snippets are not fully confined: see quizapp doctor.
    """
    command.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    command.add_argument(
        "--yes", action="store_true", help="you have read the code already"
    )


def new(command: argparse.ArgumentParser) -> None:
    """Write the skeleton of a deck: valid, with a comment for each part."""
    command.add_argument("deck", metavar="DECK", type=Path, help="the file to write")


def schema(command: argparse.ArgumentParser) -> None:
    """Print the JSON Schema of decks, for completion and checks in your editor."""
    del command
