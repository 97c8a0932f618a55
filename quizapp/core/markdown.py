"""Markdown: the blocks of a deck's prose, the lines of a paragraph joined.

Authors break lines where their editor ends; readers have another width. What
must stay a line of its own (an item, a heading, code) does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

BULLET = re.compile(r"\s*([-*]|\d+\.)\s+(.*)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text or a list: each line is to be wrapped by itself."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """Code between fences: each line stays as it is."""

    lines: tuple[str, ...]


Block: TypeAlias = Paragraph | Fence


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text, in order; a fence may be left open at the end."""
    fenced = False
    lines: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.lstrip().startswith("```"):
            if lines:
                yield _block(lines, fenced=fenced)
            fenced, lines = not fenced, []
        elif fenced or line.strip():
            lines.append(line)
        elif lines:
            yield _block(lines, fenced=False)
            lines = []
    if lines:
        yield _block(lines, fenced=fenced)


def _block(lines: list[str], *, fenced: bool) -> Block:
    return Fence(tuple(lines)) if fenced else Paragraph(tuple(_joined(lines)))


def _joined(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        starts = BULLET.match(line) or line.startswith(("#", "    "))
        if joined and not starts:
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line.rstrip())
    return joined
