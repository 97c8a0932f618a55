"""Markdown: the blocks of a deck's prose, with the lines of each paragraph joined.

Authors break lines to suit their editor; readers have another width. A list item,
a heading, a line of code, a table row and a formula keep lines of their own, and so
does a line after one that ends with a backslash.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.terminal.cells import cell_count

BULLET = re.compile(r"\s*([-*]|\d+\.)\s+(.*)")
GAP = 2
"""Cells between two columns of a table."""
_NARROWEST = 6
_RULE = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(\|\s*+:?-++:?\s*+)*+\|?\s*+")
_BAR = re.compile(r"(?<!\\)\|")

Side: TypeAlias = Literal["left", "right", "center"]


class Paragraph(Struct, frozen=True):
    """Running text or a list: each line is wrapped by itself."""

    lines: tuple[str, ...]


class Fence(Struct, frozen=True):
    """Code or a formula between fences: each line stays as it is."""

    lines: tuple[str, ...]
    formula: bool = False


class Table(Struct, frozen=True):
    """Rows with one cell for each side; the first row is the heading."""

    rows: tuple[tuple[str, ...], ...]
    sides: tuple[Side, ...]


Block: TypeAlias = Paragraph | Fence | Table


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text in order; the last fence may be left open."""
    fence = ""
    lines: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        opened = _fence(line)
        if opened and opened == (fence or opened):
            if lines:
                yield from _blocks(lines, fence)
            fence, lines = "" if fence else opened, []
        elif fence or line.strip():
            lines.append(line)
        elif lines:
            yield from _blocks(lines, "")
            lines = []
    if lines[:-1]:  # a fence that was left open, and the line added above
        yield from _blocks(lines[:-1], fence)


def column_widths(wanted: Sequence[int], room: int) -> list[int]:
    """Return widths of columns that fit the room; the widest shrink first."""
    widths = list(wanted)
    room -= GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def padding(side: Side, room: int) -> tuple[int, int]:
    """Return the spaces before and after a text with so much room left over."""
    match side:
        case "left":
            return 0, room
        case "right":
            return room, 0
        case "center":
            return room // 2, room - room // 2


def table_lines(table: Table, room: int) -> Iterator[str]:
    """Yield a table in columns, or with one line for each row if they do not fit."""
    heading, *rows = table.rows
    columns = list(zip(*table.rows, strict=True))
    widths = [max(map(cell_count, column)) for column in columns]
    if sum(widths) + GAP * (len(widths) - 1) > room:
        for row in rows:
            pairs = zip(heading, row, strict=True)
            yield "- " + "; ".join(f"{name}: {cell}" for name, cell in pairs)
        return
    for row in (heading, tuple("-" * width for width in widths), *rows):
        parts = []
        for cell, side, width in zip(row, table.sides, widths, strict=True):
            before, after = padding(side, width - cell_count(cell))
            parts.append(" " * before + cell + " " * after)
        yield (" " * GAP).join(parts).rstrip()


def _fence(line: str) -> str:
    if line.lstrip().startswith("```"):
        return "```"
    return "$$" if line.strip() == "$$" else ""


def _blocks(lines: list[str], fence: str) -> Iterator[Block]:
    """Yield the blocks in consecutive lines: a table ends the paragraph before it."""
    if fence:
        yield Fence(tuple(lines), formula=fence == "$$")
        return
    start = at = 0
    while at < len(lines):
        if (table := _table(lines, at)) is None:
            at += 1
            continue
        if at > start:
            yield Paragraph(tuple(_joined(lines[start:at])))
        yield table
        start = at = at + 1 + len(table.rows)
    if start < len(lines):
        yield Paragraph(tuple(_joined(lines[start:])))


def _table(lines: list[str], at: int) -> Table | None:
    """Return the table that begins at this line, None if there is none."""
    heading, rule = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
    if "|" not in rule or not _RULE.fullmatch(rule):
        return None
    sides = tuple(map(_side, _split(rule)))
    if len(_split(heading)) != len(sides):
        return None
    rest = map(lines.__getitem__, range(at + 2, len(lines)))
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


def _joined(lines: list[str]) -> list[str]:
    joined: list[list[str]] = []
    in_list = False
    for line in lines:
        bullet = BULLET.match(line)
        # As in CommonMark: a sentence may go on with a number and a period.
        begins = bullet is not None and (
            in_list or not joined or bullet[1] in {"-", "*", "1."}
        )
        broken = bool(joined) and joined[-1][-1].endswith("\\")
        if broken:
            joined[-1][-1] = joined[-1][-1][:-1].rstrip()
        own = begins or broken or line.startswith(("#", "    "))
        if joined and not own and not joined[-1][0].startswith("#"):
            joined[-1].append(line.strip())
        else:
            joined.append([line.rstrip()])
            in_list = begins
    return list(map(" ".join, joined))
