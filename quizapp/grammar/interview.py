"""The command for mock interviews."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import (
    add_json,
    add_what,
    positive_number,
    set_completion,
    whole_number,
)

LEVEL_WORDS = ("screen", "onsite", "expert")


def _interview(command: argparse.ArgumentParser) -> None:
    """Hold a mock interview: timed, without a verdict before the end.

    One question leads to the next, by what you missed. At the end: your answers
    beside the model answers, a scorecard, and what to study next. Each answer is
    saved at once, and an interview that was interrupted can be resumed. The
    schedule of your cards does not change.
    """
    add_what(command)
    new = command.add_argument_group("a new interview")
    new.add_argument(
        "--minutes",
        type=positive_number,
        default=30.0,
        metavar="N",
        help="how long it takes (30)",
    )
    new.add_argument(
        "--level",
        choices=LEVEL_WORDS,
        default="onsite",
        help="of the lead questions: screen (by phone), onsite or expert (onsite)",
    )
    new.add_argument(
        "--seed", type=whole_number, metavar="N", help="ask the questions of this seed"
    )
    new.add_argument(
        "--plain", action="store_true", help="lines of text instead of screens"
    )
    _add_reports(command)


def _add_reports(command: argparse.ArgumentParser) -> None:
    earlier = command.add_argument_group("earlier interviews")
    which = earlier.add_mutually_exclusive_group()
    which.add_argument("--list", action="store_true", help="list them")
    which.add_argument(
        "--show",
        metavar="ID",
        help="debrief and scorecard: a number of the list, an id, or last;"
        " with --plain, ask for the points that are not ticked yet",
    )
    earlier.add_argument(
        "--second-look",
        action="store_true",
        help="with --show ID --plain, days later: tick your answers again, without"
        " the first ticks, and see how far the two agree",
    )
    report = command.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="at the end, or with --show: write a report to FILE.md, FILE.html or"
        " FILE.json, and replace it",
    )
    set_completion(report, "file")
    add_json(command)


INTERVIEW = Command(
    _interview,
    examples=(
        ("quizapp interview --plain", "half an hour about everything"),
        ("quizapp interview why-dropout-works --plain", "led by one deck"),
        ("quizapp interview --list", "earlier ones"),
        ("quizapp interview --show last", "the debrief again"),
        ("quizapp interview --show 3 --report 3.html", "as a page, to keep or print"),
    ),
    ends={
        0: "the interview is over, or saved to be resumed",
        1: "no open question fits; choose other cards",
    },
    rows=(
        ("number, id, date", "with --list: its place, its id, when it began"),
        ("what, minutes, level", "what was asked for"),
        ("answers, ending", "how many; why it ended, null if it has not"),
        ("whole, signal", "from 0 to 1; strong no, no, yes or strong yes"),
        (
            "format, interview",
            "with --show, one object: version 1, what it was",
        ),
        ("scorecard, changes", "the figures, and those of the interviews before"),
        ("study_next", "the cards behind what was missed"),
        ("questions", "each with its answer, times, points and verdict"),
    ),
    notes="""\
Times are in seconds, dates in ISO format with the offset from UTC. A figure
that cannot be had is null. A program of yours can say which points an answer
made: [second_opinion] in config.toml.""",
)
