"""Ending: why a session has no more questions."""

from typing import TypeAlias

from msgspec import Struct


class Stopped(Struct, frozen=True):
    """The user ended the session."""


class TimeUp(Struct, frozen=True):
    """The time limit of the session is reached."""


class LimitReached(Struct, frozen=True):
    """The limit of the session or the day is reached."""

    left: int
    """Cards that are due or new today, beyond the limit."""
    locked: int = 0
    """New cards whose prerequisites are not known yet."""


class NothingDue(Struct, frozen=True):
    """No card of the session is due or new."""

    reviewed: bool
    """Whether cards were graded before that."""
    returns: str | None = None
    """The interval until the next card is due, such as `3d`; None if none will be."""
    locked: int = 0
    """New cards whose prerequisites are not known yet."""


Ending: TypeAlias = Stopped | TimeUp | LimitReached | NothingDue
