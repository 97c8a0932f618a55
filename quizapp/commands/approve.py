"""`quizapp approve`: consent to an untrusted deck's code, where it is not confined.

The user consents to code that was on the screen, once per path and snippets. Consent
loosens no protection, and any edit of the code ends it.
"""

import sys
from shlex import join

from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.trust import Ruling, code_of, runs_code
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.errors import ExitCode, RunnerError
from quizapp.grammar.options import ApproveOptions
from quizapp.wiring.assembly import Assembly, assembled, clock
from quizapp.wiring.consent import fingerprints, foreign_files


def run(options: ApproveOptions) -> ExitCode:
    """Show each deck's code and ask; exit 1 if any deck was not approved."""
    with assembled(options.flags) as assembly:
        library = assembly.load(tuple(options.paths))
        for problem in library.problems:
            print(sanitize_line(str(problem)))
        approved = [
            _is_approved(assembly, deck, ask=not options.yes) for deck in library.decks
        ]
    fine = all(approved) and not library.problems
    return ExitCode.FINE if fine else ExitCode.PROBLEMS


def require_approval(assembly: Assembly, decks: tuple[Deck, ...]) -> None:
    """Raise RunnerError for a deck whose code needs the user's approval first."""
    for deck in decks:
        if assembly.ruling(deck) is Ruling.ASK:
            level = assembly.runner.protection.level.value
            raise RunnerError(
                f"the deck {deck.file} has not been approved to run here ({level})",
                f"read it, then: quizapp approve {join(foreign_files(deck))}",
            )


def consented(
    assembly: Assembly, library: Library, cards: CardList
) -> tuple[CardList, tuple[str, ...]]:
    """Return the cards that may be asked, and notices to show the user once."""
    notices: list[str] = []
    refused: set[str] = set()
    for deck in library.decks:
        if deck.id not in cards.decks:
            continue
        match assembly.ruling(deck):
            case Ruling.RUN:
                continue
            case Ruling.NOTIFY:
                notices.append(_introduced(assembly, deck))
            case Ruling.ASK if not sys.stdin.isatty():
                require_approval(assembly, (deck,))
            case Ruling.ASK:
                if not _is_approved(assembly, deck, ask=True):
                    refused.add(deck.id)
    return cards.at_rest_in(refused) if refused else cards, tuple(notices)


def _introduced(assembly: Assembly, deck: Deck) -> str:
    _approve(assembly, deck)
    level = assembly.runner.protection.level
    return f"“{deck.title}” did not come with quizapp. {level.text}"


def _approve(assembly: Assembly, deck: Deck) -> None:
    for file, fingerprint in fingerprints(deck).items():
        assembly.approvals.approve(fingerprint, file, clock())


def _is_approved(assembly: Assembly, deck: Deck, *, ask: bool) -> bool:
    name = sanitize_line(f"{deck.id} ({deck.file})")
    if not runs_code(deck):
        print(f"{name} runs no code: nothing to approve")
        return True
    if ask and not _has_consent(assembly, deck, name):
        print(f"{name} not approved; its code will not run")
        return False
    _approve(assembly, deck)
    print(f"{name} approved until its code changes")
    return True


def _has_consent(assembly: Assembly, deck: Deck, name: str) -> bool:
    for card in deck.cards:
        for key, code in code_of(card):
            print(f"--- {card.id}, {sanitize_line(key)}")
            print(sanitize(code.strip("\n")))
    print(f"\nThis is all the code that {name} runs.")
    print(assembly.runner.protection.level.text)
    try:
        return input("Type yes to let it run on this machine: ").strip() == "yes"
    except EOFError:
        print()
        return False
