"""The commands that ask: their words and options."""

import argparse

from quizapp.grammar.parser import add_json, number, positive


def practice(command: argparse.ArgumentParser) -> None:
    """Study what is due, then new cards.

    Each grade is saved at once: leave whenever you like.
    """
    command.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help="deck id, topic, tag:NAME, deck/card, a TOML file or folder",
    )
    command.add_argument("--new", type=number, metavar="N", help="new cards a day")
    command.add_argument(
        "--limit", type=number, metavar="N", help="at most N cards in this sitting"
    )
    command.add_argument(
        "--minutes", type=positive, metavar="N", help="ask nothing new after N minutes"
    )
    command.add_argument(
        "--cram",
        action="store_true",
        help="everything, due or not; nothing is recorded",
    )
    command.add_argument(
        "--plain", action="store_true", help="lines of text instead of screens"
    )
    command.add_argument(
        "--seed",
        type=number,
        default=0,
        metavar="N",
        help="draw values and options differently",
    )
    _add_manner(command)


def _add_manner(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--no-confidence",
        dest="confidence",
        action="store_const",
        const=False,
        help="do not ask how sure I am before the reveal",
    )
    command.add_argument(
        "--grades",
        type=int,
        choices=(2, 4),
        help="2: Again and Good only; 4: also Hard and Easy",
    )


def try_(command: argparse.ArgumentParser) -> None:
    """Judge one response to one card. Records nothing.

    Without RESPONSE, or for -, it is read from standard input: code, say. The
    options of a choice and the points of an open card are given by their numbers in
    the deck's file.
    """
    command.add_argument("card", metavar="CARD", help="deck/card, or a unique card id")
    command.add_argument(
        "response", nargs="?", metavar="RESPONSE", help="what you would type"
    )
    command.add_argument(
        "--seed", type=number, default=0, metavar="N", help="draw other values"
    )
    add_json(command)
