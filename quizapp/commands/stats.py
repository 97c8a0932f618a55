"""`quizapp stats`: how it goes. Looks only: where there is no log, none is begun.

The keys of each section with --json are on the command's page, in `grammar.looking`.
Dates are study days, times UTC, both in ISO format. Shares and probabilities go from
0 to 1; a share, and what is computed of answers, is null from fewer than ten.
"""

import json
import sys
from collections.abc import Iterator
from shutil import get_terminal_size
from typing import Any, TypeAlias

from quizapp.core.basics.moment import day_name, days_after
from quizapp.core.basics.share import Share
from quizapp.core.stats.calibration import Calibration
from quizapp.core.stats.readiness import READINESS_NOTE
from quizapp.core.stats.statistics import (
    GroupStatistics,
    Period,
    Statistics,
    statistics,
)
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import StatsOptions
from quizapp.wiring.assembly import Assembly, assembled, clock
from quizapp.wiring.selection import chosen
from quizapp.wording.statistics import section_heading, sections

WIDEST = 100
"""Wider lines are harder to read."""

Row: TypeAlias = dict[str, Any]


def run(options: StatsOptions) -> ExitCode:
    """Tell what the log says of the cards the words mean, of all without words."""
    with assembled(options.flags) as assembly:
        told = _statistics(assembly, options.what, options.days)
        if options.json:
            for row in rows(told):
                print(json.dumps(row))
        elif told.activity.reviews:
            _print(told, min(WIDEST, get_terminal_size().columns))
        else:
            print(_nothing(options.what, options.days))
    return ExitCode.FINE


def _statistics(assembly: Assembly, words: tuple[str, ...], days: int) -> Statistics:
    library, cards = chosen(assembly, words)
    for problem in library.problems:
        print(sanitize_line(str(problem)), file=sys.stderr)
    reviews = assembly.ledger.reviews() if assembly.has_log else ()
    ids = [card.id for card in cards] if words else None
    frame = Period(
        clock(),
        days,
        assembly.schedule,
        assembly.interview,
        assembly.memories.suspended,
    )
    memories = assembly.memories.by_card
    return statistics(reviews, memories, library, frame, ids)


def _nothing(words: tuple[str, ...], days: int) -> str:
    again = sanitize_line(" ".join(["quizapp practice", *words]))
    what = "nothing of that was" if words else "nothing was"
    return f"{what} reviewed in the last {days} days; begin with `{again}`"


def _print(told: Statistics, width: int) -> None:
    for number, section in enumerate(sections(told, width)):
        if number:
            print()
        for line in (*section_heading(section, width), *section.lines):
            print(line)


def rows(told: Statistics) -> Iterator[Row]:
    """Yield one object a fact; its `section` says which keys it has."""
    yield from _of_reviews(told)
    yield from _of_forecast(told)
    yield from map(_of_group, told.groups)
    for group in told.by("topic"):
        yield {
            "section": "readiness",
            "topic": group.name,
            "date": day_name(told.frame.exam),
            "cards": group.readiness.cards,
            "seen": group.readiness.seen,
            "recall": group.readiness.share,
            "how": READINESS_NOTE,
        }
    yield _of_calibration(None, told.calibration)
    for group in told.by("topic"):
        yield _of_calibration(group.name, group.calibration)
    for step, share in told.calibration.steps.items():
        named = {"section": "confidence", "step": step.label, "stated": step.stated}
        yield {**named, **_share(share)}
    yield from _of_errors(told)


def _of_reviews(told: Statistics) -> Iterator[Row]:
    done = told.activity
    yield {
        "section": "reviews",
        "from": day_name(done.first),
        "to": day_name(done.last),
        "days": done.length,
        "reviews": done.reviews,
        "cards": done.cards,
        "seconds": done.seconds,
        "unloaded": told.unloaded,
    }
    for day in done.days:
        counts = {"reviews": day.reviews, "seconds": day.seconds}
        yield {"section": "day", "date": day_name(day.day), **counts}
    for span in told.retention.spans:
        named = {"section": "retention", "days": span.days}
        yield {**named, "target": told.retention.target, **_share(span.share)}


def _of_forecast(told: Statistics) -> Iterator[Row]:
    ahead = told.forecast
    counts = {"overdue": ahead.overdue, "later": ahead.later, "new": ahead.new}
    yield {"section": "forecast", **counts}
    for number, due in enumerate(ahead.due):
        day = days_after(ahead.first, number)
        yield {"section": "due", "date": day_name(day), "due": due}


def _of_group(group: GroupStatistics) -> Row:
    return {
        "section": group.by,
        "name": group.name,
        "cards": group.readiness.cards,
        "seen": group.readiness.seen,
        "due": group.due,
        "reviews": group.reviews,
        "seconds": group.seconds,
        "retained": _share(group.retained),
        "recall": group.readiness.share,
        "overconfidence": group.calibration.over,
        "answers": group.calibration.answers,
    }


def _of_calibration(topic: str | None, calibration: Calibration) -> Row:
    return {
        "section": "calibration",
        "topic": topic,
        "answers": calibration.answers,
        "stated": calibration.stated,
        "share": calibration.right.value,
        "brier": calibration.brier,
        "overconfidence": calibration.over,
        "reading": calibration.reading,
    }


def _of_errors(told: Statistics) -> Iterator[Row]:
    for each in told.sure_and_wrong:
        sure = each.last.confidence
        yield {
            "section": "sure-and-wrong",
            "card": str(each.last.card),
            "at": each.last.moment.at.isoformat(),
            "confidence": None if sure is None else sure.label,
            "times": each.times,
            "right_since": each.right_since,
        }
    for made in told.misconceptions.made:
        yield {
            "section": "misconception",
            "card": str(made.card),
            "given": made.mistake.given,
            "because": made.mistake.because,
            "times": made.times,
            "last": day_name(made.last),
        }
    yield {
        "section": "wrong-answers",
        "foreseen": told.misconceptions.foreseen,
        "unforeseen": told.misconceptions.unforeseen,
        "edited": told.misconceptions.edited,
    }


def _share(share: Share) -> Row:
    low, high = share.interval
    counts = {"hits": share.hits, "of": share.of}
    return {**counts, "share": share.value, "low": low, "high": high}
