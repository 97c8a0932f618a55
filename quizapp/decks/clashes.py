"""Clashes of former ids, found when all decks are loaded, with their places."""

from pathlib import Path

import tomli

from quizapp.core.cards.card import Position
from quizapp.core.cards.library import Problem
from quizapp.core.cards.renames import Clash
from quizapp.decks.positions import KeyPath, Positions


def problem_of(clash: Clash) -> Problem:
    """Return a clash as a problem of its file, which is read again for the place."""
    card = None if clash.card is None else clash.card.id
    message = f"`formerly` {clash.message}"
    return Problem(_position(clash), message, card)


def _position(clash: Clash) -> Position:
    """Return the place of the former id; if the file changed, that of its card."""
    file = clash.deck.file if clash.card is None else clash.card.position.file
    fallback = Position(file, 1, 1) if clash.card is None else clash.card.position
    try:
        text = Path(file).read_text("utf-8-sig")
        tables = tomli.loads(text)
        places = Positions(text)
        path = _path(clash, places, len(tables.get("card", ())))
    except (OSError, ValueError, RecursionError):
        return fallback
    return fallback if path is None else Position(file, *places.find(path))


def _path(clash: Clash, places: Positions, cards: int) -> KeyPath | None:
    if clash.card is None:
        return ("deck", "formerly", clash.index)
    own = clash.card.position
    for number, place in enumerate(places.cards(cards)):
        if place == (own.line, own.column):
            return ("card", number, "formerly", clash.index)
    return None
