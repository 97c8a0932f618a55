"""`quizapp stats`: statistics of the reviews. Read-only: it never creates a log.

The command's help page, in `grammar.reports`, documents the keys of each section.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from shutil import get_terminal_size
from typing import Any, TypeAlias

from quizapp.commands.notices import print_problems
from quizapp.core.basics.moment import day_name, days_after
from quizapp.core.basics.share import Share
from quizapp.core.interview.comparison import InterviewPoint, over_time
from quizapp.core.scheduling.memory import Memories
from quizapp.core.stats.calibration import Calibration
from quizapp.core.stats.figure_lists import HeldStudy, StudyFigures
from quizapp.core.stats.readiness import READINESS_NOTE
from quizapp.core.stats.reading import reading_statistics
from quizapp.core.stats.statistics import GroupStatistics, Period, Statistics
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import StatsOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.interviews import all_interviews
from quizapp.wiring.reading_line import ReadingLine
from quizapp.wiring.topics import to_study
from quizapp.wording.interview_statistics import interviews_section, interviews_within
from quizapp.wording.statistics import Section, section_heading, sections

MAX_REPORT_WIDTH = 100
"""In columns. Wider lines are harder to read."""

JsonRow: TypeAlias = dict[str, Any]


def run(options: StatsOptions) -> ExitCode:
    """Print the statistics of the chosen cards, or of what is studied."""
    with assembled(options.flags) as assembly:
        stats = _statistics(assembly, options.what, options.days)
        points = () if options.what else _interviews(assembly, options.days)
        width = min(MAX_REPORT_WIDTH, get_terminal_size().columns)
        if options.json:
            for row in (*json_rows(stats), *map(_of_interview, points)):
                print(json.dumps(row))
            return ExitCode.FINE
        parts = tuple(sections(stats, width)) if stats.activity.reviews else ()
        if not parts:
            print(_no_reviews(options.what, options.days))
        if held := interviews_section(points, width):
            parts = (*parts, held)
        _print(parts, width)
    return ExitCode.FINE


def _interviews(assembly: Assembly, days: int) -> tuple[InterviewPoint, ...]:
    """Return the interviews of the period; they are about no chosen cards."""
    return interviews_within(
        over_time(all_interviews(assembly)), assembly.clock().day, days
    )


def _statistics(assembly: Assembly, words: tuple[str, ...], days: int) -> Statistics:
    """Compute the statistics of the chosen cards, or of the topics that are studied."""
    library, cards = to_study(assembly, words)
    print_problems(library)
    whole = not words and len(cards) == len(library.every)
    period = Period(
        assembly.clock(),
        days,
        assembly.schedule,
        assembly.interview,
        frozenset(assembly.memories.suspended),
    )
    studies = assembly.ledger.studies() if assembly.has_log else (_no_study,)
    tell, ids = ReadingLine("computing statistics"), None if whole else cards

    def followed(statistics: Statistics) -> Statistics:
        tell(statistics.share)
        return statistics

    *_, last = map(followed, reading_statistics(studies, library, period, ids))
    return last


def _no_study() -> AbstractContextManager[StudyFigures]:
    """Open the figures of no log."""
    return nullcontext(HeldStudy((), Memories()))


def _no_reviews(words: tuple[str, ...], days: int) -> str:
    command = sanitize_line(" ".join(["quizapp practice", *words]))
    what = "no reviews of these cards" if words else "no reviews"
    return f"{what} in the last {days} days; begin with `{command}`"


def _print(parts: tuple[Section, ...], width: int) -> None:
    for number, section in enumerate(parts):
        if number:
            print()
        for line in (*section_heading(section, width), *section.lines):
            print(line)


def json_rows(stats: Statistics) -> Iterator[JsonRow]:
    """Yield the objects; the `section` of each says which keys it has."""
    yield from _of_reviews(stats)
    yield from _of_forecast(stats)
    yield from map(_of_group, stats.groups)
    for group in stats.by("topic"):
        yield {
            "section": "readiness",
            "topic": group.name,
            "date": day_name(stats.period.recall_day),
            "cards": group.readiness.cards,
            "seen": group.readiness.seen,
            "recall": group.readiness.share,
            "how": READINESS_NOTE,
        }
    yield _of_calibration(None, stats.calibration)
    for group in stats.by("topic"):
        yield _of_calibration(group.name, group.calibration)
    for step, share in stats.calibration.steps.items():
        keys = {"section": "confidence", "step": step.label, "stated": step.stated}
        yield {**keys, **_share(share)}
    yield from _of_errors(stats)


def _of_reviews(stats: Statistics) -> Iterator[JsonRow]:
    activity = stats.activity
    yield {
        "section": "reviews",
        "from": day_name(activity.first),
        "to": day_name(activity.last),
        "days": activity.length,
        "reviews": activity.reviews,
        "cards": activity.cards,
        "seconds": activity.seconds,
        "unloaded": stats.unloaded,
    }
    for day in activity.days:
        counts = {"reviews": day.reviews, "seconds": day.seconds}
        yield {"section": "day", "date": day_name(day.day), **counts}
    for span in stats.retention.spans:
        keys = {"section": "retention", "days": span.days}
        yield {**keys, "target": stats.retention.target, **_share(span.share)}


def _of_forecast(stats: Statistics) -> Iterator[JsonRow]:
    forecast = stats.forecast
    counts = {"overdue": forecast.overdue, "later": forecast.later, "new": forecast.new}
    yield {"section": "forecast", **counts}
    for number, due in enumerate(forecast.due):
        day = days_after(forecast.first, number)
        yield {"section": "due", "date": day_name(day), "due": due}


def _of_group(group: GroupStatistics) -> JsonRow:
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


def _of_calibration(topic: str | None, calibration: Calibration) -> JsonRow:
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


def _of_errors(stats: Statistics) -> Iterator[JsonRow]:
    for mistake in stats.sure_and_wrong:
        yield {
            "section": "sure-and-wrong",
            "card": str(mistake.card),
            "at": mistake.last.at.isoformat(),
            "confidence": mistake.last.confidence.label,
            "times": mistake.times,
            "right_since": mistake.last.right_since,
        }
    for misconception in stats.misconceptions.made:
        yield {
            "section": "misconception",
            "card": str(misconception.card),
            "given": misconception.mistake.given,
            "because": misconception.mistake.because,
            "times": misconception.times,
            "last": day_name(misconception.last),
        }
    yield {
        "section": "wrong-answers",
        "foreseen": stats.misconceptions.foreseen,
        "unforeseen": stats.misconceptions.unforeseen,
        "edited": stats.misconceptions.edited,
    }


def _of_interview(point: InterviewPoint) -> JsonRow:
    return {
        "section": "interview",
        "id": point.record.id,
        "date": day_name(point.moment.day),
        "signal": None if point.signal is None else point.signal.value,
        "whole": point.whole,
        "points": point.gap.points,
        "ticked": point.gap.ticked,
        "found": point.gap.found,
    }


def _share(share: Share) -> JsonRow:
    low, high = share.interval
    counts = {"hits": share.hits, "of": share.of}
    return {**counts, "share": share.value, "low": low, "high": high}
