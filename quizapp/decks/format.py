"""Deck format 1: the keys of a deck and of every card, and the table of kinds.

The keys of one kind are the fields of its struct in `core.kinds`; a new kind
needs one entry in KINDS.
"""

from typing import Any

from msgspec import Struct, field

from quizapp.core.cards.card import CardOrigin, Level, Misconception, Modify
from quizapp.core.kinds import Kind
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.runs.outcome import Show

DECK_FORMAT = 1

KINDS: dict[str, type[Kind]] = {
    kind.name: kind
    for kind in (
        Choice,
        Cloze,
        Fix,
        Flashcard,
        FreeText,
        Implement,
        Match,
        Numeric,
        Open,
        Order,
        Predict,
    )
}

TOP_KEYS = ("format", "deck", "card")
MAX_CARD_PICTURES = 4
"""The most pictures of one run that fit on a screen."""
MAX_LIMIT_SECONDS = 60.0
"""The most seconds that a run may take: nobody waits longer for a verdict."""


class DeckFields(Struct, frozen=True):
    """The keys of `[deck]`."""

    id: str
    title: str
    topic: str
    about: str = ""
    sources: tuple[str, ...] = ()
    order: int | None = None
    formerly: tuple[str, ...] = ()


class OverlayFields(Struct, frozen=True):
    """The keys of `[deck]` in a file with own edits of another deck."""

    extends: str
    """The id of that deck; its title and topic are those of its author."""


class CardFields(Struct, frozen=True):
    """The keys that every kind of card has."""

    id: str
    kind: str
    level: Level
    prompt: str
    tags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    snippet: str = ""
    explain: str = ""
    wrong: tuple[Misconception, ...] = ()
    limit: float | None = None
    show: dict[str, Show] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    order: int | None = None
    formerly: tuple[str, ...] = ()
    modify: Modify | None = None
    origin: CardOrigin | None = None
    vary: dict[str, Any] = field(default_factory=dict)
    """Checked by `decks.vary`."""
