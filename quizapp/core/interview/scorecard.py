"""The scorecard: what an interview came to, from its record alone.

Nothing else is read, so the scorecard of an old interview never changes when decks do.
Dimensions that were not asked have no share; none is made up.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from quizapp.core.interview.assessment import TickGap, tick_gap
from quizapp.core.interview.endings import InterviewEnding
from quizapp.core.interview.facts import Manner, Role
from quizapp.core.interview.record import AnswerRecord, InterviewRecord
from quizapp.core.interview.signal import Signal, signal_of, whole_of
from quizapp.core.interview.threads import CODE_KINDS

ENOUGH_RATINGS = 3
"""With fewer rated answers there is no Brier score."""
QUICK, SLOW = 0.4, 1.1
"""Shares of the given time: less is quick, more is slow."""


class Dimension(Struct, frozen=True):
    """One side of the interview."""

    name: str
    """`knowledge`, `depth` or `code`."""
    share: float | None
    """From 0 to 1; None if nothing was asked, or nothing can be said yet."""
    asked: int
    scored: int
    """Answers with a score; those spoken and not ticked have none."""

    @property
    def missing(self) -> str:
        """Why there is no share, in words; empty if there is one."""
        if self.share is not None:
            return ""
        return "not ticked yet" if self.asked else "not asked"


class InterviewPace(Struct, frozen=True):
    """Time used against time given, over the answered questions."""

    used: float
    """Seconds."""
    given: float
    """Seconds."""
    over: int
    """Questions that took longer than given."""
    questions: int
    elapsed: float
    """Seconds of the whole interview, without pauses."""
    minutes: float
    """The length that was asked for."""
    threads: int
    """Threads that were begun."""
    planned: int
    """Threads that fit the minutes."""
    pauses: int
    paused: float
    """Seconds."""
    interruptions: int

    @property
    def share(self) -> float | None:
        """Used over given time; None without answers."""
        return self.used / self.given if self.given else None

    @property
    def reading(self) -> str:
        """The pace in a word: `quick`, `in time`, `slow`; empty without answers."""
        if self.share is None:
            return ""
        if self.share < QUICK:
            return "quick"
        return "slow" if self.share > SLOW else "in time"


class InterviewCalibration(Struct, frozen=True):
    """Stated confidence against the scores of this interview."""

    rated: int
    """Answers with a confidence and a score."""
    brier: float | None
    """The mean squared distance, from 0 (best) to 1 (Brier 1950); 0.25 for always
    saying 50 %. None with too few answers."""
    over: float | None
    """Mean stated probability minus mean score: above 0 is overconfidence."""


class Scorecard(Struct, frozen=True):
    """What an interview came to."""

    knowledge: Dimension
    """The weighted points of the lead questions."""
    depth: Dimension
    """The follow-ups, except those with code."""
    code: Dimension
    """The verdicts on predict, fix and implement."""
    pace: InterviewPace
    calibration: InterviewCalibration
    gap: TickGap
    """Ticked points against the words that were found."""
    by_words: float | None
    """The whole if only the words counted; compare with `whole`."""
    answers: int
    skipped: int
    unticked: int
    """Answers whose points the user has not ticked; until then words count."""
    ending: InterviewEnding | None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Knowledge, depth and code."""
        return self.knowledge, self.depth, self.code

    @property
    def whole(self) -> float | None:
        """The weighted mean of the dimensions, from 0 to 1."""
        return whole_of({each.name: each.share for each in self.dimensions})

    @property
    def signal(self) -> Signal | None:
        """The signal by `signal.RULE`; None with too few scored answers."""
        scored = sum(each.scored for each in self.dimensions)
        return signal_of({each.name: each.share for each in self.dimensions}, scored)


def scorecard(record: InterviewRecord) -> Scorecard:
    """Return the scorecard of an interview, as far as it has come."""
    answers = record.answers
    leads = [answer for answer in answers if answer.asked.role is Role.LEAD]
    code = [answer for answer in answers if answer.asked.kind in CODE_KINDS]
    others = [
        answer
        for answer in answers
        if answer.asked.role is Role.FOLLOW_UP and answer.asked.kind not in CODE_KINDS
        if answer.asked.card is not None
    ]
    return Scorecard(
        knowledge=_dimension("knowledge", leads),
        depth=_dimension("depth", others),
        code=_dimension("code", code),
        pace=_pace(record),
        calibration=_calibration(answers),
        gap=tick_gap(answers),
        by_words=whole_of(
            {
                "knowledge": _share(leads, by_words=True),
                "depth": _share(others, by_words=True),
                "code": _share(code, by_words=True),
            }
        ),
        answers=len(answers),
        skipped=sum(answer.fact.manner is Manner.SKIPPED for answer in answers),
        unticked=sum(is_unticked(answer) for answer in answers),
        ending=record.ending,
    )


def is_unticked(answer: AnswerRecord) -> bool:
    """Return whether the user has still to tick the points of an answer."""
    skipped = answer.fact.manner is Manner.SKIPPED
    return bool(answer.asked.weights) and not skipped and answer.ticked is None


def _dimension(name: str, answers: Sequence[AnswerRecord]) -> Dimension:
    scored = sum(answer.score is not None for answer in answers)
    return Dimension(name, _share(answers), len(answers), scored)


def _share(answers: Iterable[AnswerRecord], *, by_words: bool = False) -> float | None:
    """Return the mean score; lead questions count by their points."""
    total = made = 0.0
    for answer in answers:
        score = _by_words(answer) if by_words else answer.score
        if score is not None:
            is_lead = answer.asked.role is Role.LEAD
            weight = sum(answer.asked.weights) if is_lead else 1.0
            total += weight
            made += weight * score
    return made / total if total else None


def _by_words(answer: AnswerRecord) -> float | None:
    if answer.judged is not None:
        return answer.judged.score
    return answer.share(answer.suggested)


def _pace(record: InterviewRecord) -> InterviewPace:
    answers = record.answers
    return InterviewPace(
        used=sum(answer.fact.seconds for answer in answers),
        given=sum(answer.asked.given for answer in answers),
        over=sum(answer.fact.seconds > answer.asked.given for answer in answers),
        questions=len(answers),
        elapsed=record.elapsed,
        minutes=record.begun.options.minutes,
        threads=max((answer.asked.thread for answer in answers), default=0),
        planned=record.begun.threads,
        pauses=sum(answer.fact.pauses for answer in answers),
        paused=sum(answer.fact.paused for answer in answers),
        interruptions=record.resumed,
    )


def _calibration(answers: Iterable[AnswerRecord]) -> InterviewCalibration:
    rated = [
        (answer.confidence.stated, answer.score)
        for answer in answers
        if answer.confidence is not None and answer.score is not None
    ]
    if len(rated) < ENOUGH_RATINGS:
        return InterviewCalibration(len(rated), None, None)
    squares = sum((stated - score) ** 2 for stated, score in rated)
    over = sum(stated - score for stated, score in rated)
    return InterviewCalibration(len(rated), squares / len(rated), over / len(rated))
