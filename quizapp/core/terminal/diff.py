"""Diff: two programs line by line, as rows of two columns or as signed lines.

Rows keep every line of both sides in order. Spaces at the end of a line do not count.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest
from typing import Literal

from msgspec import Struct

Sign = Literal[" ", "-", "+"]
"""Of a line that both programs have, or only the left or the right one."""


class DiffRow(Struct, frozen=True):
    """A line of each program, None where one of them has no counterpart."""

    left: str | None
    right: str | None

    @property
    def same(self) -> bool:
        """Whether both programs have this line."""
        return self.left == self.right


def diff(left: str, right: str) -> tuple[DiffRow, ...]:
    """Return the rows of two programs, with equal lines next to each other."""
    from difflib import SequenceMatcher  # only needed once code is answered

    ours, theirs = _lines(left), _lines(right)
    rows: list[DiffRow] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for _, at, end, from_, to in matcher.get_opcodes():
        pairs = zip_longest(ours[at:end], theirs[from_:to])
        rows += [DiffRow(one, other) for one, other in pairs]
    return tuple(rows)


def unified(rows: Iterable[DiffRow]) -> Iterator[tuple[Sign, str]]:
    """Yield every line with its sign; of changed lines, the left ones come first."""
    for same, group in groupby(rows, lambda row: row.same):
        block = list(group)
        if same:
            yield from ((" ", row.left or "") for row in block)
            continue
        yield from (("-", row.left) for row in block if row.left is not None)
        yield from (("+", row.right) for row in block if row.right is not None)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]
