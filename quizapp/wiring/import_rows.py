"""Import rows: what an import does about each card, and why."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.decks.cleaning import clean_line
from quizapp.exchange.imported import LeftOut

EXCERPT = 40
"""Characters of a card, for people to recognize it."""


class Change(Enum):
    """What an import does about a card."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    LEFT_OUT = "left-out"


class ImportRow(Struct, frozen=True):
    """What happens to one card, and why."""

    change: Change
    card: CardId | None
    where: str = ""
    excerpt: str = ""
    reason: str = ""
    origin: str = ""


class Target(Struct, frozen=True):
    """Where the cards of a file go."""

    folder: Path
    file: str
    """The name of the file that is imported."""
    title: str
    """Of the deck, for cards that name none; and of the topic."""
    only_deck: str | None = None
    """The title of the one deck for all cards; None for those of the file."""
    topic: str | None = None
    """None to take it from the titles."""
    taken: frozenset[str] = frozenset()
    """Ids and names of files that no new deck may have."""
    own: Mapping[str, CardId] = {}
    """Cards that are here already, by every id that they have or had."""


def excerpt_of(text: str) -> str:
    """Return the first words of a text, in one line."""
    line = clean_line(text[: 4 * EXCERPT])
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"


def row_of(left_out: LeftOut) -> ImportRow:
    """Return the row of something that the reader did not take."""
    words = excerpt_of(left_out.excerpt)
    return ImportRow(Change.LEFT_OUT, None, left_out.where, words, left_out.reason)
