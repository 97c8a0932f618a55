"""Consent: the decks whose code the user knows, file by file.

A deck may have own edits in other files. Each file's code is known or not by itself:
an edit of a shipped deck did not come with quizapp, and the deck's author did not
write it.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from quizapp.core.cards.deck import Deck
from quizapp.core.cards.trust import digest, runs_code
from quizapp.flow.ports import Approvals
from quizapp.wiring.shipped import shipped_content


def is_known(deck: Deck, approvals: Approvals | None) -> bool:
    """Return whether the user knows all code of a deck; None if there is no log."""
    prints = fingerprints(deck).values()
    return all(approvals is not None and approvals.knows(each) for each in prints)


def foreign_files(deck: Deck) -> tuple[str, ...]:
    """Return the files of a deck that have code and did not come with quizapp."""
    return tuple(fingerprints(deck))


def fingerprints(deck: Deck) -> dict[str, str]:
    """Return the hash under which consent is stored, for each such file."""
    return dict(_fingerprints(deck))


def _fingerprints(deck: Deck) -> Iterator[tuple[str, str]]:
    if not runs_code(deck):
        return
    shipped = shipped_content().resolve()
    for file in deck.files:
        path = Path(file).resolve()
        if path.is_relative_to(shipped):
            continue
        part = deck if len(deck.files) == 1 else _part(deck, file)
        if runs_code(part):
            yield file, digest(part, str(path))


def _part(deck: Deck, file: str) -> Deck:
    """Return a deck with the cards of one of its files."""
    own = tuple(card for card in deck.cards if card.position.file == file)
    return replace(deck, cards=own)
