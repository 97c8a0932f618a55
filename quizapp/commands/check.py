"""`quizapp check`: decks are held to their word, all problems in one pass."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable

from quizapp.commands.approve import insist
from quizapp.core.card import Card, Library, Problem
from quizapp.core.notation import quantity
from quizapp.core.sanitise import sanitise_line
from quizapp.errors import ExitCode
from quizapp.proof import Proof, prove
from quizapp.wiring import assembled


def run(options: Namespace) -> ExitCode:
    """Load, run and judge; exit 1 if anything is left to mend."""
    with assembled(options) as assembly:
        paths = tuple(options.paths)
        library = assembly.load((*paths, *options.decks)) if paths else assembly.library
        insist(assembly, library.decks)
        report = _print_json if options.json else _print_lines
        for problem in library.problems:
            report(_unproved(problem))
        cards = tuple(library.cards.values())
        proofs = _proofs(cards, lambda card: prove(card, assembly.runner))
        problems = len(library.problems)
        for proof in proofs:
            problems += len(proof.problems)
            report(_row(proof))
    _print_total(library, problems, as_json=options.json)
    return ExitCode.PROBLEMS if problems else ExitCode.FINE


def _proofs(
    cards: tuple[Card, ...], prove_one: Callable[[Card], Proof]
) -> Iterable[Proof]:
    """Prove card by card, counting on a terminal's stderr."""
    visible = sys.stderr.isatty()
    for number, card in enumerate(cards, start=1):
        if visible:
            print(f"\r\x1b[Kchecking {number}/{len(cards)}", end="", file=sys.stderr)
        proof = prove_one(card)
        if visible:
            print("\r\x1b[K", end="", file=sys.stderr)
        yield proof


def _row(proof: Proof) -> dict[str, object]:
    return {
        "card": str(proof.card.id),
        "kind": proof.card.kind.name,
        "file": proof.card.position.file,
        "line": proof.card.position.line,
        "ok": not proof.problems,
        "truth": proof.truth,
        "seconds": round(proof.seconds, 6),
        "problems": [str(problem) for problem in proof.problems],
    }


def _unproved(problem: Problem) -> dict[str, object]:
    """Report a problem that kept a card, or a whole deck, from being loaded."""
    return {
        "card": None if problem.card is None else str(problem.card),
        "kind": None,
        "file": problem.position.file,
        "line": problem.position.line,
        "ok": False,
        "truth": None,
        "seconds": 0.0,
        "problems": [str(problem)],
    }


def _print_json(row: dict[str, object]) -> None:
    print(json.dumps(row))


def _print_lines(row: dict[str, object]) -> None:
    problems = row["problems"]
    if isinstance(problems, list):
        for line in problems:
            print(sanitise_line(line))


def _print_total(library: Library, problems: int, *, as_json: bool) -> None:
    decks, cards = len(library.decks), len(library.cards)
    if as_json:
        total = {"decks": decks, "cards": cards, "problems": problems}
        print(json.dumps(total))
    else:
        nouns = {"deck": decks, "card": cards, "problem": problems}
        print(", ".join(quantity(number, noun) for noun, number in nouns.items()))
