"""Marks: what a user does to a card besides reviewing it."""

from enum import StrEnum


class Mark(StrEnum):
    """One way to treat a card; the log holds when it was done."""

    BURIED = "buried"
    """Not asked until the study day is over."""
    SUSPENDED = "suspended"
    """Not asked until it is resumed; its schedule stays as it is."""
    RESUMED = "resumed"
    """Scope again, whichever of the two it was."""
    RESET = "reset"
    """New again: the reviews before count no more."""
