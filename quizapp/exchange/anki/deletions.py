"""Deletions: the clozes in a field, `{{c1::answer::hint}}`, as Anki reads them.

They nest, one may belong to several cards (`{{c1,2::...}}`), and their text is HTML.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

MAX_OPEN_CLOZES = 10
"""As in Anki: a cloze that opens deeper is text."""
_SIGN = re.compile(r"\{\{c(?P<numbers>,*\d[\d,]*)::|(?P<end>\}\})", re.ASCII)
_OCCLUSION = "image-occlusion:"


class Deletion(Struct, frozen=True):
    """One cloze: for which cards, what is hidden, and the hint in its place."""

    numbers: frozenset[int]
    """From 1."""
    parts: tuple["ClozePart", ...]
    hint: str | None = None

    @property
    def text(self) -> str:
        """The text that is hidden, inner clozes without their braces."""
        return "".join(
            part if isinstance(part, str) else part.text for part in self.parts
        )

    @property
    def is_occlusion(self) -> bool:
        """Whether it hides a part of an image."""
        first = next(iter(self.parts), "")
        return isinstance(first, str) and first.startswith(_OCCLUSION)


ClozePart: TypeAlias = str | Deletion


class _Open:
    """A cloze that is not closed yet."""

    def __init__(self, numbers: frozenset[int]) -> None:
        self.numbers = numbers
        self.parts: list[ClozePart] = []
        self.hint: str | None = None

    def add(self, text: str) -> None:
        if not text.startswith(_OCCLUSION):
            text, colons, hint = text.partition("::")
            self.hint = hint if colons else self.hint
        self.parts.append(text)

    def closed(self) -> Deletion:
        return Deletion(self.numbers, tuple(self.parts), self.hint)


def deletions_in(html: str) -> tuple[ClozePart, ...]:
    """Return the text of a field and its clozes, in order."""
    parts: list[ClozePart] = []
    opened: list[_Open] = []
    end = 0
    for match in _SIGN.finditer(html):
        _add(html[end : match.start()], opened, parts)
        end = match.end()
        if match["end"] is None:
            if len(opened) < MAX_OPEN_CLOZES:
                opened.append(_Open(_numbers(match["numbers"])))
        elif opened:
            closed = opened.pop().closed()
            (opened[-1].parts if opened else parts).append(closed)
        else:
            parts.append(match["end"])
    _add(html[end:], opened, parts)
    return tuple(parts)


def numbers_of(parts: tuple[ClozePart, ...]) -> Iterator[int]:
    """Yield the number of every cloze, from 1; 0 makes no card."""
    for part in parts:
        if isinstance(part, Deletion):
            yield from part.numbers
            yield from numbers_of(part.parts)


def _add(text: str, opened: list[_Open], parts: list[ClozePart]) -> None:
    if text and opened:
        opened[-1].add(text)
    elif text:
        parts.append(text)


def _numbers(text: str) -> frozenset[int]:
    words = (word for word in text.split(",") if 0 < len(word) < 6)
    return frozenset(number for number in map(int, words) if 0 < number < 65_536)
