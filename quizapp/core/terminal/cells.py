"""Cells: how many columns of a terminal a text takes.

The widths are those of `rich.cells`, which the screens use, computed from Python's
own table of Unicode so that commands need not import rich. Each character counts by
itself: a sequence that a terminal draws as one emoji counts as its parts.
"""

import unicodedata
from functools import lru_cache

_NO_WIDTH = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Zl", "Zp"})
"""Categories of characters that combine with the one before, or are not drawn."""

_JOINED_JAMO = (0x1160, 0x11FF)
"""Korean vowels and final consonants are drawn into the syllable before them."""


def cell_count(text: str) -> int:
    """Return how many cells a line takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(character_cells, text))


@lru_cache(maxsize=1024)
def character_cells(character: str) -> int:
    """Return how many cells a character takes: 0, 1 or 2."""
    category = unicodedata.category(character)
    first, last = _JOINED_JAMO
    if category in _NO_WIDTH or first <= ord(character) <= last:
        return 0
    if category == "Cn":  # unassigned: Python would call it wide
        return 1
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit_text(text: str, width: int) -> str:
    """Cut a text, with an ellipsis, or pad it with spaces to exactly `width` cells."""
    spare = width - cell_count(text)
    if spare >= 0:
        return text + " " * spare
    start, room = "", width - 1
    for character in text:
        room -= character_cells(character)
        if room < 0:
            break
        start += character
    cut = f"{start}…" if width > 0 else ""
    return cut + " " * (width - cell_count(cut))
