"""Markdown: the blocks of a deck's prose, the lines of a paragraph joined.

Authors break lines where their editor ends; readers have another width. What
must stay a line of its own (an item, a heading, code, a row, a formula) does.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal, TypeAlias

from msgspec import Struct

BULLET = re.compile(r"\s*([-*]|\d+\.)\s+(.*)")
GAP = 2
"""Cells between two columns of a table."""
_NARROWEST = 6
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")

Side: TypeAlias = Literal["left", "right", "center"]


class Paragraph(Struct, frozen=True):
    """Running text or a list: each line is to be wrapped by itself."""

    lines: tuple[str, ...]


class Fence(Struct, frozen=True):
    """Code or a formula between fences: each line stays as it is."""

    lines: tuple[str, ...]


class Table(Struct, frozen=True):
    """Rows of as many cells as there are sides; the first one is the heading."""

    rows: tuple[tuple[str, ...], ...]
    sides: tuple[Side, ...]


Block: TypeAlias = Paragraph | Fence | Table


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text, in order; a fence may be left open at the end."""
    fence = ""
    lines: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        opened = _fence(line)
        if opened and opened == (fence or opened):
            if lines:
                yield from _blocks(lines, fenced=bool(fence))
            fence, lines = "" if fence else opened, []
        elif fence or line.strip():
            lines.append(line)
        elif lines:
            yield from _blocks(lines, fenced=False)
            lines = []
    if lines[:-1]:  # a fence that was left open, and the line added above
        yield from _blocks(lines[:-1], fenced=True)


def cells(text: str) -> int:
    """Return how many cells of a terminal a line takes, as far as Unicode says."""
    return sum(_cells(character) for character in text)


def fitted(wanted: Sequence[int], room: int) -> list[int]:
    """Return widths of columns that fit; the widest give way, evenly."""
    widths = list(wanted)
    room -= GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def padded(side: Side, room: int) -> tuple[int, int]:
    """Share out the cells that are left beside a text."""
    match side:
        case "left":
            return 0, room
        case "right":
            return room, 0
        case "center":
            return room // 2, room - room // 2


def text_of(table: Table, room: int) -> Iterator[str]:
    """Yield a table's lines: columns, or where they do not fit a line for each row."""
    heading, *rows = table.rows
    columns = list(zip(*table.rows, strict=True))
    widths = [max(map(cells, column)) for column in columns]
    if sum(widths) + GAP * (len(widths) - 1) > room:
        for row in rows:
            pairs = zip(heading, row, strict=True)
            yield "- " + "; ".join(f"{name}: {cell}" for name, cell in pairs)
        return
    for row in (heading, tuple("-" * width for width in widths), *rows):
        parts = []
        for cell, side, width in zip(row, table.sides, widths, strict=True):
            before, after = padded(side, width - cells(cell))
            parts.append(" " * before + cell + " " * after)
        yield (" " * GAP).join(parts).rstrip()


def _fence(line: str) -> str:
    if line.lstrip().startswith("```"):
        return "```"
    return "$$" if line.strip() == "$$" else ""


def _blocks(lines: list[str], *, fenced: bool) -> Iterator[Block]:
    """Yield what consecutive lines are; a table ends a paragraph, and a line it."""
    if fenced:
        yield Fence(tuple(lines))
        return
    for place in range(1, len(lines)):
        if (table := _table(lines[place - 1 :])) is None:
            continue
        if place > 1:
            yield Paragraph(tuple(_joined(lines[: place - 1])))
        yield table
        rest = lines[place + len(table.rows) :]
        if rest:
            yield from _blocks(rest, fenced=False)
        return
    yield Paragraph(tuple(_joined(lines)))


def _table(lines: list[str]) -> Table | None:
    """Return the table that begins with these lines, None if none does."""
    heading, rule, *rest = lines
    if "|" not in rule or not _RULE.fullmatch(rule):
        return None
    sides = tuple(map(_side, _split(rule)))
    if len(_split(heading)) != len(sides):
        return None
    rows = [_split(line) for line in takewhile(_BAR.search, rest)]
    empty = ("",) * len(sides)
    fit = ((*row, *empty)[: len(sides)] for row in (_split(heading), *rows))
    return Table(tuple(fit), sides)


def _split(row: str) -> tuple[str, ...]:
    row = row.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(row))


def _side(rule: str) -> Side:
    if rule.endswith(":"):
        return "center" if rule.startswith(":") else "right"
    return "left"


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _joined(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        starts = BULLET.match(line) or line.startswith(("#", "    "))
        if joined and not starts:
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line.rstrip())
    return joined
