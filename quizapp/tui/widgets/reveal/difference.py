"""Difference: the user's code and the solution, side by side where there is room."""

from collections.abc import Iterator
from itertools import zip_longest

from textual.content import Content

from quizapp.core.terminal.diff import DiffRow, diff, unified
from quizapp.core.terminal.sanitize import sanitize
from quizapp.tui.look.code import colored
from quizapp.tui.look.prose import folded

SIDE_BY_SIDE = 110
"""Columns of a screen from which two programs stand next to each other."""

_GAP = "  "
_STYLES = {" ": "$quiet", "-": "$error", "+": "$success"}


def code_difference(typed: str, solution: str, width: int, screen: int) -> Content:
    """Return both programs with their differences marked, for a screen this wide."""
    rows = diff(sanitize(typed), sanitize(solution))
    beside = screen >= SIDE_BY_SIDE
    lines = _beside(rows, (width - len(_GAP)) // 2) if beside else _signed(rows, width)
    return Content("\n").join(lines)


def _signed(rows: tuple[DiffRow, ...], width: int) -> Iterator[Content]:
    yield Content.assemble(
        ("- your code", _STYLES["-"]), ("   ", ""), ("+ the solution", _STYLES["+"])
    )
    for sign, line in unified(rows):
        yield from _marked(sign, line, width)


def _beside(rows: tuple[DiffRow, ...], width: int) -> Iterator[Content]:
    yield _padded(Content.styled("Your code", "$quiet"), width) + Content.styled(
        "Solution", "$quiet"
    )
    for row in rows:
        left = _column(row.left, " " if row.same else "-", width)
        right = _column(row.right, " " if row.same else "+", width)
        for one, other in zip_longest(left, right, fillvalue=Content("")):
            yield _padded(one, width) + other


def _column(line: str | None, sign: str, width: int) -> list[Content]:
    return [] if line is None else _marked(sign, line, width)


def _marked(sign: str, line: str, width: int) -> list[Content]:
    first = Content.styled(f"{sign} ", _STYLES[sign])
    again = Content.styled("↳ ", "$quiet")
    return folded(first, again, colored(line), width)


def _padded(line: Content, width: int) -> Content:
    return line + Content(" " * max(0, width - line.cell_length) + _GAP)
