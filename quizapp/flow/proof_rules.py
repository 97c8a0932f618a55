"""The rules of a proof: what must hold for each variant of a card.

A rule is a name, one sentence, and a function that yields the problems of one case.
`quizapp check --explain` lists them. A rule yields nothing for a card that it does not
concern.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from quizapp.core.judging.response import Blank
from quizapp.core.judging.verdict import Correct, feedback
from quizapp.core.runs.outcome import Completed, sentence
from quizapp.core.session.exploration import Exploration, Tried, explore
from quizapp.core.values.misread import Misread
from quizapp.flow.ports import Runner
from quizapp.flow.proof_answers import (
    problems_of_accepted,
    problems_of_tolerance,
    problems_of_truth,
)
from quizapp.flow.proof_case import SEEDS, Case, Check
from quizapp.flow.proof_rubric import problems_of_mentions


def problems_of_snippet(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that a snippet fails although it should prove the answer."""
    for outcome in case.outcomes:
        if not case.card.kind.settled_by_run and not isinstance(outcome, Completed):
            yield f"the snippet fails ({sentence(outcome)}); fix it"


def problems_of_run(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that a run gives no answer although it should."""
    if case.settling is not None and case.truth is None:
        end = sentence(case.settling)
        yield f"the run gives no answer ({end}); fix `snippet` or `ask`"


def problems_of_seed(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that the answer differs between two seeds."""
    if case.answer_is_code or case.settling is None or case.truth is None:
        return
    truths = [case.card.kind.truth(outcome) for outcome in case.outcomes]
    if len(set(truths)) > 1:
        answers = " or ".join(truth or "no result" for truth in truths)
        yield (
            f"the answer depends on a seed that is not set ({answers}); use fixed"
            " values, or call torch.manual_seed first"
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
"""Dropout as in another release of torch: the same distribution, other bits."""


def problems_of_release(case: Case, runner: Runner) -> Iterator[str]:
    """Run once more with other dropout masks, as another release of torch has them."""
    card, outcome = case.card, case.settling
    program = card.program(SEEDS[0])
    if case.answer_is_code or outcome is None or program is None:
        return
    if case.truth is None or "dropout" not in program.code.casefold():
        return
    other = runner.run(replace(program, code=OTHER_BITS + program.code))
    response = card.read(card.kind.key(outcome) or "")
    if isinstance(response, Misread):
        return
    if isinstance(response.judge(outcome), Correct):
        if not isinstance(response.judge(other), Correct):
            yield (
                "the answer depends on the bits of a seeded dropout mask, which differ"
                " between releases of torch; write the mask down, or use p = 1"
            )


def problems_of_solution(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that the solution fails its checks; once is enough."""
    coding = case.card.kind.coding
    if coding is None:
        return
    for seed, outcome in zip(SEEDS, case.outcomes, strict=True):
        verdict = coding.judge(coding.solution, outcome)
        if not isinstance(verdict, Correct):
            when = " under another seed" if seed else ""
            reasons = "; ".join(feedback(verdict))
            yield f"the solution fails its checks{when} ({reasons}); fix one of them"
            return


def problems_of_beginning(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that the code which the user starts with passes already."""
    coding = case.card.kind.coding
    if coding is not None:
        name = "the broken snippet" if coding.starter is None else "the starter"
        yield from _passes(case, name, case.card.code, runner)


def problems_of_also_right(case: Case, runner: Runner) -> Iterator[str]:
    """Yield each other solution that fails a check."""
    card, coding = case.card, case.card.kind.coding
    for index, code in enumerate(() if coding is None else coding.also_right):
        response = card.read(code)
        program = None if isinstance(response, Misread) else card.program(0, response)
        if coding is None or program is None:
            continue
        verdict = coding.judge(code, runner.run(program))
        if not isinstance(verdict, Correct):
            reasons = "; ".join(feedback(verdict))
            yield (
                f"also_right[{index}] fails ({reasons}); check behavior that the"
                " prompt asks for, or correct this solution"
            )


def problems_of_mutants(case: Case, runner: Runner) -> Iterator[str]:
    """Yield each mutant that passes."""
    coding = case.card.kind.coding
    for index, mutant in enumerate(() if coding is None else coding.mutants):
        yield from _passes(case, f"mutants[{index}]", mutant, runner)


def problems_of_goal(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that the goal of `modify` is met already, or missed by its solution."""
    card = case.card
    exploration = explore(card, 0, Blank())
    if card.modify is None or exploration is None:
        return
    tried = _try_out(exploration, exploration.original, runner)
    if tried.reached:
        yield "the snippet already meets the goal of `modify`; tighten its checks"
    elif not tried.results:
        end = sentence(tried.outcome)
        yield f"the checks of `modify` did not report ({end}); fix them"
    elif solution := card.modify.solution.strip("\n"):
        solved = _try_out(exploration, card.drawn.placed_in(solution), runner)
        if not solved.reached:
            failed = [result.label for result in solved.results if not result.passed]
            reason = "; ".join(failed) or sentence(solved.outcome)
            yield (
                f"the solution of `modify` misses its goal ({reason}); fix one of them"
            )


def problems_of_rubric(case: Case, runner: Runner) -> Iterator[str]:
    """Yield that words in the rubric miss its own answer, or find any other."""
    yield from problems_of_mentions(case.card)


def problems_of_kind(case: Case, runner: Runner) -> Iterator[str]:
    """Yield what the kind itself finds wrong with the values that were drawn."""
    yield from case.card.kind.problems_as_drawn()


def _passes(case: Case, name: str, code: str, runner: Runner) -> Iterator[str]:
    """Yield that code passes all checks; without a solution that means nothing."""
    card, coding = case.card, case.card.kind.coding
    if coding is None or any(problems_of_solution(case, runner)):
        return
    response = card.read(code)
    program = None if isinstance(response, Misread) else card.program(0, response)
    if program is None:
        return  # an empty starter
    outcome = runner.run(program)
    if isinstance(coding.judge(code, outcome), Correct):
        labels = [result.label for result in coding.results(outcome)]
        passed = "; ".join(labels[:3]) + ("; …" if len(labels) > 3 else "")
        yield f"{name} passes every check ({passed}); add one that it fails"


def _try_out(exploration: Exploration, code: str, runner: Runner) -> Tried:
    return exploration.read(code, runner.run(exploration.program(code)))


CHECKS = (
    Check(
        "snippet-runs",
        "A snippet that shows why the answer is right runs to its end.",
        problems_of_snippet,
    ),
    Check(
        "run-answers",
        "If a run decides what is right, it gives an answer.",
        problems_of_run,
    ),
    Check(
        "same-for-every-seed",
        "The answer is the same under another random seed.",
        problems_of_seed,
    ),
    Check(
        "same-in-every-release",
        "The answer does not depend on how torch draws a dropout mask from a seed.",
        problems_of_release,
    ),
    Check(
        "right-answer-is-correct",
        "The right answer can be typed and is judged correct.",
        problems_of_truth,
    ),
    Check(
        "accepted-answers-are-correct",
        "Each accepted form of an answer, and each right order, is judged correct.",
        problems_of_accepted,
    ),
    Check(
        "tolerance-is-small",
        "0 in place of a number of the answer is not judged correct.",
        problems_of_tolerance,
    ),
    Check(
        "solution-passes",
        "The solution passes its checks, under another random seed too.",
        problems_of_solution,
    ),
    Check(
        "beginning-fails",
        "The broken snippet or the starter fails a check.",
        problems_of_beginning,
    ),
    Check(
        "other-solutions-pass",
        "Every solution of `also_right` passes the checks.",
        problems_of_also_right,
    ),
    Check("mutants-fail", "Every mutant fails a check.", problems_of_mutants),
    Check(
        "goal-is-reachable",
        "The snippet misses the goal of `modify`, and its solution meets it.",
        problems_of_goal,
    ),
    Check(
        "values-leave-a-question",
        "With the values of each variant there is still something to answer.",
        problems_of_kind,
    ),
    Check(
        "mentions-find-the-answer",
        "The model answer has a mention of every point; other answers have none.",
        problems_of_rubric,
    ),
)
"""In the order in which their problems are reported."""
