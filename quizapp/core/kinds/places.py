"""Places: where in a typed answer the characters of its plain spelling come from.

Words are searched in a plain spelling, in which signs and spaces are unified. What is
found is marked in the answer as it was typed, so each plain character has a place.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from quizapp.core.values.folding import fold

_EMPHASIS = str.maketrans("`*", "  ")


class Stretch(Struct, frozen=True, order=True):
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int


class Plain(Struct, frozen=True):
    """A plain spelling, and for each of its characters its place in the answer."""

    text: str
    places: Sequence[Stretch]

    def span(self, start: int, end: int) -> Stretch:
        """Return the place in the answer of a piece of the plain spelling."""
        inside = self.places[start:end]
        return Stretch(inside[0].start, inside[-1].end) if inside else Stretch(0, 0)


def plainly(text: str) -> str:
    """Return text as typed answers are read, without emphasis, on one line."""
    return " ".join(fold(text).translate(_EMPHASIS).split())


def with_places(answer: str) -> Plain:
    """Return the plain spelling of an answer with the places of its characters.

    A text that is spelled otherwise piece by piece (letters that combine across
    characters, as in Hangul) has no places: its spans are empty.
    """
    letters: list[str] = []
    places: list[Stretch] = []
    for span in _clusters(answer):
        for letter in fold(answer[span.start : span.end]).translate(_EMPHASIS):
            if not letter.isspace():
                letters.append(letter)
                places.append(span)
            elif letters and letters[-1] != " ":
                letters.append(" ")
                places.append(span)
    while letters and letters[-1] == " ":
        letters.pop()
    whole = plainly(answer)
    return Plain(whole, places if "".join(letters) == whole else ())


def _clusters(text: str) -> Iterator[Stretch]:
    """Yield each character with the marks that combine with it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield Stretch(start, at)
            start = at
