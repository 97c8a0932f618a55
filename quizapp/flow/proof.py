"""Proof: a card is held to its word by running it, in every variant.

The run must give what the card asks for, the same under another seed; that
truth, typed in, must be judged correct; and every stated wrong response must
be judged wrong. Of a card whose answer is code, the solution must pass the
checks, and what the user begins with and every mutant must fail them. All
problems of a card are found in one pass.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card, Misconception
from quizapp.core.cards.library import Problem
from quizapp.core.cards.variant import variants
from quizapp.core.judging.response import Blank
from quizapp.core.judging.verdict import Correct, Unsettled, feedback
from quizapp.core.kinds.coding import Coding
from quizapp.core.runs.outcome import Completed, Outcome, sentence
from quizapp.core.session.exploration import Exploration, Tried, explore
from quizapp.core.values.misread import Misread
from quizapp.flow.ports import Runner

SEEDS = (0, 1)
"""Two ambient seeds: an answer that differs between them depends on chance."""


class Proof(Struct, frozen=True):
    """What running one card showed."""

    card: Card
    truth: str | None
    """Of the first variant."""
    seconds: float
    """Of the first run; 0 for a card without one."""
    problems: tuple[Problem, ...]


class _Case(Struct, frozen=True):
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
    told = [(case, message) for case in cases for message in _of_case(case, runner)]
    messages = [
        *_named(told),
        *(
            message
            for index in range(len(card.wrong))
            for message in _of_wrong(cases, index, runner)
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


def _of_case(case: _Case, runner: Runner) -> Iterator[str]:
    card, outcomes = case.card, case.outcomes
    coding = card.kind.coding
    if coding is not None:
        yield from _of_code(card, coding, outcomes, runner)
    else:
        yield from _of_run(card, outcomes[0] if outcomes else None, case.truth)
        if card.kind.settled_by_run:
            yield from _of_seeds([card.kind.truth(outcome) for outcome in outcomes])
            yield from _of_release(card, case.settling, runner)
        yield from _of_key(card, case.settling)
    yield from _of_goal(card, runner)
    yield from card.kind.problems_as_drawn()


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


OTHER_BITS = (
    "import torch\n"
    "def _other(input, p=0.5, training=True, inplace=False,"
    " was=torch.nn.functional.dropout):\n"
    "    if training and 0 < p < 1:\n"
    "        torch.rand(1)\n"
    "    return was(input, p, training, inplace)\n"
    "torch.nn.functional.dropout = _other\n"
)
"""Dropout as in another release of torch: the same law, other bits for a seed."""


def _of_release(card: Card, outcome: Outcome | None, runner: Runner) -> Iterator[str]:
    """Run once more as if torch drew its masks otherwise, as releases do."""
    program = card.program(SEEDS[0])
    if program is None or "dropout" not in program.code.casefold():
        return
    truth = card.kind.truth(outcome)
    other = runner.run(replace(program, code=OTHER_BITS + program.code))
    response = None if truth is None else card.kind.read(card.kind.key(outcome) or "")
    if response is None or isinstance(response, Misread):
        return
    if isinstance(response.judge(outcome), Correct):
        if not isinstance(response.judge(other), Correct):
            yield (
                "the answer depends on the bits of a seeded dropout mask, which differ"
                " between releases of torch; write the mask down, or take p = 1"
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
        return
    yield from _of_zero(card, outcome, key)


_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?(?![\w.])")


def _of_zero(card: Card, outcome: Outcome | None, key: str) -> Iterator[str]:
    """Hold the tolerance to be finer than every number of the answer."""
    for match in _NUMBER.finditer(key):
        response = card.kind.read(f"{key[: match.start()]}0{key[match.end() :]}")
        if float(match[0]) == 0 or isinstance(response, Misread):
            continue
        if isinstance(response.judge(outcome), Correct):
            yield f"0 for {match[0]} is judged correct; set a finer `tolerance`"
            return


def _of_wrong(cases: Sequence[_Case], index: int, runner: Runner) -> Iterator[str]:
    """Judge a wrong response in every variant; in one at least it must be wrong.

    With single values a misconception may lead to the truth: that is passed over.
    """
    told = [
        (
            case,
            _judged(case, case.card.wrong[index], runner),
            case.card.wrong[index].response,
        )
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


_RIGHT = "is judged correct; change it, or accept less"


def _judged(case: _Case, wrong: Misconception, runner: Runner) -> str | None:
    """Return what is wrong with a wrong response, None if it is a mistake indeed."""
    card = case.card
    response = card.kind.read(wrong.response)
    if isinstance(response, Misread):
        return f"is not read: {response.message}"
    program = None if card.kind.coding is None else card.program(0, response)
    outcome = case.settling if program is None else runner.run(program)
    verdict = response.judge(outcome)
    if isinstance(verdict, Correct):
        return _RIGHT
    if isinstance(verdict, Unsettled) and not card.kind.accepts_wrong:
        return f"has no use on a {card.kind.name}, which is never judged; remove it"
    return None


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
    """Hold the goal of `modify` to be missed by the snippet, met by its solution."""
    exploration = explore(card, 0, Blank())
    if card.modify is None or exploration is None:
        return
    tried = _try_out(exploration, exploration.original, runner)
    if tried.reached:
        yield "the snippet already meets the goal of `modify`; tighten its checks"
    elif not tried.results:
        told = sentence(tried.outcome)
        yield f"the checks of `modify` did not report ({told}); mend them"
    elif solution := card.modify.solution.strip("\n"):
        solved = _try_out(exploration, card.drawn.code + solution, runner)
        if not solved.reached:
            missed = [each.label for each in solved.results if not each.passed]
            told = "; ".join(missed) or sentence(solved.outcome)
            yield f"the solution of `modify` misses its goal ({told}); mend either"


def _try_out(exploration: Exploration, code: str, runner: Runner) -> Tried:
    return exploration.read(code, runner.run(exploration.program(code)))
