"""`quizapp try`: one response to one card, judged and forgotten."""

import json
import sys
from contextlib import suppress
from textwrap import indent

from quizapp.commands.approve import insist
from quizapp.core.cards.card import Card
from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Unsettled, Verdict, feedback, name, score
from quizapp.core.runs.outcome import Outcome
from quizapp.core.search.selection import Unknown, find
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import TryOptions
from quizapp.wiring.assembly import Assembly, assembled, clock
from quizapp.wiring.selection import hint_for
from quizapp.wording.session import verdict_heading


def run(options: TryOptions) -> ExitCode:
    """Read the response, run the card if a run settles it, print the verdict."""
    with assembled(options.flags) as assembly:
        card = find(assembly.library, options.card)
        if isinstance(card, Unknown):
            raise UsageError(f"no card is called {card.word!r}", hint_for(card))
        card = card.draw(options.seed)
        given = options.response
        text = _typed(card, options.seed) if given in {None, "-"} else given
        response = Posed(card, options.seed, clock()).read(_stripped(text))
        if isinstance(response, Misread):
            raise UsageError(
                f"not read: {response.message}",
                f"{card.kind.task} {card.kind.form}".rstrip(),
            )
        if card.kind.settled_by_run:
            insist(assembly, (assembly.library.deck_of(card.id),))
        outcome = _outcome(assembly, card, response)
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


def _typed(card: Card, seed: int) -> str:
    """Read a response of any number of lines; at a terminal, ask for what it takes."""
    if not sys.stdin.isatty():
        return sys.stdin.read()
    kind = card.kind
    task = f"{kind.task} {kind.form}".rstrip()
    shown = (card.prompt.strip(), card.code.strip("\n"), *kind.listing(seed), task)
    print(sanitize("\n".join(part for part in shown if part)))
    if kind.coding is None:
        with suppress(EOFError):
            return kind.from_listing(input("> "), seed)
        return ""
    print("Write the code, then end the input (Ctrl+D).")
    return sys.stdin.read()


def _stripped(text: str) -> str:
    """Strip what a pipe adds around an answer, but no indentation."""
    return text.strip("\r\n").rstrip() if text.strip() else ""


def _outcome(assembly: Assembly, card: Card, response: Response) -> Outcome | None:
    program = card.program(0, response) if card.kind.settled_by_run else None
    return None if program is None else assembly.runner.run(program)


def _tell(card: Card, verdict: Verdict, truth: str | None, told: list[str]) -> None:
    if card.drawn.values:
        print(sanitize_line(f"with {card.drawn}"))
    print(verdict_heading(verdict))
    for line in told:
        print(indent(sanitize(line), "  "))
    if truth is not None:
        shown = sanitize(truth).strip("\n").rstrip()
        print(f"answer:\n{indent(shown, '  ')}")


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
