"""Proof: a card is verified by running it, in every variant.

Each variant is checked against the rules of `proof_rules`, and all variants together
against those of `proof_variants`. All problems of a card are found in one pass.
"""

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Problem
from quizapp.core.cards.variant import variants
from quizapp.flow.ports import Runner
from quizapp.flow.proof_case import Rule, case_of
from quizapp.flow.proof_rules import CHECKS
from quizapp.flow.proof_variants import CARD_CHECKS, VariantFlaw, with_variants

RULES: tuple[Rule, ...] = (*CHECKS, *CARD_CHECKS)
"""Everything that a proof checks, in the order of its report."""


class Proof(Struct, frozen=True):
    """The result of running one card."""

    card: Card
    truth: str | None
    """The right answer of the first variant."""
    seconds: float
    """The time of the first run; 0 for a card without one."""
    problems: tuple[Problem, ...]


def prove(card: Card, runner: Runner) -> Proof:
    """Run a card in every variant, and judge its own answers."""
    drawn_cards = map(card.drawn_as, variants(card.vary))
    cases = [case_of(drawn, runner) for drawn in drawn_cards]
    flaws = [
        VariantFlaw(case, text)
        for case in cases
        for check in CHECKS
        for text in check.problems(case, runner)
    ]
    texts = list(with_variants(flaws))
    for card_check in CARD_CHECKS:
        texts += card_check.problems(cases, runner)
    first = cases[0]
    return Proof(
        card,
        first.truth,
        first.outcomes[0].seconds if first.outcomes else 0.0,
        tuple(Problem(card.position, text, card.id) for text in texts),
    )
