"""Suggestion: the grade that one key accepts, from the verdict and the effort."""

from msgspec import Struct

from quizapp.core.basics.confidence import RIGHT_ENOUGH, Confidence
from quizapp.core.basics.grade import FOUR, Grade
from quizapp.core.basics.pace import Pace
from quizapp.core.judging.verdict import Correct, Partial, Unsettled, Verdict, Wrong


class Effort(Struct, frozen=True):
    """The effort of an answer, as far as it is visible."""

    hints: int = 0
    confidence: Confidence | None = None
    pace: Pace = Pace.USUAL
    known: bool = False
    """Whether the card was reviewed before."""


def suggest(
    verdict: Verdict, effort: Effort = Effort(), offered: tuple[Grade, ...] = FOUR
) -> Grade:
    """Suggest one of the offered grades; cautious, since Easy is hard to undo."""
    grade = _suggest(verdict, effort)
    return grade if grade in offered else Grade.GOOD


def _suggest(verdict: Verdict, effort: Effort) -> Grade:
    match verdict:
        case Wrong():
            return Grade.AGAIN
        case Partial(score=share):
            return Grade.HARD if share >= RIGHT_ENOUGH else Grade.AGAIN
        case Correct():
            return _suggest_for_correct(effort)
        case Unsettled():
            return Grade.GOOD


def _suggest_for_correct(effort: Effort) -> Grade:
    """Return Hard if anything took effort, Easy only if nothing did."""
    guessed = effort.confidence is Confidence.GUESS
    if effort.hints or guessed or effort.pace is Pace.SLOW:
        return Grade.HARD
    certain = effort.confidence is Confidence.CERTAIN
    at_once = certain and effort.pace is Pace.QUICK
    return Grade.EASY if at_once and effort.known else Grade.GOOD
