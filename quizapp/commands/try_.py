"""`quizapp try`: judge one response to one card; nothing is recorded."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from textwrap import indent

from quizapp.commands.approve import require_approval
from quizapp.commands.notices import LOADING, WaitingLine
from quizapp.core.cards.card import Card
from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Unsettled, Verdict, feedback, name_of, score_of
from quizapp.core.kinds.mentions import mentioned
from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import TryOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.selection import card_named
from quizapp.wording.session import verdict_heading


def run(options: TryOptions) -> ExitCode:
    """Read the response, run the card if a run settles it, print the verdict."""
    with assembled(options.flags) as assembly:
        card = card_named(assembly.library, options.card).draw(options.seed)
        text = options.response
        if text is None or text == "-":
            text = _typed(card, options)
        response = Posed(card, options.seed, assembly.clock()).read(_stripped(text))
        if isinstance(response, Misread):
            raise UsageError(
                f"cannot read the answer: {response.message}",
                f"{card.task} {card.kind.form}".rstrip(),
            )
        if card.kind.settled_by_run:
            require_approval(assembly, (assembly.library.deck_of(card.id),))
        outcome = _outcome(assembly, card, response)
    verdict, truth = card.judge(response, outcome), card.kind.truth(outcome)
    lines = [*feedback(verdict), *_points_made(card, response, verdict)]
    if because := card.because(response, verdict, outcome):
        lines.append(because)
    if options.json:
        print(json.dumps(_as_json(card, verdict, truth, lines)))
    else:
        _print_lines(card, verdict, truth, lines)
    unsettled = isinstance(verdict, Unsettled) and card.kind.settled_by_run
    return ExitCode.ENVIRONMENT if unsettled else ExitCode.FINE


def _points_made(card: Card, response: Response, verdict: Verdict) -> Iterator[str]:
    """Yield the rubric points whose words are in a free answer."""
    rubric = card.kind.scored_by
    if rubric is not None and isinstance(verdict, Unsettled):
        for number, words in mentioned(rubric.points, response.text).items():
            yield f"point {number}: found {'; '.join(words)}"


def _typed(card: Card, options: TryOptions) -> str:
    """Read a response from standard input; on a terminal, show the card first.

    Where an answer is needed, and nobody is there to ask, the card is shown, too.
    """
    kind, seed = card.kind, options.seed
    if not sys.stdin.isatty():
        text = sys.stdin.read()
        left_out = options.response is None and not text.strip()
        if left_out and isinstance(card.read(text), Misread):
            if not options.json:
                print(_question(card, seed))
            raise UsageError("no answer given", f"quizapp try {card.id} RESPONSE")
        return text
    print(_question(card, seed))
    if kind.coding is None:
        with suppress(EOFError):
            return kind.from_listing(input("> "), seed)
        return ""
    print("Write the code, then press Ctrl-D on a new line.")
    return sys.stdin.read()


def _question(card: Card, seed: int) -> str:
    kind = card.kind
    task = f"{card.task} {kind.form}".rstrip()
    shown = (card.prompt.strip(), card.code.strip("\n"), *kind.listing(seed), task)
    return sanitize("\n".join(part for part in shown if part))


def _stripped(text: str) -> str:
    """Strip the newlines that a pipe adds, but no indentation."""
    return text.strip("\r\n").rstrip() if text.strip() else ""


def _outcome(assembly: Assembly, card: Card, response: Response) -> Outcome | None:
    program = card.program(0, response) if card.kind.settled_by_run else None
    if program is None:
        return None
    with WaitingLine(LOADING):
        return assembly.runner.run(program)


def _print_lines(
    card: Card, verdict: Verdict, truth: str | None, lines: list[str]
) -> None:
    if card.drawn.values:
        print(sanitize_line(f"with {card.drawn}"))
    print(verdict_heading(verdict))
    for line in lines:
        print(indent(sanitize(line), "  "))
    if truth is not None:
        shown = sanitize(truth).strip("\n").rstrip()
        print(f"answer:\n{indent(shown, '  ')}")


def _as_json(
    card: Card, verdict: Verdict, truth: str | None, lines: list[str]
) -> dict[str, object]:
    return {
        "card": str(card.id),
        "verdict": name_of(verdict),
        "score": score_of(verdict),
        "truth": truth,
        "feedback": lines,
    }
