"""The commands that ask cards, and those that change which cards are asked."""

import argparse

from quizapp.grammar.page import Command
from quizapp.grammar.parser import (
    add_json,
    add_what,
    positive_number,
    set_completion,
    whole_number,
)


def _practice(command: argparse.ArgumentParser) -> None:
    """Study what is due, then new cards.

    Each grade is saved at once; quit at any time.
    """
    add_what(command)
    which = _add_amount(command)
    _add_until(which)
    which.add_argument(
        "--cram",
        action="store_true",
        help="all cards, due or not; record nothing",
    )
    how = _add_manner(command)
    how.add_argument(
        "--plain", action="store_true", help="lines of text instead of screens"
    )
    how.add_argument(
        "--watch",
        action="store_true",
        help="reload decks when their files change",
    )


def _home(command: argparse.ArgumentParser) -> None:
    """Show topics and decks with what is due, and study from there.

    Each grade is saved at once; quit at any time.
    """
    _add_until(_add_amount(command))
    _add_manner(command)


def _plan(command: argparse.ArgumentParser) -> None:
    """Plan the days up to an interview: the work of each day, and the result.

    Without --until: up to the interview in config.toml. Planning changes nothing;
    practice follows the plan for that date, or for its own --until.
    """
    add_what(command)
    _add_until(command)
    command.add_argument(
        "--minutes",
        type=positive_number,
        metavar="N",
        help="minutes a study day (20)",
    )
    add_json(command)


def _add_until(command: "argparse._ActionsContainer") -> None:
    command.add_argument(
        "--until",
        metavar="DATE",
        help="interview date: 2026-12-15, or +21d",
    )


def _add_amount(command: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    which = command.add_argument_group("which cards")
    which.add_argument("--new", type=whole_number, metavar="N", help="new cards a day")
    which.add_argument(
        "--limit", type=whole_number, metavar="N", help="at most N cards this session"
    )
    which.add_argument(
        "--minutes",
        type=positive_number,
        metavar="N",
        help="stop after N minutes",
    )
    return which


def _add_manner(command: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    how = command.add_argument_group("how they are asked")
    how.add_argument(
        "--seed",
        type=whole_number,
        default=0,
        metavar="N",
        help="draw other values and shuffle options differently",
    )
    how.add_argument(
        "--no-confidence",
        dest="confidence",
        action="store_const",
        const=False,
        help="do not ask how sure I am",
    )
    how.add_argument(
        "--grades",
        type=int,
        choices=(2, 4),
        help="2: Again and Good only; 4: also Hard and Easy",
    )
    return how


HOME = Command(
    _home,
    examples=(("quizapp", "the same as quizapp home"),),
    ends={0: "you quit, whatever you answered"},
)

PLAN = Command(
    _plan,
    examples=(
        ("quizapp plan --until +21d", "three weeks from today"),
        ("quizapp plan --until 2026-12-15 --minutes 30", "with half an hour a day"),
    ),
    ends={0: "everything fits", 1: "it does not; the plan shows what would help"},
    rows=(
        ("day, reviews, new, minutes", "the work of one day"),
        ("available", "the minutes you have then; 0 on a day off"),
        ("interview, minutes_a_day", "in the last line, with the keys below"),
        ("feasible, minutes_needed", "whether it fits; the minutes that are enough"),
        ("extra_minutes", "the same, as minutes more on every study day"),
        ("unbegun, unseen", "cards never started; not reviewed again at the end"),
        ("stuck", "cards whose prerequisites are not known or planned"),
        ("last_new_on", "the last day with new cards"),
        ("expected_recall, readiness", "on that day: of started cards, and of all"),
    ),
)

PRACTICE = Command(
    _practice,
    examples=(
        ("quizapp practice", "what is due, then new cards"),
        ("quizapp practice dropout", "only that deck"),
        ("quizapp practice tag:attention --minutes 10", "ten minutes of one tag"),
        ("quizapp practice my-deck.toml", "a deck of your own"),
        ("quizapp practice --plain | tee log.txt", "in lines of text"),
    ),
    ends={
        0: "the session is over, whatever you answered",
        1: "there are no cards to ask: every deck has problems",
    },
)


def _try(command: argparse.ArgumentParser) -> None:
    """Judge one response to one card. Records nothing.

    Without RESPONSE, or with -, it is read from standard input, for example code.
    Options of a choice and points of an open card are given by their numbers in the
    deck's file. Write -- before a response that begins with a minus.
    """
    card = command.add_argument(
        "card", metavar="CARD", help="deck/card, or a unique card id"
    )
    set_completion(card, "cards")
    command.add_argument(
        "response", nargs="?", metavar="RESPONSE", help="what you would type"
    )
    command.add_argument(
        "--seed", type=whole_number, default=0, metavar="N", help="draw other values"
    )
    add_json(command)


TRY = Command(
    _try,
    examples=(
        ('quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"', ""),
        ("quizapp try dropout/inverted-scaling < answer.txt", ""),
        ("quizapp try my-card -- -0.5", "a minus sign: write -- before it"),
    ),
    ends={0: "it was judged, right or wrong"},
    rows=(
        ("card", "deck/card"),
        ("verdict", "correct, partial, wrong; null if only you can judge"),
        ("score", "from 0 to 1, or null"),
        ("truth", "the right answer as text, or null"),
        ("feedback", "a list of sentences: what is wrong, and why"),
    ),
)


def _suspend(command: argparse.ArgumentParser) -> None:
    """Stop asking cards until they are resumed; their schedule does not change.

    Without CARD: list the suspended and buried cards, and the leeches: cards that
    you forget again and again.
    """
    cards = command.add_argument(
        "cards", nargs="*", metavar="CARD", help="deck/card, or a unique card id"
    )
    set_completion(cards, "cards")
    add_json(command)


_MARKED = (
    ("card", "deck/card"),
    ("state", "suspended, buried, leech or active"),
    ("lapses", "how often it was forgotten"),
)

SUSPEND = Command(
    _suspend,
    examples=(
        ("quizapp suspend", "list suspended cards and leeches"),
        ("quizapp suspend dropout/inverted-scaling", "stop asking it"),
        ("quizapp resume dropout/inverted-scaling", "ask it again"),
    ),
    ends={0: "success"},
    rows=_MARKED,
)


def _resume(command: argparse.ArgumentParser) -> None:
    """Ask suspended or buried cards again."""
    cards = command.add_argument(
        "cards", nargs="+", metavar="CARD", help="deck/card, or a unique card id"
    )
    set_completion(cards, "aside")
    add_json(command)


RESUME = Command(
    _resume,
    examples=(
        ("quizapp resume dropout/inverted-scaling", ""),
        ("quizapp suspend", "list what can be resumed"),
    ),
    ends={0: "success"},
    rows=_MARKED,
)


def _undo(command: argparse.ArgumentParser) -> None:
    """Undo the last step made on this device: a grade, or a suspended or buried card.

    It is shown first, and nothing is deleted: the log records the undo. Repeat the
    command to go further back.
    """
    command.add_argument("--yes", action="store_true", help="do not ask first")
    add_json(command)


UNDO = Command(
    _undo,
    examples=(
        ("quizapp undo", "show what, then ask"),
        ("quizapp undo --yes", "for scripts"),
    ),
    ends={
        0: "it was undone",
        1: "there is nothing to undo, or you declined",
    },
    rows=(
        ("card", "deck/card, or null if there was nothing to undo"),
        ("undone", "a grade, suspended, buried, resumed or reset; or null"),
        ("at", "when it was done, in UTC; or null"),
    ),
)
