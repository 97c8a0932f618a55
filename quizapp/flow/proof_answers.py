"""The rules of a proof about what is typed: each form that is right is judged right.

They need no run of their own.
"""

import re
from collections.abc import Iterator

from quizapp.core.judging.verdict import Correct, feedback
from quizapp.core.values.misread import Misread
from quizapp.flow.ports import Runner
from quizapp.flow.proof_case import Case

MAX_FORMS = 500
"""The most accepted forms of one card that are tried, so that a check ends soon."""

_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?(?![\w.])")


def problems_of_truth(case: Case, runner: Runner) -> Iterator[str]:
    """Type the right answer, and yield that it is not judged correct."""
    key = typed_truth(case)
    if key is None:
        return
    response = case.card.read(key)
    if isinstance(response, Misread):
        reason = response.message
        yield f"the right answer {key} cannot be typed ({reason}); ask for less"
    elif not isinstance(verdict := response.judge(case.settling), Correct):
        reasons = "; ".join(feedback(verdict))
        yield f"the right answer {key} is not judged correct ({reasons}); ask for less"


def problems_of_accepted(case: Case, runner: Runner) -> Iterator[str]:
    """Type each other form that the author accepts; yield each that is not right."""
    for form in case.card.kind.accepted[:MAX_FORMS]:
        response = case.card.read(form)
        if isinstance(response, Misread):
            reason = response.message
            yield f"the accepted answer {form!r} cannot be typed ({reason}); remove it"
        elif not isinstance(verdict := response.judge(case.settling), Correct):
            reasons = "; ".join(feedback(verdict)) or "no reason is given"
            yield f"the accepted answer {form!r} is judged wrong ({reasons}); fix it"


def problems_of_tolerance(case: Case, runner: Runner) -> Iterator[str]:
    """Put 0 for each number of the answer, and yield that one is judged correct."""
    key = typed_truth(case)
    if key is None or any(problems_of_truth(case, runner)):
        return
    for match in _NUMBER.finditer(key):
        text = f"{key[: match.start()]}0{key[match.end() :]}"
        response = case.card.read(text)
        if float(match[0]) == 0 or isinstance(response, Misread):
            continue
        if isinstance(response.judge(case.settling), Correct):
            yield f"0 for {match[0]} is judged correct; set a smaller `tolerance`"
            return


def typed_truth(case: Case) -> str | None:
    """Return the right answer as it is typed, None if it is code or cannot be."""
    return None if case.answer_is_code else case.card.kind.key(case.settling)
