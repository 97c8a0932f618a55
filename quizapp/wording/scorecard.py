"""Scorecard in words: what an interview came to, as rows and sentences.

Every figure says what it is of; a figure that cannot be had says why.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import Moment
from quizapp.core.interview.assessment import Retest, TickGap
from quizapp.core.interview.comparison import InterviewChange
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.interview.scorecard import (
    ENOUGH_RATINGS,
    Dimension,
    InterviewCalibration,
    InterviewPace,
    Scorecard,
)
from quizapp.core.interview.signal import Signal
from quizapp.wording.interview import clock_time

ABOUT = {
    "knowledge": "points of the lead questions, by weight",
    "depth": "points of the follow-ups",
    "code": "verdicts on predictions and code",
}
"""What each dimension is."""

SIGNALS = {
    Signal.STRONG_NO: "Strong no",
    Signal.NO: "No",
    Signal.YES: "Yes",
    Signal.STRONG_YES: "Strong yes",
}
NO_SIGNAL = "No signal: fewer than two answers have a score."
NOTHING_TO_LOOK_AT = "There is nothing to look at again: tick typed answers first."
SOON = timedelta(days=2)
"""A second look before this is mostly memory."""
SAME = 0.02
"""A smaller difference between interviews is not worth a word."""


class ScoreRow(Struct, frozen=True):
    """One line of a scorecard."""

    name: str
    value: str
    about: str
    share: float | None = None
    """From 0 to 1, for a bar; None without one."""


def signal_line(card: Scorecard) -> str:
    """Return the signal, or why there is none."""
    if card.signal is None:
        return NO_SIGNAL
    whole = "" if card.whole is None else f", {card.whole:.0%} of the whole"
    return f"{SIGNALS[card.signal]}{whole}"


def score_rows(card: Scorecard) -> tuple[ScoreRow, ...]:
    """Return the rows: the dimensions, then pace, calibration and self-assessment."""
    return (
        *map(_dimension, card.dimensions),
        ScoreRow("pace", _pace(card.pace), _about_pace(card.pace)),
        _calibration(card.calibration),
        _self_assessment(card.gap),
    )


def change_lines(changes: Sequence[InterviewChange]) -> tuple[str, ...]:
    """Say what differs from the interviews before; empty without any."""
    return tuple(filter(None, map(_change, changes)))


def unticked_sentence(card: Scorecard) -> str:
    """Say how many answers are not ticked; empty if all are."""
    if not card.unticked:
        return ""
    answers = quantity(card.unticked, "answer")
    are = "is" if card.unticked == 1 else "are"
    return f"{answers} {are} not ticked yet: until then, found words count."


def agreement_sentence(again: Retest) -> str:
    """Say how far a second look agrees with the first; empty without one."""
    if again.agreement is None:
        return ""
    points = quantity(again.points, "point")
    return (
        f"Second look: {again.same} of {points} as in the debrief"
        f" ({again.agreement:.0%})."
    )


def too_soon_sentence(record: InterviewRecord, now: Moment) -> str:
    """Say that a second look comes too soon; empty if it does not."""
    if now.at - record.begun.moment.at >= SOON:
        return ""
    return "You may still remember your ticks: a second look says more after days."


def words_sentence(card: Scorecard) -> str:
    """Say what the whole would be by words alone; empty if it is the same."""
    if card.whole is None or card.by_words is None:
        return ""
    if abs(card.whole - card.by_words) < SAME:
        return ""
    return (
        f"By found words alone the whole would be {card.by_words:.0%}, not"
        f" {card.whole:.0%}. Words prove nothing, but look where the two differ."
    )


def _dimension(each: Dimension) -> ScoreRow:
    value = each.missing if each.share is None else f"{each.share:.0%}"
    count = "" if each.share is None else f", {quantity(each.scored, 'answer')}"
    return ScoreRow(each.name, value, f"{ABOUT[each.name]}{count}", each.share)


def _pace(pace: InterviewPace) -> str:
    return pace.reading or "no answers"


def _about_pace(pace: InterviewPace) -> str:
    return "; ".join(_of_pace(pace))


def _of_pace(pace: InterviewPace) -> Iterator[str]:
    yield f"{clock_time(pace.used)} used of {clock_time(pace.given)} given"
    if pace.over:
        yield f"{pace.over} of {quantity(pace.questions, 'question')} over time"
    yield f"{pace.threads} of {quantity(pace.planned, 'topic')}"
    if pace.pauses:
        yield f"{quantity(pace.pauses, 'pause')}, {clock_time(pace.paused)}"
    if pace.interruptions:
        yield quantity(pace.interruptions, "interruption")


def _calibration(calibration: InterviewCalibration) -> ScoreRow:
    name = "calibration"
    if calibration.brier is None or calibration.over is None:
        about = f"needs {ENOUGH_RATINGS} answers with a confidence and a score"
        return ScoreRow(name, f"{calibration.rated} rated", about)
    over = calibration.over
    word = "close" if abs(over) < 0.1 else "overconfident" if over > 0 else "cautious"
    about = f"Brier score {calibration.brier:.2f}: 0 is best, 0.25 is saying 50 %"
    return ScoreRow(name, word, about)


def _self_assessment(gap: TickGap) -> ScoreRow:
    about = (
        f"{gap.ticked_only} ticked without their words,"
        f" {gap.found_only} found and not ticked, of {quantity(gap.points, 'point')}"
    )
    if gap.surplus is None:
        about = "needs five points that you ticked and whose words can be searched"
    return ScoreRow("your ticks", gap.reading, about)


def _change(change: InterviewChange) -> str:
    difference = change.difference
    if difference is None or change.now is None or change.before is None:
        return ""
    if change.name == "Brier score":
        now, before = f"{change.now:.2f}", f"{change.before:.2f}"
    else:
        now, before = f"{change.now:.0%}", f"{change.before:.0%}"
    sign = "=" if abs(difference) < SAME else "↑" if difference > 0 else "↓"
    return f"{sign} {change.name} {now}, before {before}"
