"""Columns: what each column of a table holds, by its name or its place."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from quizapp.exchange.table.layout import TableLayout

_NAMES = {
    "question": ("question", "q", "front", "prompt", "term", "word", "text", "recto"),
    "answer": ("answer", "a", "back", "definition", "meaning", "response", "verso"),
    "explain": (
        *("explain", "explanation", "extra", "back extra", "notes", "note"),
        *("comment", "comments", "remarks", "details"),
    ),
    "hints": ("hint", "hints", "clue"),
    "tags": ("tags", "tag", "labels", "keywords"),
    "deck": ("deck", "category", "subject", "chapter"),
    "guid": ("guid",),
    "sources": ("source", "sources", "reference", "url", "link"),
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names}


class TableColumns(Struct, frozen=True):
    """The index of each column that is used."""

    question: int
    answer: int | None = None
    explain: int | None = None
    hints: int | None = None
    tags: int | None = None
    deck: int | None = None
    guid: int | None = None
    sources: int | None = None
    notetype: int | None = None
    others: tuple[int, ...] = ()
    """Further fields of a note of Anki: they go below the answer."""
    unused: tuple[str, ...] = ()
    """Columns that are not taken, for a remark."""


def columns_of(layout: TableLayout, first: Sequence[str]) -> tuple[TableColumns, bool]:
    """Return the columns, and whether the first row has their names."""
    if (names := layout.headers.get("columns")) is not None:
        return _named(layout, names.split(layout.separator)), False
    roles = [_ROLES.get(_plain(cell)) for cell in first]
    if "question" in roles and ("answer" in roles or len(first) == 1):
        return _named(layout, first), True
    return _placed(layout, len(first)), False


def _named(layout: TableLayout, names: Sequence[str]) -> TableColumns:
    found: dict[str, int] = {}
    unused: dict[int, str] = {}
    given = _given(layout)
    for index, name in enumerate(names):
        role = _ROLES.get(_plain(name))
        if index in given.values():
            continue
        if role is not None and role not in found and role not in given:
            found[role] = index
        elif name.strip():
            unused[index] = name.strip()
    rest = [i for i in range(len(names)) if i not in given.values()]
    if "question" not in found:
        found["question"] = next((i for i in rest if i not in found.values()), 0)
    if "answer" not in found:
        free = (i for i in rest if i not in found.values())
        if (answer := next(free, None)) is not None:
            found["answer"] = answer
    others = (name for index, name in unused.items() if index not in found.values())
    columns = TableColumns(found.pop("question"), unused=tuple(others))
    return replace(columns, **found, **given)


def _placed(layout: TableLayout, count: int) -> TableColumns:
    """Return the first two columns that no header names as question and answer."""
    given = _given(layout)
    free = [index for index in range(count) if index not in given.values()]
    question = free[0] if free else 0
    answer = free[1] if len(free) > 1 else None
    rest = tuple(free[2:])
    columns = TableColumns(question, answer)
    if layout.headers:
        return replace(columns, others=rest, **given)
    return replace(columns, unused=tuple(f"column {index + 1}" for index in rest))


def _given(layout: TableLayout) -> dict[str, int]:
    """Return the columns that Anki's headers give."""
    given = {name: layout.column(name) for name in ("guid", "notetype", "deck", "tags")}
    return {name: index for name, index in given.items() if index is not None}


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip(" :*").casefold()
