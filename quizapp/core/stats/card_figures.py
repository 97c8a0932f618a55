"""Card figures: what statistics need of one card's reviews, day by day.

They are a fold of the card's reviews in order of time, like its memory, and so can be
kept. All of them are whole numbers: sums are the same in any order. A day has at most
one recall test and one answer that calibration counts, because only the first answer
of a new study day shows something: later ones repeat what was read a moment ago.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.pace import studied
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.intervals import Stage, stage_after
from quizapp.core.scheduling.review import EventId, Reviewed

SCORE_PARTS = 1_000_000
"""Scores are counted in millionths."""


class DayFigures(Struct, frozen=True, array_like=True):
    """The reviews of one card on one study day."""

    day: StudyDay
    reviews: int = 0
    milliseconds: int = 0
    """From question to reveal."""
    tests: int = 0
    """1 if the card was past its learning steps at its first review of the day,"""
    retained: int = 0
    """and 1 if that review was not graded Again."""
    confidence: int = 0
    """As stated for the answer that calibration counts; 0 without one."""
    score: int = 0
    """Of that answer, from 0 to SCORE_PARTS."""


class SureError(Struct, frozen=True, array_like=True):
    """An answer that was wrong although the user was sure of it."""

    day: StudyDay
    at: datetime
    id: EventId
    confidence: Confidence
    right_since: bool = False
    """Whether a later answer to the card was right."""


class CardFigures(Struct, frozen=True, array_like=True):
    """The reviews of one card."""

    days: tuple[DayFigures, ...] = ()
    """In order of their first reviews; a traveler's days may go back."""
    stage: tuple[Stage, int | None] | None = None
    """FSRS's stage and step; no mark resets it."""
    errors: tuple[SureError, ...] = ()
    wrong: tuple[tuple[StudyDay, EventId], ...] = ()
    """The answers judged wrong or partial that were not overridden."""


NO_FIGURES = CardFigures()


def figures_of(
    reviews: Iterable[Reviewed], before: CardFigures = NO_FIGURES
) -> CardFigures:
    """Fold the reviews of one card, which are in order of time."""
    days = {own.day: own for own in before.days}
    latest, stage = max(days, default=0), before.stage
    errors, wrong = [*before.errors], [*before.wrong]
    for review in reviews:
        day = review.moment.day
        is_first = day > latest
        tests = is_first and stage is not None and stage[0] is Stage.REVIEW
        days[day] = _with(days.get(day), day, review, is_first=is_first, tests=tests)
        stage = stage_after(stage, review.grade)
        latest = max(day, latest)
        _note(errors, day, review)
        if was_wrong(review):
            wrong.append((day, review.id))
    return CardFigures(tuple(days.values()), stage, tuple(errors), tuple(wrong))


def _with(
    own: DayFigures | None,
    day: StudyDay,
    review: Reviewed,
    *,
    is_first: bool,
    tests: bool,
) -> DayFigures:
    """Return the figures of a day with one more review."""
    milliseconds = round(studied(review.seconds) * 1000)
    if own is not None:
        return DayFigures(
            day,
            own.reviews + 1,
            own.milliseconds + milliseconds,
            own.tests,
            own.retained,
            own.confidence,
            own.score,
        )
    confidence = score = 0
    if is_first and review.confidence is not None:
        value = scored(review)
        if value is not None:
            confidence, score = int(review.confidence), round(value * SCORE_PARTS)
    retained = tests and review.grade is not Grade.AGAIN
    return DayFigures(
        day, 1, milliseconds, int(tests), int(retained), confidence, score
    )


def _note(errors: list[SureError], day: StudyDay, review: Reviewed) -> None:
    """Add an error, or note that the answer was right since the earlier ones."""
    if review.sure_and_wrong and review.confidence is not None:
        at = review.moment.at
        errors.append(SureError(day, at, review.id, review.confidence))
    elif errors and scored(review) == 1.0:
        errors[:] = [replace(error, right_since=True) for error in errors]


def scored(review: Reviewed) -> float | None:
    """Return the score of an answer; None if only the user could judge it."""
    if review.score is None:
        return None
    return 1.0 if review.overridden else review.score


def was_wrong(review: Reviewed) -> bool:
    """Return whether an answer was judged wrong or partial, and not overridden."""
    return (
        review.verdict in {VerdictName.WRONG, VerdictName.PARTIAL}
        and not review.overridden
    )
