"""`quizapp check`: verify decks by running them; report all problems in one pass."""

import json
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from quizapp.commands.approve import require_approval
from quizapp.commands.progress import Progress
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.course import problems_of_order
from quizapp.core.cards.library import Library, Problem
from quizapp.core.cards.prerequisites import linked, problems_of_links
from quizapp.core.search.selection import Unknown, find
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.flow.proof import RULES, Proof
from quizapp.grammar.options import CheckOptions
from quizapp.wiring.assembly import Assembly, assembled, shipped_content
from quizapp.wiring.deck_files import add_passed, has_passed, stamp_of
from quizapp.wiring.selection import hint_for

POLL_SECONDS = 0.5
"""How often files are looked at."""


def run(options: CheckOptions) -> ExitCode:
    """Load, run and judge; exit 1 if there is anything to fix."""
    if options.explain:
        _print_rules(as_json=options.json)
        return ExitCode.FINE
    with assembled(options.flags, recheck=True) as assembly:
        if options.watch:
            return _watch(assembly, options)
        library = _loaded(assembly, options)
        if not options.changed:
            return _check(assembly, options, library)
        decks = [d for d in library.decks if not has_passed(assembly, *d.files)]
        if skipped := len(library.decks) - len(decks):
            print(f"{quantity(skipped, 'deck')} passed before", file=sys.stderr)
        files = {file for deck in decks for file in deck.files}
        return _check(assembly, options, library, files)


def _loaded(assembly: Assembly, options: CheckOptions) -> Library:
    paths = (shipped_content(), *assembly.config.decks)
    if options.paths:
        paths = (*options.paths, *options.decks)
    return assembly.load(paths)


def _check(
    assembly: Assembly,
    options: CheckOptions,
    library: Library,
    files: Collection[str] | None = None,
) -> ExitCode:
    """Check the cards of these files, by default of all, and report as it goes on."""
    require_approval(assembly, library.decks)
    cards, unproved = _chosen(library, options.only)
    if files is not None:
        cards = tuple(card for card in cards if card.position.file in files)
    links = problems_of_links(
        {card.id: card for card in cards}, _others(assembly, library, cards)
    )
    named = {card.id for card in cards}
    places = problems_of_order(library.decks)
    shared = (problem for problem in places if problem.card in named)
    unproved = (*unproved, *links, *shared)
    report = _print_json if options.json else _print_lines
    for problem in unproved:
        report(_row_of_problem(problem))
    bad, problems = {problem.position.file for problem in unproved}, len(unproved)
    for proof in _proofs(assembly, cards):
        problems += len(proof.problems)
        if proof.problems:
            bad.add(proof.card.position.file)
        report(_row(proof))
    if options.changed and not options.only:
        checked = {card.id.deck for card in cards}
        for deck in library.decks:
            if deck.id in checked and bad.isdisjoint(deck.files):
                add_passed(assembly, *deck.files)
    whole = files is None and not options.only
    decks = len(library.decks) if whole else len({card.id.deck for card in cards})
    _print_total(decks, len(cards), problems, as_json=options.json)
    return ExitCode.PROBLEMS if problems else ExitCode.FINE


def _watch(assembly: Assembly, options: CheckOptions) -> ExitCode:
    """Check all decks, then those that are saved, until Ctrl-C."""
    stamps: dict[str, tuple[int, int]] = {}
    with suppress(KeyboardInterrupt):
        while True:
            library = _loaded(assembly, options)
            files = {file for deck in library.decks for file in deck.files}
            files |= {problem.position.file for problem in library.problems}
            now = {file: stamp_of(Path(file)) for file in files}
            saved = {file for file, stamp in now.items() if stamps.get(file) != stamp}
            stamps = now
            if saved:
                _check(assembly, options, library, saved)
            time.sleep(POLL_SECONDS)
    return ExitCode.FINE


def _print_rules(*, as_json: bool) -> None:
    """Print every rule of a proof: its name and a sentence."""
    for rule in RULES:
        row = {"rule": rule.name, "sentence": rule.sentence}
        print(json.dumps(row) if as_json else f"{rule.name}: {rule.sentence}")


def _others(
    assembly: Assembly, library: Library, cards: tuple[Card, ...]
) -> Mapping[CardId, Card]:
    """Return the cards that others may name; load the library if one is missing."""
    named = {card_id for card in cards for card_id in linked(card)}
    if named <= library.cards.keys():
        return library.cards
    return {**assembly.library.cards, **library.cards}


def _chosen(
    library: Library, only: tuple[str, ...]
) -> tuple[tuple[Card, ...], tuple[Problem, ...]]:
    """Return the cards to prove, in deck order, and the problems of loading.

    Raises UsageError for a word that names no card, loaded or not.
    """
    if not only:
        return tuple(library.cards.values()), library.problems
    wanted = set()
    for word in only:
        card = find(library, word)
        broken = {p.card for p in library.problems if p.card and _names(word, p)}
        if isinstance(card, Unknown) and not broken:
            raise UsageError(f"no card is called {word!r}", hint_for(card))
        wanted |= broken if isinstance(card, Unknown) else {card.id}
    cards = tuple(card for card in library.cards.values() if card.id in wanted)
    return cards, tuple(p for p in library.problems if p.card in wanted)


def _names(word: str, problem: Problem) -> bool:
    return problem.card is not None and word in (str(problem.card), problem.card.card)


def _proofs(assembly: Assembly, cards: tuple[Card, ...]) -> Iterator[Proof]:
    """Prove all cards in order; show a progress bar if stderr is a terminal."""
    progress = Progress(len(cards)) if sys.stderr.isatty() else None
    for done, proof in enumerate(assembly.proofs(cards)):
        if progress is not None:
            progress.clear()
        yield proof
        if progress is not None:
            progress.show(done + 1)


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


def _row_of_problem(problem: Problem) -> dict[str, object]:
    """Describe a problem that kept a card, or a whole deck, from being loaded."""
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
            print(sanitize_line(line))


def _print_total(decks: int, cards: int, problems: int, *, as_json: bool) -> None:
    if as_json:
        total = {"decks": decks, "cards": cards, "problems": problems}
        print(json.dumps(total))
    else:
        nouns = {"deck": decks, "card": cards, "problem": problems}
        print(", ".join(quantity(number, noun) for noun, number in nouns.items()))
