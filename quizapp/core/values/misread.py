"""Misread: the reason why a text is not an answer, and the place in it."""

from msgspec import Struct


class Misread(Struct, frozen=True):
    """Text that is not an answer of the kind asked for: reported, never judged."""

    message: str
    """The error and what to type instead, in one line."""
    at: int | None = None
    """0-based offset in the text; None if no single place is at fault."""
