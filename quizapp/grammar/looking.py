"""The commands that show what there is, and those that help with the others."""

import argparse

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, add_what, completes, number


def _decks(command: argparse.ArgumentParser) -> None:
    """List decks with their cards, what is due, what is new, and their problems."""
    add_json(command)


DECKS = Command(
    "what decks there are",
    _decks,
    examples=(
        ("quizapp decks", ""),
        ("quizapp decks --decks my-deck.toml", "the shipped decks and yours"),
    ),
    ends={0: "every deck loads", 1: "one has problems, which are listed last"},
    rows=(
        ("deck, title, topic", "what it is called"),
        ("cards, due, new", "how many there are, wait, were never seen"),
        ("file", "where it stands"),
        ("problem", "alone, in the lines after the decks"),
    ),
)


def _due(command: argparse.ArgumentParser) -> None:
    """Say what waits: due now, later today, and tomorrow, by deck."""
    add_json(command)


DUE = Command(
    "what waits, and when",
    _due,
    examples=(
        ("quizapp due", ""),
        ("quizapp due --json | tail -1", "the sum, for a status bar"),
    ),
    ends={0: "it is told"},
    rows=(
        ("deck", "its id"),
        ("due, today, tomorrow", "cards that wait now, later today, tomorrow"),
        ("new", "cards never seen"),
        ("new_left_today", "in the last line, with `due` of all decks"),
        ("plan", "there too, if an interview is set: how it stands"),
    ),
)


def _stats(command: argparse.ArgumentParser) -> None:
    """Say how it goes: reviews, retention, forecast, readiness, calibration, mistakes.

    Readiness is the recall FSRS predicts for tomorrow, averaged over all cards of a
    topic; cards never seen count as 0.
    """
    add_what(command)
    command.add_argument(
        "--days", type=_days, default=365, metavar="N", help="look back on N days (365)"
    )
    add_json(command)


def _days(text: str) -> int:
    if not (days := number(text)):
        raise argparse.ArgumentTypeError("look back on at least 1 day")
    return days


STATS = Command(
    "how it goes: retention, readiness, calibration",
    _stats,
    examples=(
        ("quizapp stats", "everything of the last year"),
        ("quizapp stats dropout --days 30", "one deck, one month"),
    ),
    ends={0: "it is told"},
    rows=(
        ("section", "one of these, with its keys:"),
        ("reviews", "from, to, days, reviews, cards, seconds, unloaded"),
        ("day", "date, reviews, seconds"),
        ("retention", "days, target, hits, of, share, low, high"),
        ("forecast", "overdue, later, new"),
        ("due", "date, due"),
        ("deck", "name, cards, seen, due, reviews, seconds, retained, recall,"),
        ("", "overconfidence, answers; also topic, level and tag"),
        ("readiness", "topic, date, cards, seen, recall, how"),
        ("calibration", "topic, answers, stated, share, brier, overconfidence,"),
        ("", "reading"),
        ("confidence", "step, stated, hits, of, share, low, high"),
        ("sure-and-wrong", "card, at, confidence, times, right_since"),
        ("misconception", "card, given, because, times, last"),
        ("wrong-answers", "foreseen, unforeseen, edited"),
    ),
)


def _optimize(command: argparse.ArgumentParser) -> None:
    """Fit the schedule to your own reviews; keep it if it predicts others better.

    Your reviews are not touched. Needs pip install 'quizapp[optimize]'.
    """
    way = command.add_mutually_exclusive_group()
    way.add_argument("--dry-run", action="store_true", help="compare, keep nothing")
    way.add_argument("--reset", action="store_true", help="back to FSRS's defaults")
    add_json(command)


OPTIMIZE = Command(
    "fit the schedule to your own reviews",
    _optimize,
    examples=(
        ("quizapp optimize --dry-run", "would own weights predict better?"),
        ("quizapp optimize", "keep them if they do"),
    ),
    ends={0: "it is compared, and told what was kept", 1: "there are too few reviews"},
    rows=(
        ("reviews, used, held_out", "in the log; of use; predicted without them"),
        ("in_use, kept", "which weights hold before it; whether they changed"),
        ("before, after", "log_loss and calibration_error of each"),
        ("weights, file", "the new ones, and where they are kept"),
    ),
)


def _restore(command: argparse.ArgumentParser) -> None:
    """List the backups of your reviews; with NAME, put one in the place of the log.

    What was graded since stays, as far as it can be read.
    """
    command.add_argument("name", nargs="?", metavar="NAME", help="a backup, or latest")
    command.add_argument("--yes", action="store_true", help="do not ask first")
    add_json(command)


RESTORE = Command(
    "list the backups, or restore one",
    _restore,
    examples=(
        ("quizapp restore", "which backups there are"),
        ("quizapp restore latest", "put the newest in the log's place; asks first"),
    ),
    ends={0: "it is listed, or restored", 1: "you declined"},
    rows=(
        ("name, when, events, bytes, sound", "a line for each backup"),
        ("restored, events, joined, aside", "of one that was restored"),
    ),
)


def _doctor(command: argparse.ArgumentParser) -> None:
    """Show versions, folders, the log's health, and whether snippets run."""
    add_json(command)


DOCTOR = Command(
    "versions, folders, health",
    _doctor,
    examples=(("quizapp doctor", "what to send with a bug report"),),
    ends={0: "all is well", 1: "a deck has problems", 3: "something else failed"},
    rows=(
        ("topic", "what was looked at"),
        ("ok", "true or false"),
        ("text", "what was found"),
    ),
)

SHELLS = ("bash", "zsh", "fish")


def _completion(command: argparse.ArgumentParser) -> None:
    """Print a script that completes quizapp's words in your shell.

    Commands, options and paths; and deck ids, topics, tags and cards as they are
    at that moment. Load it in the shell's start-up file, as below.
    """
    command.add_argument(
        "shell", nargs="?", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS)
    )
    command.add_argument("--words", help=argparse.SUPPRESS)  # for the scripts


COMPLETION = Command(
    "completion for bash, zsh or fish",
    _completion,
    examples=(
        ("source <(quizapp completion bash)", "in ~/.bashrc"),
        ('eval "$(quizapp completion zsh)"', "in ~/.zshrc, after compinit"),
        ("quizapp completion fish | source", "in ~/.config/fish/config.fish"),
    ),
    ends={0: "it is printed"},
)


def _help(command: argparse.ArgumentParser) -> None:
    """Show the page of a command; alone, what quizapp is and all its commands."""
    of = command.add_argument(
        "command", nargs="?", metavar="COMMAND", help="as in quizapp help practice"
    )
    completes(of, "commands")


HELP = Command(
    "the page of a command",
    _help,
    examples=(
        ("quizapp help", "all commands"),
        ("quizapp help practice", "one, as quizapp practice -h shows it"),
    ),
    ends={0: "it is shown"},
)
