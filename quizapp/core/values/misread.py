"""Misread: text that is not a value or an answer, with the place and the reason."""

from msgspec import Struct


class Misread(Struct, frozen=True):
    """Text that is not an answer of the kind asked for: reported, never judged."""

    message: str
    """What is wrong and what would be right, in one line."""
    at: int | None = None
    """0-based offset in the text; None if no single place is at fault."""
