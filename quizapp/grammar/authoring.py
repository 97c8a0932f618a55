"""The commands for those who write decks."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, completes, positive


def _check(command: argparse.ArgumentParser) -> None:
    """Load decks, run every variant of every card, and report all problems.

    Without PATH: the decks that practice would use.
    """
    paths = command.add_argument(
        "paths", nargs="*", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    completes(paths, "deck")
    only = command.add_argument(
        "--only",
        metavar="ID",
        action="append",
        default=[],
        help="only this card, by deck/card or its own id; may be repeated",
    )
    completes(only, "cards")
    add_json(command)


CHECK = Command(
    "verify decks by running them",
    _check,
    examples=(
        ("quizapp check my-deck.toml", "is every card of it true?"),
        ("quizapp check my-deck.toml --only my-card", "while you write one"),
        ("quizapp check && git commit", "as a hook: problems are exit 1"),
    ),
    ends={0: "every card is proved", 1: "there are problems, one a line"},
    rows=(
        ("card, kind", "deck/card and its kind; null for what did not load"),
        ("file, line", "where it stands"),
        ("ok", "true if it has no problem"),
        ("truth", "the right answer as text, or null"),
        ("seconds", "how long its runs took"),
        ("problems", "a list of lines: file:line:col: what, and what to do"),
        ("decks, cards", "the last line has these totals, and `problems`"),
    ),
)


def _run_file(command: argparse.ArgumentParser) -> None:
    """Run a Python file the way snippets are run: in another process, with limits."""
    file = command.add_argument(
        "file", metavar="FILE", help="a Python file, or - for stdin"
    )
    completes(file, "file")
    command.add_argument(
        "--ask", metavar="EXPRESSION", help="evaluate this after the file"
    )
    command.add_argument(
        "--limit", type=positive, metavar="SECONDS", help="seconds it may take (3)"
    )
    add_json(command)


RUN = Command(
    "run a Python file in the snippet runner",
    _run_file,
    examples=(
        ("quizapp run snippet.py --ask y", "what is y in the end?"),
        ("echo 'print(6 * 7)' | quizapp run -", ""),
    ),
    ends={0: "it ran to its end", 1: "it did not: an exception, a limit, a crash"},
    rows=(
        ("status", "completed, raised, timed-out, killed or crashed"),
        ("stdout", "what it printed"),
        ("value", "what was asked for, as text; or null"),
        ("exception", "its type, message and line; or null"),
        ("seconds", "how long it took"),
        ("truncated", "true if it printed more than was kept"),
    ),
)


def _approve(command: argparse.ArgumentParser) -> None:
    """Show the code of decks and let it run on this machine, until it changes.

    Needed only where snippets are not fully confined: see quizapp doctor.
    """
    paths = command.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    completes(paths, "deck")
    command.add_argument(
        "--yes", action="store_true", help="you have read the code already"
    )


APPROVE = Command(
    "let a stranger's deck run, where it is not confined",
    _approve,
    examples=(("quizapp approve their-deck.toml", "shows its code, then asks"),),
    ends={0: "every deck is approved", 1: "one is not, or has problems"},
)


def _new(command: argparse.ArgumentParser) -> None:
    """Write the skeleton of a deck: valid, with a comment for each part."""
    deck = command.add_argument(
        "deck", metavar="DECK", type=Path, help="the file to write"
    )
    completes(deck, "file")


NEW = Command(
    "start a deck of your own",
    _new,
    examples=(("quizapp new my-deck", "writes my-deck.toml and its schema"),),
    ends={0: "it is written"},
)


def _schema(command: argparse.ArgumentParser) -> None:
    """Print the JSON Schema of decks, for completion and checks in your editor."""
    del command


SCHEMA = Command(
    "the deck format for editors",
    _schema,
    examples=(("quizapp schema > deck.schema.json", "beside your decks"),),
    ends={0: "it is printed"},
)
