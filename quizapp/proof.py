"""Proof: a card is held to its word by running it.

The run must give what the card asks for, the same under another seed; that
truth, typed in, must be judged correct; and every stated wrong response must
be judged wrong. All problems of a card are found in one pass.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.core.card import Card, Misconception, Problem
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.outcome import Completed, Outcome, sentence
from quizapp.core.ports import Runner
from quizapp.core.response import Misread
from quizapp.core.verdict import Correct, Unsettled, feedback

SEEDS = (0, 1)
"""Two ambient seeds: an answer that differs between them depends on chance."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What running one card showed."""

    card: Card
    truth: str | None
    seconds: float
    """Of the first run; 0 for a card without one."""
    problems: tuple[Problem, ...]


def prove(card: Card, runner: Runner) -> Proof:
    """Run a card and judge its own answers."""
    outcomes = _run(card, runner)
    first = outcomes[0] if outcomes else None
    settling = first if card.kind.settled_by_run else None
    truths = [card.kind.truth(outcome) for outcome in outcomes]
    truth = card.kind.truth(settling)
    messages = [
        *_of_run(card, first, truth),
        *(_of_seeds(truths) if card.kind.settled_by_run else ()),
        *_of_key(card, settling),
        *(
            message
            for wrong in card.wrong
            for message in _of_wrong(card, settling, wrong)
        ),
    ]
    return Proof(
        card,
        truth,
        0.0 if first is None else first.seconds,
        tuple(Problem(card.position, message, card.id) for message in messages),
    )


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


def _of_key(card: Card, outcome: Outcome | None) -> Iterator[str]:
    """Type the right answer back."""
    key = card.kind.key(outcome)
    if key is None:
        return
    response = card.kind.read(key)
    if isinstance(response, Misread):
        yield f"the true answer {key} cannot be typed ({response.message}); ask less"
    elif not isinstance(verdict := response.judge(outcome), Correct):
        told = "; ".join(feedback(verdict))
        yield f"the true answer {key} is not judged correct ({told}); ask for less"


def _of_wrong(
    card: Card, outcome: Outcome | None, wrong: Misconception
) -> Iterator[str]:
    response = card.kind.read(wrong.response)
    if isinstance(response, Misread):
        yield f"the wrong response {wrong.response!r} is not read: {response.message}"
        return
    verdict = response.judge(outcome)
    if isinstance(verdict, Correct):
        yield (
            f"the wrong response {wrong.response!r} is judged correct; change it,"
            " or accept less"
        )
    elif isinstance(verdict, Unsettled) and isinstance(card.kind, Flashcard):
        yield "`wrong` has no use on a flashcard, which is never judged; remove it"
