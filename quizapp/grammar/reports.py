"""The commands that report on decks and reviews."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, add_what, set_completion, whole_number


def _decks(command: argparse.ArgumentParser) -> None:
    """List decks with their cards, due cards, new cards and problems.

    With --figures, what each deck consists of: kinds, levels, the share that a run
    settles, the cards whose numbers never change, and the reading grade of its
    prose (Flesch-Kincaid, without code).
    """
    command.add_argument(
        "--figures", action="store_true", help="what each deck consists of"
    )
    add_json(command)


DECKS = Command(
    _decks,
    examples=(
        ("quizapp decks", ""),
        ("quizapp decks --decks my-deck.toml", "the shipped decks and yours"),
        ("quizapp decks --figures", "kinds, levels, runs, reading grade"),
    ),
    ends={0: "every deck loads", 1: "a deck has problems, which are listed last"},
    rows=(
        ("deck, title, topic", "its id, title and topic"),
        ("cards, due, new", "how many cards it has, are due, were never seen"),
        ("file", "where it is"),
        ("kinds, levels", "with --figures: how many cards of each"),
        ("by_run, constant", "settled by a run; those with fixed numbers"),
        ("grade", "the reading grade, or null"),
        ("problem", "alone, in lines after the decks"),
    ),
)


def _topics(command: argparse.ArgumentParser) -> None:
    """List topics with their decks, cards, readiness, due and new cards.

    Readiness is the recall that FSRS predicts for the interview, or for tomorrow,
    averaged over all cards of a topic. The setting `topics` chooses what home,
    practice, due, plan, interview, stats and sheet draw from; `t` at home changes
    it. Browse and search show all topics; `topic:NAME` keeps to one.
    """
    add_json(command)


TOPICS = Command(
    _topics,
    examples=(
        ("quizapp topics", ""),
        ("quizapp practice Attention", "study one, whatever the setting is"),
    ),
    ends={0: "every deck loads", 1: "a deck has problems"},
    rows=(
        ("topic", "its name"),
        ("decks, cards", "how many it has"),
        ("ready", "the predicted recall of its cards, from 0 to 1"),
        ("due, new", "how many cards are due, were never seen"),
        ("wanted", "whether it is studied if nothing is named"),
    ),
)


def _due(command: argparse.ArgumentParser) -> None:
    """Count the cards that are due now, later today and tomorrow, by deck."""
    add_json(command)


DUE = Command(
    _due,
    examples=(
        ("quizapp due", ""),
        ("quizapp due --json | tail -1", "the total, for a status bar"),
    ),
    ends={0: "success"},
    rows=(
        ("deck", "its id"),
        ("due, today, tomorrow", "cards due now, later today, tomorrow"),
        ("new", "cards never seen"),
        ("new_left_today", "in the last line, with `due` of all decks"),
        ("plan", "there too, if an interview is set, with these keys:"),
        ("", "interview, days_left, reviews_left_today,"),
        ("", "minutes_left_today, feasible"),
    ),
)


def _stats(command: argparse.ArgumentParser) -> None:
    """Show reviews, retention, forecast, readiness, calibration and mistakes.

    Readiness is the recall that FSRS predicts for tomorrow, averaged over all cards
    of a topic; cards never seen count as 0. Without words, it is about the topics
    that the setting `topics` chooses.
    """
    add_what(command)
    command.add_argument(
        "--days", type=_days, default=365, metavar="N", help="look back on N days (365)"
    )
    add_json(command)


def _days(text: str) -> int:
    if not (days := whole_number(text)):
        raise argparse.ArgumentTypeError("look back on at least 1 day")
    return days


STATS = Command(
    _stats,
    examples=(
        ("quizapp stats", "what you study, the last year"),
        ("quizapp stats dropout --days 30", "one deck, the last month"),
    ),
    ends={0: "success"},
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
        ("interview", "id, date, signal, whole, points, ticked, found"),
    ),
    notes="""\
Dates are study days and times are UTC, both in ISO format. A share is hits out
of `of`, from 0 to 1, with its 95% interval from low to high. It is null below
ten answers. `unloaded` counts reviews of cards that are no longer loaded. The
calibration of all topics has the topic null.""",
)


def _sheet(command: argparse.ArgumentParser) -> None:
    """Print cards with their answers, to read or to print, weakest first.

    Each card has its prompt, its answer and what to say in the interview. Cards are
    in the order of the recall that FSRS predicts for tomorrow; new ones come last.
    Nothing is run: where only a run gives the answer, there is the explanation.
    """
    add_what(command)
    command.add_argument(
        "--missed",
        action="store_true",
        help="only cards that you missed lately: wrong, partly right or graded Again",
    )
    command.add_argument(
        "--days", type=_days, metavar="N", help="with --missed: in the last N days (7)"
    )
    command.add_argument(
        "--html", action="store_true", help="one page of HTML instead of text"
    )
    output = command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="write to FILE, and replace it; HTML if it ends in .html",
    )
    set_completion(output, "file")


SHEET = Command(
    _sheet,
    examples=(
        ("quizapp sheet dropout | less", "one deck, as text"),
        ("quizapp sheet --missed", "what you missed in the last week"),
        ("quizapp sheet tag:eval -o eval.html", "a page for the browser or a printer"),
    ),
    ends={0: "success", 1: "there are no such cards"},
)
