"""`quizapp try`: one response to one card, judged and forgotten."""

import json
import sys
from argparse import Namespace
from textwrap import indent

from quizapp.core.card import Card
from quizapp.core.outcome import Outcome
from quizapp.core.response import Misread
from quizapp.core.sanitise import sanitise, sanitise_line
from quizapp.core.selection import Unknown, find
from quizapp.core.session import Posed
from quizapp.core.verdict import Unsettled, Verdict, feedback, name, score
from quizapp.errors import ExitCode, UsageError
from quizapp.plain import heading
from quizapp.wiring import Assembly, assembled, clock, hint_for


def run(options: Namespace) -> ExitCode:
    """Read the response, run the card if a run settles it, print the verdict."""
    with assembled(options) as assembly:
        card = find(assembly.library, options.card)
        if isinstance(card, Unknown):
            raise UsageError(f"no card is called {card.word!r}", hint_for(card))
        card = card.draw(options.seed)
        text = _typed(card) if options.response is None else options.response
        response = Posed(card, options.seed, clock()).read(text.strip())
        if isinstance(response, Misread):
            raise UsageError(f"not read: {response.message}", card.kind.task)
        outcome = _outcome(assembly, card)
    verdict, truth = card.judge(response, outcome), card.kind.truth(outcome)
    told = [*feedback(verdict)]
    if because := card.because(response, verdict, outcome):
        told.append(because)
    if options.json:
        print(json.dumps(_as_json(card, verdict, truth, told)))
    else:
        _tell(card, verdict, truth, told)
    unsettled = isinstance(verdict, Unsettled) and card.kind.settled_by_run
    return ExitCode.ENVIRONMENT if unsettled else ExitCode.FINE


def _typed(card: Card) -> str:
    """Read a response of any number of lines; at a terminal, ask for one line."""
    if not sys.stdin.isatty():
        return sys.stdin.read()
    print(sanitise(f"{card.prompt.strip()}\n{card.code}{card.kind.task}"))
    return input("> ")


def _outcome(assembly: Assembly, card: Card) -> Outcome | None:
    program = card.program() if card.kind.settled_by_run else None
    return None if program is None else assembly.runner.run(program)


def _tell(card: Card, verdict: Verdict, truth: str | None, told: list[str]) -> None:
    if card.drawn.values:
        print(sanitise_line(f"with {card.drawn}"))
    print(heading(verdict))
    for line in told:
        print(indent(sanitise(line), "  "))
    if truth is not None:
        print(f"answer:\n{indent(sanitise(truth.strip()), '  ')}")


def _as_json(
    card: Card, verdict: Verdict, truth: str | None, told: list[str]
) -> dict[str, object]:
    return {
        "card": str(card.id),
        "verdict": name(verdict),
        "score": score(verdict),
        "truth": truth,
        "feedback": told,
    }
