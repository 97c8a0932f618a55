"""The rules of a proof about a card as a whole: its answers in all variants.

They need no run of their own, except where the answer is code.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Misconception
from quizapp.core.judging.verdict import Correct, Unsettled
from quizapp.core.values.misread import Misread
from quizapp.core.values.noise import without_noise
from quizapp.flow.ports import Runner
from quizapp.flow.proof_answers import typed_truth
from quizapp.flow.proof_case import CardCheck, Case

_JUDGED_CORRECT = "is judged correct"
_DECIMAL = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?(?![\w.])")


class VariantFlaw(Struct, frozen=True):
    """A problem of one variant, in words."""

    case: Case
    text: str


def with_variants(flaws: Sequence[VariantFlaw]) -> Iterator[str]:
    """Yield each text once, after the variants that share it."""
    for text in dict.fromkeys(flaw.text for flaw in flaws):
        yield _in_variants([flaw.case for flaw in flaws if flaw.text == text], text)


def _in_variants(cases: Sequence[Case], text: str) -> str:
    """Put the first of the variants before a text, and the number of the others."""
    drawn = cases[0].card.drawn
    if not drawn.values:
        return text
    more = len(cases) - 1
    others = f" and in {quantity(more, 'more variant')}" if more else ""
    return f"with {drawn}{others}: {text}"


def problems_of_wrong(cases: Sequence[Case], runner: Runner) -> Iterator[str]:
    """Judge each wrong response in every variant; yield each that is not wrong."""
    for index in range(len(cases[0].card.wrong)):
        flaws = [
            VariantFlaw(case, text)
            for case in cases
            if (text := _fault_of(case, case.card.wrong[index], runner)) is not None
        ]
        correct = [flaw.case for flaw in flaws if flaw.text == _JUDGED_CORRECT]
        if correct:
            yield _in_variants(correct, _text_of(cases, correct, index))
        yield from with_variants(
            [
                VariantFlaw(case, f"{_named(case, index)} {text}")
                for case, text in ((flaw.case, flaw.text) for flaw in flaws)
                if text != _JUDGED_CORRECT
            ]
        )


def _text_of(cases: Sequence[Case], correct: Sequence[Case], index: int) -> str:
    """Say that a wrong response is right, in all variants or in some."""
    first = correct[0]
    advice = "change it, or accept less"
    if len(correct) < len(cases):
        advice = "draw other values in `vary`, or set a smaller `tolerance`"
    truth = (
        ""
        if first.answer_is_code or not first.truth
        else f" (the answer is {first.truth})"
    )
    if "\n" in truth or len(correct) == len(cases):
        truth = ""
    return f"{_named(first, index)} {_JUDGED_CORRECT}{truth}; {advice}"


def _named(case: Case, index: int) -> str:
    return f"the wrong response {case.card.wrong[index].response!r}"


def _fault_of(case: Case, wrong: Misconception, runner: Runner) -> str | None:
    """Return what is wrong with a wrong response, None if it is judged wrong."""
    card = case.card
    response = card.read(wrong.response)
    if isinstance(response, Misread):
        return f"cannot be read: {response.message}"
    program = None if card.kind.coding is None else card.program(0, response)
    outcome = case.settling if program is None else runner.run(program)
    verdict = response.judge(outcome)
    if isinstance(verdict, Correct):
        return _JUDGED_CORRECT
    if isinstance(verdict, Unsettled) and not card.kind.accepts_wrong:
        return f"has no use on a {card.kind.name}, which is never judged; remove it"
    return None


def problems_of_vary(cases: Sequence[Case], runner: Runner) -> Iterator[str]:
    """Yield that all variants have one answer, so that it is learned by heart."""
    first = cases[0]
    if len(cases) < 2 or first.answer_is_code or not first.card.kind.accepts_wrong:
        return
    truths = {case.truth for case in cases}
    if None not in truths and (len(truths) == 1 or _is_right_in_all(cases)):
        yield (
            f"the answer is {first.truth} in all {len(cases)} variants;"
            " vary what changes it, or remove `vary`"
        )


def _is_right_in_all(cases: Sequence[Case]) -> bool:
    """Return whether the answer of the first variant is right in every other one."""
    key = typed_truth(cases[0])
    if key is None or not cases[0].card.kind.settled_by_run:
        return False
    for case in cases:
        response = case.card.read(key)
        if isinstance(response, Misread):
            return False
        if not isinstance(response.judge(case.settling), Correct):
            return False
    return True


def problems_of_noise(cases: Sequence[Case], runner: Runner) -> Iterator[str]:
    """Yield that answers show float noise, which the tolerance does not tell apart."""
    noisy = [(case, noise) for case in cases if (noise := _noise_in(case)) is not None]
    if noisy:
        number, plain = noisy[0][1]
        text = (
            f"the answer shows float noise, {number} for {plain};"
            " compute it in float64, or round it"
        )
        yield _in_variants([case for case, _ in noisy], text)


def _noise_in(case: Case) -> tuple[str, str] | None:
    """Return a number of the answer and what it would be without noise."""
    key = typed_truth(case)
    if key is None or not case.card.kind.settled_by_run:
        return None
    for match in _DECIMAL.finditer(key):
        plain = without_noise(match[0])
        if plain is None:
            continue
        response = case.card.read(f"{key[: match.start()]}{plain}{key[match.end() :]}")
        if isinstance(response, Misread):
            continue
        if isinstance(response.judge(case.settling), Correct):
            return match[0], plain
    return None


CARD_CHECKS = (
    CardCheck(
        "wrong-responses-are-wrong",
        "Every response in `wrong` can be read, and is judged wrong in every variant.",
        problems_of_wrong,
    ),
    CardCheck(
        "vary-changes-the-answer",
        "The answer is not the same in all variants.",
        problems_of_vary,
    ),
    CardCheck(
        "answers-show-no-noise",
        "No number of an answer has digits that float arithmetic added.",
        problems_of_noise,
    ),
)
"""In the order in which their problems are reported."""
