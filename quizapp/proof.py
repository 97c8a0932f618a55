"""Proof: a card is held to its word by running it.

The run must give what the card asks for, the same under another seed; that
truth, typed in, must be judged correct; and every stated wrong response must
be judged wrong. Of a card whose answer is code, the solution must pass the
checks, and what the user begins with and every mutant must fail them. All
problems of a card are found in one pass.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.core.card import Card, Misconception, Problem
from quizapp.core.exploration import explore
from quizapp.core.kinds.coding import Coding
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.notation import quantity
from quizapp.core.outcome import Completed, Outcome, sentence
from quizapp.core.ports import Runner
from quizapp.core.response import Blank, Misread
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
    coding = card.kind.coding
    judging = (
        *_of_run(card, first, truth),
        *(_of_seeds(truths) if card.kind.settled_by_run else ()),
        *_of_key(card, settling),
    )
    messages = [
        *(judging if coding is None else _of_code(card, coding, outcomes, runner)),
        *(
            message
            for wrong in card.wrong
            for message in _of_wrong(card, settling, wrong, runner)
        ),
        *_of_goal(card, runner),
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
    card: Card, outcome: Outcome | None, wrong: Misconception, runner: Runner
) -> Iterator[str]:
    response = card.kind.read(wrong.response)
    if isinstance(response, Misread):
        yield f"the wrong response {wrong.response!r} is not read: {response.message}"
        return
    program = None if card.kind.coding is None else card.program(0, response)
    verdict = response.judge(outcome if program is None else runner.run(program))
    if isinstance(verdict, Correct):
        yield (
            f"the wrong response {wrong.response!r} is judged correct; change it,"
            " or accept less"
        )
    elif isinstance(verdict, Unsettled) and isinstance(card.kind, Flashcard):
        yield "`wrong` has no use on a flashcard, which is never judged; remove it"


def _of_code(
    card: Card, coding: Coding, outcomes: tuple[Outcome, ...], runner: Runner
) -> Iterator[str]:
    """Hold solution, beginning and mutants to the checks."""
    for seed, outcome in zip(SEEDS, outcomes, strict=True):
        verdict = coding.judge(coding.solution, outcome)
        if not isinstance(verdict, Correct):
            when = " under another seed" if seed else ""
            told = "; ".join(feedback(verdict))
            yield f"the solution fails its checks{when} ({told}); mend either"
            return  # without a solution, failing the checks says nothing
    beginning = "the broken snippet" if coding.starter is None else "the starter"
    refused = [(beginning, card.code)]
    refused += [(f"mutants[{n}]", code) for n, code in enumerate(coding.mutants)]
    for name, code in refused:
        yield from _of_refused(card, coding, name, code, runner)


def _of_refused(
    card: Card, coding: Coding, name: str, code: str, runner: Runner
) -> Iterator[str]:
    response = card.kind.read(code)
    program = None if isinstance(response, Misread) else card.program(0, response)
    if program is None:
        return  # an empty starter
    outcome = runner.run(program)
    if isinstance(coding.judge(code, outcome), Correct):
        labels = [each.label for each in coding.results(outcome)]
        passed = "; ".join(labels[:3]) + ("; …" if len(labels) > 3 else "")
        yield (
            f"{name} passes {quantity(len(labels), 'check')} of {len(labels)}"
            f" ({passed}); add one that it fails"
        )


def _of_goal(card: Card, runner: Runner) -> Iterator[str]:
    """Hold the goal of `modify` to be out of reach of the snippet as it is."""
    exploration = explore(card, 0, Blank())
    if card.modify is None or exploration is None:
        return
    code = exploration.original
    tried = exploration.read(code, runner.run(exploration.program(code)))
    if tried.reached:
        yield "the snippet already meets the goal of `modify`; tighten its checks"
    elif not tried.results:
        told = sentence(tried.outcome)
        yield f"the checks of `modify` did not report ({told}); mend them"
