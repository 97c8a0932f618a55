"""Misread: the reason why a text is not an answer, and the place in it.

A text that no answer can be as long as is refused before anything reads it.
"""

from msgspec import Struct

MAX_TEXT_BYTES = 16 * 2**10
"""Of a typed answer."""
TOO_LONG = f"too long: at most {MAX_TEXT_BYTES:,} bytes"


class Misread(Struct, frozen=True):
    """Text that is not an answer of the kind asked for: reported, never judged."""

    message: str
    """The error and what to type instead, in one line."""
    at: int | None = None
    """0-based offset in the text; None if no single place is at fault."""


def unfit_length(text: str) -> Misread | None:
    """Return a Misread for text that is empty or too long to be read, else None."""
    long = len(text) > MAX_TEXT_BYTES  # a megabyte is not even encoded
    if long or len(text.encode(errors="replace")) > MAX_TEXT_BYTES:
        return Misread(TOO_LONG)
    return None if text.strip() else Misread("nothing was typed")
