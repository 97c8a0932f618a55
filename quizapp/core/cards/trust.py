"""Trust: whether a deck's snippets may run, depending on how well they are confined.

A deck is data; opening it runs nothing. Whether the snippets of someone else's deck
run at a key press depends on the sandbox of this system. Approval never weakens the
sandbox, and a deck can never ask for more.
"""

from collections.abc import Iterable
from enum import Enum
from hashlib import sha256

from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck
from quizapp.core.cards.outline import LazyCards
from quizapp.core.runs.protection import ProtectionLevel


class Ruling(Enum):
    """The step that must come before a deck's snippets run."""

    RUN = "run"
    NOTIFY = "notify"
    """Show once that the deck is someone else's, and what it cannot do."""
    ASK = "ask"
    """Show the code and ask."""


def rule(level: ProtectionLevel, *, shipped: bool, known: bool) -> Ruling:
    """Decide about a deck; `known` means shown or approved before."""
    if shipped or known:
        return Ruling.RUN
    return Ruling.NOTIFY if level is ProtectionLevel.STRONG else Ruling.ASK


def runs_code(deck: Deck) -> bool:
    """Return whether any card of a deck has something to run."""
    return deck.outline.runs_code


def digest(deck: Deck, path: str) -> str:
    """Return the SHA-256 of the deck's absolute path and all the code it may run.

    Any edit of the code, and any move of the file, gives another one.
    """
    if isinstance(deck.cards, LazyCards) and deck.cards.code[0] == path:
        known = deck.cards.code[1]
        if known:
            return known
    return sha256(b"\0".join(_parts(deck, path))).hexdigest()


def code_of(card: Card) -> tuple[tuple[str, str], ...]:
    """Return every piece of code that a card may run, by its key in the deck."""
    return tuple((key, code) for key, code in _pieces(card) if code.strip())


def _parts(deck: Deck, path: str) -> Iterable[bytes]:
    yield path.encode(errors="surrogateescape")
    for card in deck.cards:
        for key, code in code_of(card):
            yield f"{card.id}/{key}".encode()
            yield code.encode()


def _pieces(card: Card) -> Iterable[tuple[str, str]]:
    if not card.has_program:
        return
    for vary in card.vary:
        yield f"vary {vary.name}", repr(vary)
    yield "snippet", card.snippet
    yield "ask", card.kind.ask or ""
    if (coding := card.kind.coding) is not None:
        yield "starter", coding.starter or ""
        yield "checks", coding.checks
        yield "solution", coding.solution
        yield from ((f"mutants[{n}]", code) for n, code in enumerate(coding.mutants))
        yield from ((f"also_right[{n}]", s) for n, s in enumerate(coding.also_right))
        yield from ((f"wrong[{n}]", w.response) for n, w in enumerate(card.wrong))
    yield from (("show", expression) for expression, _ in card.show)
    if card.modify is not None:
        yield "modify.checks", card.modify.checks
        yield "modify.solution", card.modify.solution
