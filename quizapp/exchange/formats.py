"""Formats: what a format is, what its reader is asked for, and its writer.

`registry` lists them.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.deck import Deck
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import Event
from quizapp.exchange.imported import Imported, LeftOut

MIB = 2**20


class Reading(Struct, frozen=True):
    """What a reader is asked for."""

    path: Path
    """A regular file, or a folder where the format takes one."""
    now: Moment
    """With the user's time zone and rollover."""
    history: bool = False
    """Whether reviews are wanted too."""
    own: Collection[str] = ()
    """Ids of cards of quizapp that are here: what the file says of them is not read."""


class Writing(Struct, frozen=True):
    """What a writer is asked to put into a file."""

    title: str
    decks: tuple[Deck, ...]
    """With the chosen cards alone; each card knows its origin."""
    now: Moment
    events: tuple[Event, ...] = ()
    """The history of these cards, in order; empty if it is not wanted."""
    memories: Memories | None = None
    """What follows from it; None if it is not wanted."""
    settings: SchedulerSettings = SchedulerSettings()
    """What the memories were computed with."""
    answers: Mapping[CardId, str] = field(default_factory=dict)
    """Answers that only a run gives, as text."""


class Written(Struct, frozen=True):
    """The content of the new file, and what it does not hold."""

    data: bytes
    cards: int
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


Reader: TypeAlias = Callable[[Reading], Imported]
Writer: TypeAlias = Callable[[Writing], Written]


class Format(Struct, frozen=True):
    """One format: its names, and what is done with it."""

    name: str
    """For people: "an Anki package"."""
    ends: tuple[str, ...]
    """The ends of its files' names, in lower case."""
    read: Reader | None = None
    """None if it is only written. It raises ExchangeError."""
    write: Writer | None = None
    """None if it is only read."""
    has_history: bool = False
    needs_answers: bool = True
    """Whether the answers that only a run gives are written: see `Writing.answers`."""
    holds: Callable[[Path], bool] | None = None
    """Whether a folder is of this format; None if it has no folders."""
    most_bytes: int = 256 * MIB
    """The largest file that is read."""
