"""Marks: what a user does to a card in addition to reviewing it."""

from enum import StrEnum


class Mark(StrEnum):
    """One way to treat a card; the log records when it was done."""

    BURIED = "buried"
    """Not asked until the study day is over."""
    SUSPENDED = "suspended"
    """Not asked until it is resumed; its schedule stays as it is."""
    RESUMED = "resumed"
    """Asked again after it was buried or suspended."""
    RESET = "reset"
    """New again: earlier reviews no longer count."""
