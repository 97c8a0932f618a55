"""The commands that ask, and those that change what is asked."""

import argparse

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, add_what, completes, number, positive


def _practice(command: argparse.ArgumentParser) -> None:
    """Study what is due, then new cards.

    Each grade is saved at once: leave whenever you like.
    """
    add_what(command)
    which = _add_amount(command)
    _add_until(which)
    which.add_argument(
        "--cram",
        action="store_true",
        help="everything, due or not; nothing is recorded",
    )
    how = _add_manner(command)
    how.add_argument(
        "--plain", action="store_true", help="lines of text instead of screens"
    )
    how.add_argument(
        "--watch",
        action="store_true",
        help="take decks in again whenever an author saves them",
    )


def _home(command: argparse.ArgumentParser) -> None:
    """Show topics and decks with what waits in each, and study from there.

    Each grade is saved at once: leave whenever you like.
    """
    _add_until(_add_amount(command))
    _add_manner(command)


def _plan(command: argparse.ArgumentParser) -> None:
    """Plan the days up to an interview: what each asks for, and what it leads to.

    Without --until: up to the interview of config.toml. Nothing is changed by it;
    practice follows the plan of that date, or of its own --until.
    """
    add_what(command)
    _add_until(command)
    command.add_argument(
        "--minutes", type=positive, metavar="N", help="minutes a day (20)"
    )
    add_json(command)


def _add_until(command: "argparse._ActionsContainer") -> None:
    command.add_argument(
        "--until", metavar="DATE", help="an interview: 2026-12-15, or +21d for days"
    )


def _add_amount(command: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    which = command.add_argument_group("which cards")
    which.add_argument("--new", type=number, metavar="N", help="new cards a day")
    which.add_argument(
        "--limit", type=number, metavar="N", help="at most N cards in this sitting"
    )
    which.add_argument(
        "--minutes", type=positive, metavar="N", help="ask nothing new after N minutes"
    )
    return which


def _add_manner(command: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    how = command.add_argument_group("how they are asked")
    how.add_argument(
        "--seed",
        type=number,
        default=0,
        metavar="N",
        help="draw values and options differently",
    )
    how.add_argument(
        "--no-confidence",
        dest="confidence",
        action="store_const",
        const=False,
        help="do not ask how sure I am before the reveal",
    )
    how.add_argument(
        "--grades",
        type=int,
        choices=(2, 4),
        help="2: Again and Good only; 4: also Hard and Easy",
    )
    return how


HOME = Command(
    "the home screen: what waits, deck by deck",
    _home,
    examples=(("quizapp", "the same as quizapp home"),),
    ends={0: "you left, whatever was answered"},
)

PLAN = Command(
    "the days up to an interview",
    _plan,
    examples=(
        ("quizapp plan --until +21d", "three weeks from today"),
        ("quizapp plan --until 2026-12-15 --minutes 30", "with half an hour a day"),
    ),
    ends={0: "everything fits", 1: "it does not; what would is told"},
    rows=(
        ("day, reviews, new, minutes", "what a day asks for"),
        ("interview, minutes_a_day", "in the last line: what was asked for"),
        ("feasible, minutes_needed", "whether it fits, and the minutes that would do"),
        ("unbegun, unseen", "cards never begun; not seen again in the last days"),
        ("stuck", "cards whose ground is neither known nor named"),
        ("last_new_on", "the last day with new cards"),
        ("expected_recall, readiness", "on the day: of cards begun, and of all"),
    ),
)

PRACTICE = Command(
    "study what is due, then new cards",
    _practice,
    examples=(
        ("quizapp practice", "all that is due, then new cards"),
        ("quizapp practice dropout", "only that deck"),
        ("quizapp practice tag:q18 --minutes 10", "ten minutes of one tag"),
        ("quizapp practice my-deck.toml", "a deck of your own"),
        ("quizapp practice --plain | tee log.txt", "in lines of text"),
    ),
    ends={
        0: "the sitting is over, whatever was answered",
        1: "there was no card to ask: every deck has problems",
    },
)


def _try(command: argparse.ArgumentParser) -> None:
    """Judge one response to one card. Records nothing.

    Without RESPONSE, or for -, it is read from standard input: code, say. The
    options of a choice and the points of an open card are given by their numbers in
    the deck's file. Before one that begins with a minus write --.
    """
    card = command.add_argument(
        "card", metavar="CARD", help="deck/card, or a unique card id"
    )
    completes(card, "cards")
    command.add_argument(
        "response", nargs="?", metavar="RESPONSE", help="what you would type"
    )
    command.add_argument(
        "--seed", type=number, default=0, metavar="N", help="draw other values"
    )
    add_json(command)


TRY = Command(
    "judge one response from the shell",
    _try,
    examples=(
        ('quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"', ""),
        ("quizapp try dropout/inverted-scaling < answer.txt", ""),
        ("quizapp try my-card -- -0.5", "a minus: after -- it is no option"),
    ),
    ends={0: "it was judged, rightly or wrongly answered"},
    rows=(
        ("card", "deck/card"),
        ("verdict", "correct, partial, wrong, or null where only you can judge"),
        ("score", "from 0 to 1, or null"),
        ("truth", "the right answer as text, or null"),
        ("feedback", "a list of sentences: what was wrong, and why"),
    ),
)


def _suspend(command: argparse.ArgumentParser) -> None:
    """Ask cards no more, until they are resumed; their schedule stays as it is.

    Without CARD: list what is suspended or buried, and the cards that you forget
    again and again, each with the way back.
    """
    cards = command.add_argument(
        "cards", nargs="*", metavar="CARD", help="deck/card, or a unique card id"
    )
    completes(cards, "cards")
    add_json(command)


_MARKED = (
    ("card", "deck/card"),
    ("state", "suspended, buried, leech or active: how it stands now"),
    ("lapses", "how often it was forgotten"),
)

SUSPEND = Command(
    "leave cards out, or list those that are",
    _suspend,
    examples=(
        ("quizapp suspend", "what is left out, or often forgotten"),
        ("quizapp suspend dropout/inverted-scaling", "ask this no more"),
        ("quizapp resume dropout/inverted-scaling", "and ask it again"),
    ),
    ends={0: "the cards are suspended, or listed"},
    rows=_MARKED,
)


def _resume(command: argparse.ArgumentParser) -> None:
    """Ask cards again that were suspended or buried."""
    cards = command.add_argument(
        "cards", nargs="+", metavar="CARD", help="deck/card, or a unique card id"
    )
    completes(cards, "aside")
    add_json(command)


RESUME = Command(
    "take suspended or buried cards back",
    _resume,
    examples=(
        ("quizapp resume dropout/inverted-scaling", ""),
        ("quizapp suspend", "lists what can be resumed"),
    ),
    ends={0: "the cards are asked again"},
    rows=_MARKED,
)


def _undo(command: argparse.ArgumentParser) -> None:
    """Take back the last thing done on this device: a grade, or a card set aside.

    It is told before it is done, and nothing is deleted: the log notes that it
    was taken back. Repeat the command to go further back.
    """
    command.add_argument("--yes", action="store_true", help="do not ask first")
    add_json(command)


UNDO = Command(
    "take the last grade or mark back",
    _undo,
    examples=(
        ("quizapp undo", "says what, and asks"),
        ("quizapp undo --yes", "for scripts"),
    ),
    ends={0: "it was taken back", 1: "nothing was: none is left, or you said no"},
    rows=(
        ("card", "deck/card, or null if there was nothing to take back"),
        ("undone", "a grade, suspended, buried, resumed or reset; or null"),
        ("at", "when that was done, in UTC; or null"),
    ),
)
