"""What a reader finds in a file: cards, their history, and what it leaves out.

The values that all formats share. A reader never raises for what one card contains:
a card that quizapp cannot ask is a `LeftOut`, with the reason. It raises
ExchangeError for a file that is not what its name says.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment

OWN_FORMAT = "quizapp"
"""Of a card that was written in quizapp and went through another program."""
GLOBAL_FORMATS = frozenset({"anki", OWN_FORMAT})
"""Formats whose ids are unique in the world. The ids of the others, such as the words
of a question, may mean another card in another deck."""


class Origin(Struct, frozen=True):
    """What a card is in its source: the same each time the source is read."""

    format: str
    """The short name of the format, such as "anki" or "markdown"."""
    id: str
    """Anki's guid and card number, a path and heading, a question's text. At most
    200 characters: `exchange.text_id` shortens what may be longer."""

    def __str__(self) -> str:
        return f"{self.format}:{self.id}"


class ImportedCard(Struct, frozen=True):
    """A card that quizapp can ask."""

    origin: Origin
    name: str
    """What its id is made from, in plain words."""
    fields: Mapping[str, Any]
    """Its keys in deck format 1, except `id` and `origin`. `level` may be missing.
    Text may hold anything: the planner makes it fit for a deck (control characters,
    `{{name}}`), but a cloze's own brackets are the reader's."""
    where: str
    """Where it is in the file, for messages: "note 12", "line 40"."""
    deck: str = ""
    """The title of its deck; empty for the file's own. "A::B" is in the topic A."""
    stored: str = ""
    """The result that the source states for a `predict` card. The run decides; a
    difference is reported."""
    tests: tuple[str, ...] = ()
    """What the source tests a solution with: each alone is `checks`. Those that the
    solution fails are reported and not taken; the others become `checks`."""
    test_setup: str = ""
    """What each of the tests needs before it; it is put into `checks` once."""
    mutants: tuple[str, ...] = ()
    """Changed copies of the solution. Some of those that fail become `mutants`."""


class LeftOut(Struct, frozen=True):
    """Something in the file that does not become a card."""

    where: str
    excerpt: str
    """Its first words, so that the user recognizes it."""
    reason: str


class ImportedReview(Struct, frozen=True):
    """One review in the history of a source."""

    origin: Origin
    """That of its card."""
    number: int
    """Its number in the source: Anki's epoch milliseconds. The event id is made from
    this and the origin, so that importing again adds only what is new."""
    grade: Grade
    moment: Moment
    """When it was, with the study day that the source counted it on."""
    seconds: float


class ImportedReset(Struct, frozen=True):
    """A card became new again: what came before no longer counts."""

    origin: Origin
    number: int
    moment: Moment


class ImportedState(Struct, frozen=True):
    """What is true of a card now, beside its history."""

    origin: Origin
    suspended: bool = False
    starred: bool = False


class Imported(Struct, frozen=True):
    """All that a file holds."""

    title: str
    cards: tuple[ImportedCard, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    """What is true of the whole file, such as media that are not taken."""
    history: tuple[ImportedReview | ImportedReset, ...] = ()
    """In order of time."""
    states: tuple[ImportedState, ...] = field(default=())
