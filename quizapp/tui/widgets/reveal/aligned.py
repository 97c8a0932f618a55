"""Aligned: the right array above the typed one, with a sign below what differs."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizapp.core.judging.alignment import (
    CUT,
    AlignedRow,
    Cell,
    aligned,
    cut_around,
    shown_rows,
)
from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.stated import Stated
from quizapp.core.session.phases import Revealed
from quizapp.core.values.value import Array

_EXPECTED = "expected   "
_TYPED = "you typed  "


def aligned_arrays(revealed: Revealed, width: int) -> tuple[Content, bool]:
    """Return both arrays, empty where they cannot be aligned; and whether all fit."""
    rows = _rows(revealed)
    if rows is None or not any(row.differs for row in rows):
        return Content(""), False
    shown = shown_rows(rows)
    names = [f"{list(row.index)}  " if row.index else "" for row in shown]
    margin = max(map(len, names))
    whole = len(shown) == len(rows)
    lines: list[Content] = []
    for name, row in zip(names, shown, strict=True):
        room = width - 2 - margin - len(_TYPED) - 2
        parts = cut_around(row.cells, room)
        whole = whole and None not in parts
        lines += _row(name.ljust(margin), parts)
    left = sum(row.differs for row in rows) - sum(row.differs for row in shown)
    if left > 0:
        lines.append(Content.styled(f"  … {left} more rows differ", "$quiet"))
    return Content("\n").join(lines), whole


def _rows(revealed: Revealed) -> tuple[AlignedRow, ...] | None:
    response = revealed.response
    if not isinstance(response, Stated) or isinstance(revealed.verdict, Correct):
        return None
    true, given = response.kind.right(revealed.outcome), response.value
    if not isinstance(true, Array) or not isinstance(given, Array):
        return None
    return aligned(true, given, response.kind.tolerance)


def _row(name: str, parts: Sequence[Cell | None]) -> Iterator[Content]:
    """Yield the places if some are cut, both rows, and the signs."""
    blank = " " * (2 + len(name) + len(_TYPED) + 1)
    if None in parts:
        places = ((f"[{part.place}]" if part else "", part) for part in parts)
        yield Content.styled(blank + _spread(places), "$faint")
    yield Content.assemble(
        (f"  {name}{_EXPECTED}", "$quiet"),
        "[",
        *_elements(parts, expected=True),
        "]",
    )
    yield Content.assemble(
        (f"  {' ' * len(name)}{_TYPED}", "$quiet"),
        "[",
        *_elements(parts, expected=False),
        "]",
    )
    if any(part and part.differs for part in parts):
        signs = (("✗" if part and part.differs else "", part) for part in parts)
        yield Content.styled(blank + _spread(signs), "$error bold")


def _spread(texts: Iterator[tuple[str, Cell | None]]) -> str:
    return "".join(f"{text:>{_wide(part)}}  " for text, part in texts).rstrip()


def _wide(part: Cell | None) -> int:
    return len(CUT) if part is None else part.wide


def _elements(
    parts: Sequence[Cell | None], *, expected: bool
) -> Iterator[tuple[str, str]]:
    style = "$success bold" if expected else "$error bold"
    for at, part in enumerate(parts):
        text = CUT if part is None else part.expected if expected else part.given
        gap = "  " if at < len(parts) - 1 else ""
        differs = part is not None and part.differs
        yield f"{text:>{_wide(part)}}", style if differs else ""
        yield gap, ""
