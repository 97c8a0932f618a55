"""Proof: a card is verified by running it, in every variant.

Each variant is checked against the rules of `proof_rules`; every wrong response that
the author lists must be judged wrong. All problems of a card are found in one pass.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card, Misconception
from quizapp.core.cards.library import Problem
from quizapp.core.cards.variant import variants
from quizapp.core.judging.verdict import Correct, Unsettled
from quizapp.core.values.misread import Misread
from quizapp.flow.ports import Runner
from quizapp.flow.proof_rules import CHECKS, Case, Rule, case_of

WRONG_RESPONSES = Rule(
    "wrong-responses-are-wrong",
    "Every response in `wrong` can be read, and is wrong in at least one variant.",
)
RULES: tuple[Rule, ...] = (*CHECKS, WRONG_RESPONSES)
"""Everything that a proof checks, in the order of its report."""


class Proof(Struct, frozen=True):
    """The result of running one card."""

    card: Card
    truth: str | None
    """The right answer of the first variant."""
    seconds: float
    """The time of the first run; 0 for a card without one."""
    problems: tuple[Problem, ...]


class _Message(Struct, frozen=True):
    """A problem of one variant, in words."""

    case: Case
    text: str


def prove(card: Card, runner: Runner) -> Proof:
    """Run a card in every variant, and judge its own answers."""
    drawn_cards = map(card.drawn_as, variants(card.vary))
    cases = [case_of(drawn, runner) for drawn in drawn_cards]
    messages = [
        _Message(case, text)
        for case in cases
        for check in CHECKS
        for text in check.problems(case, runner)
    ]
    texts = list(_with_variants(messages))
    for index in range(len(card.wrong)):
        texts += _with_variants(problems_of_wrong(cases, index, runner))
    first = cases[0]
    return Proof(
        card,
        first.truth,
        first.outcomes[0].seconds if first.outcomes else 0.0,
        tuple(Problem(card.position, text, card.id) for text in texts),
    )


def _with_variants(messages: Sequence[_Message]) -> Iterator[str]:
    """Yield each text once, after the variants that share it."""
    for text in dict.fromkeys(message.text for message in messages):
        cases = [message.case for message in messages if message.text == text]
        yield f"{_variants_of(cases)}{text}"


def _variants_of(cases: Sequence[Case]) -> str:
    drawn = cases[0].card.drawn
    if not drawn.values:
        return ""
    more = len(cases) - 1
    others = f" and in {quantity(more, 'more variant')}" if more else ""
    return f"with {drawn}{others}: "


_JUDGED_CORRECT = "is judged correct; change it, or accept less"


def problems_of_wrong(
    cases: Sequence[Case], index: int, runner: Runner
) -> list[_Message]:
    """Judge a wrong response in every variant; it must be wrong in at least one.

    With some values a misconception may lead to the right answer: that is no problem.
    """
    pairs = [
        (case, text)
        for case in cases
        if (text := _problem_of(case, case.card.wrong[index], runner)) is not None
    ]
    always_correct = [text for _, text in pairs] == [_JUDGED_CORRECT] * len(cases)
    if always_correct:
        pairs = pairs[:1]
    else:
        pairs = [(case, text) for case, text in pairs if text != _JUDGED_CORRECT]
    return [
        _Message(case, f"the wrong response {case.card.wrong[index].response!r} {text}")
        for case, text in pairs
    ]


def _problem_of(case: Case, wrong: Misconception, runner: Runner) -> str | None:
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
