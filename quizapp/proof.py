"""Proof: a card is held to its word by running it, in every variant.

The run must give what the card asks for, the same under another seed; that
truth, typed in, must be judged correct; and every stated wrong response must
be judged wrong. All problems of a card are found in one pass.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.core.card import Card, Misconception, Problem
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.outcome import Completed, Outcome, sentence
from quizapp.core.ports import Runner
from quizapp.core.response import Misread
from quizapp.core.variant import variants
from quizapp.core.verdict import Correct, Unsettled, feedback

SEEDS = (0, 1)
"""Two ambient seeds: an answer that differs between them depends on chance."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What running one card showed."""

    card: Card
    truth: str | None
    """Of the first variant."""
    seconds: float
    """Of the first run; 0 for a card without one."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """One variant of a card, and what its runs showed."""

    card: Card
    """As drawn."""
    outcomes: tuple[Outcome, ...]

    @property
    def settling(self) -> Outcome | None:
        """The outcome that responses are judged by."""
        return self.outcomes[0] if self.card.kind.settled_by_run else None

    @property
    def truth(self) -> str | None:
        return self.card.kind.truth(self.settling)


def prove(card: Card, runner: Runner) -> Proof:
    """Run a card, every variant of it, and judge its own answers."""
    cases = []
    for variant in variants(card.vary):
        drawn = card.drawn_as(variant)
        cases.append(_Case(drawn, _run(drawn, runner)))
    messages = [
        *_named([(case, message) for case in cases for message in _of_case(case)]),
        *(
            message
            for index in range(len(card.wrong))
            for message in _of_wrong(cases, index)
        ),
    ]
    first = cases[0]
    return Proof(
        card,
        first.truth,
        first.outcomes[0].seconds if first.outcomes else 0.0,
        tuple(Problem(card.position, message, card.id) for message in messages),
    )


def _named(told: Sequence[tuple[_Case, str]]) -> Iterator[str]:
    """Name the variant of each message, once for all variants that share it."""
    for message in dict.fromkeys(message for _, message in told):
        cases = [case for case, other in told if other == message]
        yield f"{_with(cases)}{message}"


def _with(cases: Sequence[_Case]) -> str:
    drawn = cases[0].card.drawn
    if not drawn.values:
        return ""
    more = len(cases) - 1
    plural = "s" if more > 1 else ""
    others = f" and in {more} more variant{plural}" if more else ""
    return f"with {drawn}{others}: "


def _of_case(case: _Case) -> Iterator[str]:
    card, outcomes = case.card, case.outcomes
    truths = [card.kind.truth(outcome) for outcome in outcomes]
    yield from _of_run(card, outcomes[0] if outcomes else None, case.truth)
    if card.kind.settled_by_run:
        yield from _of_seeds(truths)
    yield from _of_truth(card, case.settling, case.truth)
    if isinstance(card.kind, Choice) and len(card.kind.display_order(0)) < 2:
        yield "only one option is left, the others say the same; change the values"


def _run(card: Card, runner: Runner) -> tuple[Outcome, ...]:
    programs = [card.program(seed) for seed in SEEDS]
    seeds = len(SEEDS) if card.kind.settled_by_run else 1
    return tuple(
        runner.run(program) for program in programs[:seeds] if program is not None
    )


def _of_run(card: Card, outcome: Outcome | None, truth: str | None) -> Iterator[str]:
    if outcome is None:
        return
    if not card.kind.settled_by_run and not isinstance(outcome, Completed):
        yield f"the snippet does not run to its end ({sentence(outcome)}); mend it"
    if card.kind.settled_by_run and truth is None:
        told = sentence(outcome)
        yield f"the run gives nothing to judge by ({told}); mend `snippet` or `ask`"


def _of_seeds(truths: list[str | None]) -> Iterator[str]:
    if truths[:1] != [None] and len(set(truths)) > 1:
        found = " or ".join("no result" if each is None else each for each in truths)
        yield (
            f"the answer depends on a seed that is not set ({found}); fix the values,"
            " or call torch.manual_seed first"
        )


def _of_truth(card: Card, outcome: Outcome | None, truth: str | None) -> Iterator[str]:
    if truth is None or not card.kind.settled_by_run:
        return
    response = card.kind.read(truth)
    if isinstance(response, Misread):
        yield f"the true answer {truth} cannot be typed ({response.message}); ask less"
    elif not isinstance(verdict := response.judge(outcome), Correct):
        told = "; ".join(feedback(verdict))
        yield f"the true answer {truth} is not judged correct ({told}); ask for less"


def _of_wrong(cases: Sequence[_Case], index: int) -> Iterator[str]:
    """Judge a wrong response in every variant; in one at least it must be wrong.

    With single values a misconception may lead to the truth: that is passed over.
    """
    told = [
        (case, _judged(case, case.card.wrong[index]), case.card.wrong[index].response)
        for case in cases
    ]
    if all(message == _RIGHT for _, message, _ in told):
        told = told[:1]
    else:
        told = [each for each in told if each[1] not in (None, _RIGHT)]
    yield from _named(
        [
            (case, f"the wrong response {response!r} {message}")
            for case, message, response in told
        ]
    )


_RIGHT = "is judged correct; change it, or tighten `tolerance`"


def _judged(case: _Case, wrong: Misconception) -> str | None:
    """Return what is wrong with a wrong response, None if it is a mistake indeed."""
    response = case.card.kind.read(wrong.response)
    if isinstance(response, Misread):
        return f"is not read: {response.message}"
    verdict = response.judge(case.settling)
    if isinstance(verdict, Correct):
        return _RIGHT
    if isinstance(verdict, Unsettled) and isinstance(case.card.kind, Flashcard):
        return "has no use on a flashcard, which is never judged; remove it"
    return None
