"""Verdicts of an interview: what is recorded about an answer, and shown at the end."""

from msgspec import Struct

from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.interview.question import Question
from quizapp.core.judging.response import Blank, Response
from quizapp.core.judging.verdict import (
    Unsettled,
    Wrong,
    feedback,
    name_of,
    score_of,
)
from quizapp.core.kinds.coding import in_own_lines
from quizapp.core.runs.outcome import Crashed, Outcome, sentence


class JudgedAnswer(Struct, frozen=True):
    """The verdict on an answer, as the log keeps it."""

    verdict: VerdictName | None
    """None if nothing could decide."""
    score: float | None
    feedback: tuple[str, ...] = ()
    truth: str = ""
    """The right answer as text; empty if the run gave none."""


def judged_answer(
    question: Question, response: Response, outcome: Outcome | None
) -> JudgedAnswer:
    """Judge an answer against its run.

    Code that does not finish in time is wrong in an interview; if the interpreter
    crashed, nobody is to blame and nothing is decided.
    """
    card = question.card
    if card is None:
        return JudgedAnswer(None, None)
    coding = card.kind.coding
    if outcome is not None and coding is not None:
        outcome = in_own_lines(outcome, response.text)
    verdict = card.judge(response, outcome)
    unfinished = isinstance(verdict, Unsettled) and coding is not None
    if unfinished and outcome is not None and not isinstance(outcome, Crashed):
        verdict = Wrong((sentence(outcome),))
    skipped = isinstance(response, Blank)
    truth = None if skipped and card.kind.ask else card.kind.truth(outcome)
    return JudgedAnswer(
        name_of(verdict), score_of(verdict), feedback(verdict), truth or ""
    )
