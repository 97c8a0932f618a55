"""The commands for authors of decks."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, positive_number, set_completion


def _check(command: argparse.ArgumentParser) -> None:
    """Load decks, run every variant of every card, and report all problems.

    Without PATH: the decks that practice uses. --explain lists the rules.
    """
    paths = command.add_argument(
        "paths", nargs="*", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    set_completion(paths, "deck")
    only = command.add_argument(
        "--only",
        metavar="ID",
        action="append",
        default=[],
        help="only this card, as deck/card or card; may be repeated",
    )
    set_completion(only, "cards")
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--changed",
        action="store_true",
        help="skip decks that have passed with --changed before, as they are now",
    )
    which.add_argument(
        "--watch", action="store_true", help="check each deck again when it is saved"
    )
    command.add_argument(
        "--explain", action="store_true", help="list the rules and run nothing"
    )
    add_json(command)


CHECK = Command(
    _check,
    examples=(
        ("quizapp check my-deck.toml", "check every card"),
        ("quizapp check my-deck.toml --only my-card", "while you write it"),
        ("quizapp check my-decks --watch", "check what you save, until Ctrl-C"),
        ("quizapp check --changed", "only what has not passed yet"),
        ("quizapp check && git commit", "as a hook: exit 1 on problems"),
        ("quizapp check --explain", "what is checked"),
    ),
    ends={0: "all cards pass", 1: "there are problems, one per line"},
    rows=(
        ("card, kind", "deck/card and its kind; null if it did not load"),
        ("file, line", "where it is"),
        ("ok", "whether it has no problems"),
        ("truth", "the right answer as text, or null"),
        ("seconds", "how long the first run took"),
        ("problems", "a list: file:line:col: the problem and its fix"),
        ("decks, cards", "totals, in the last line, with `problems`"),
        ("rule, sentence", "with --explain: a rule's name and its meaning"),
    ),
)


def _run_file(command: argparse.ArgumentParser) -> None:
    """Run a Python file as snippets are run: in another process, with limits."""
    file = command.add_argument(
        "file", metavar="FILE", help="a Python file, or - for stdin"
    )
    set_completion(file, "file")
    command.add_argument(
        "--ask", metavar="EXPRESSION", help="evaluate this after the file"
    )
    command.add_argument(
        "--limit", type=positive_number, metavar="SECONDS", help="time limit (3)"
    )
    add_json(command)


RUN = Command(
    _run_file,
    examples=(
        ("quizapp run snippet.py --ask y", "print y at the end"),
        ("echo 'print(6 * 7)' | quizapp run -", ""),
    ),
    ends={0: "it completed", 1: "an exception, a limit or a crash"},
    rows=(
        ("status", "completed, raised, timed-out, killed or crashed"),
        ("stdout", "its output"),
        ("value", "the value of --ask as text; or null"),
        ("exception", "its type, message and line; or null"),
        ("seconds", "how long it took"),
        ("truncated", "whether the output was cut"),
    ),
)


def _approve(command: argparse.ArgumentParser) -> None:
    """Show the code of decks, and let it run on this machine until it changes.

    Needed only where snippets are not fully confined; see quizapp doctor.
    """
    paths = command.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="a TOML file or folder"
    )
    set_completion(paths, "deck")
    command.add_argument(
        "--yes", action="store_true", help="do not show the code or ask"
    )


APPROVE = Command(
    _approve,
    examples=(("quizapp approve their-deck.toml", "shows its code, then asks"),),
    ends={0: "every deck is approved", 1: "a deck is not approved, or has problems"},
)


def _new(command: argparse.ArgumentParser) -> None:
    """Write a sample deck, valid and with a comment on each part."""
    deck = command.add_argument(
        "deck", metavar="DECK", type=Path, help="the file to write"
    )
    set_completion(deck, "file")
    begin = command.add_mutually_exclusive_group()
    origin = begin.add_argument(
        "--from",
        dest="origin",
        metavar="CARD",
        help="begin with a copy of this card, as deck/card, instead of the samples",
    )
    set_completion(origin, "cards")
    edit = begin.add_argument(
        "--edit",
        metavar="CARD",
        help="write, or add to, a file with your own edits of this card's deck",
    )
    set_completion(edit, "cards")


NEW = Command(
    _new,
    examples=(
        ("quizapp new my-deck", "my-deck.toml and the schema"),
        ("quizapp new my-deck --from dropout/write-dropout", ""),
        (
            "quizapp new mine --edit dropout/write-dropout",
            "your own edits of that card",
        ),
    ),
    ends={0: "success"},
)


def _schema(command: argparse.ArgumentParser) -> None:
    """Print the JSON Schema of decks: your editor completes and checks with it."""
    del command


SCHEMA = Command(
    _schema,
    examples=(("quizapp schema > deck.schema.json", "in the folder of your decks"),),
    ends={0: "success"},
)
