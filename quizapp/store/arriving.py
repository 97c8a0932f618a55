"""Arriving: which rows from elsewhere a log can hold.

A file from elsewhere may say anything. A row is taken in only if all of its values
have the types of the columns, since SQLite would convert others, and only if quizapp
can read it. A fact of a kind that only a newer quizapp knows is kept as it is.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import astuple

from quizapp.core.basics.logged import Logged, LoggedCell
from quizapp.store.interview_rows import interview_of_row
from quizapp.store.rows import Row, is_plausible
from quizapp.store.tables import EVENT_TABLES

_Id: TypeAlias = Annotated[str, Meta(pattern=r"\A[0-9a-f-]{36}\Z")]
_Name: TypeAlias = Annotated[
    str, Meta(max_length=1_000, pattern=r"\A[^\x00-\x1f\x7f]*\Z")
]
_Text: TypeAlias = Annotated[str, Meta(max_length=4_000_000)]
_Whole: TypeAlias = Annotated[int, Meta(ge=-(2**62), le=2**62)]
_Four: TypeAlias = Annotated[int, Meta(ge=1, le=4)]
_Flag: TypeAlias = Annotated[int, Meta(ge=0, le=1)]
_Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**31)]
_Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
_Seconds: TypeAlias = Annotated[float, Meta(ge=0)]
_Kind: TypeAlias = Annotated[str, Meta(pattern=r"\A[!-~]{1,40}\Z")]
_Body: TypeAlias = Annotated[str, Meta(max_length=1_000_000)]


class _Row(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields are the columns of the table, in their order."""


class _ReviewRow(_Row, frozen=True):
    id: _Id
    device: _Name
    deck: _Name
    card: _Name
    content: _Name
    variant: _Text
    response: _Text
    verdict: Literal["correct", "partial", "wrong"] | None
    score: _Share | None
    overridden: _Flag
    confidence: _Four | None
    hints: _Count
    suggested: _Four
    grade: _Four
    at: _Whole
    utc_offset: _Whole
    seconds: _Seconds
    app: _Name
    torch: _Name


class _MarkRow(_Row, frozen=True):
    id: _Id
    device: _Name
    deck: _Name
    card: _Name
    mark: Literal["buried", "suspended", "resumed", "reset"]
    at: _Whole
    utc_offset: _Whole


class _RetractionRow(_Row, frozen=True):
    id: _Id
    device: _Name
    review: _Id
    at: _Whole
    utc_offset: _Whole


class _FactRow(_Row, frozen=True):
    id: _Id
    device: _Name
    kind: _Kind
    deck: _Name | None
    card: _Name | None
    body: _Body
    at: _Whole
    utc_offset: _Whole


ROW_TYPES: Mapping[str, type[_Row]] = {
    "reviews": _ReviewRow,
    "marks": _MarkRow,
    "retractions": _RetractionRow,
    "facts": _FactRow,
}
"""By the names of `EVENT_TABLES`."""
_UNKNOWN = "no event that this quizapp knows; a newer one may have written it"


class Refused(Struct, frozen=True):
    """A row that the log cannot hold."""

    reason: str


def arriving_row(event: Logged) -> Row | Refused:
    """Return the row of an event from elsewhere, in the order of its columns."""
    type_ = ROW_TYPES.get(event.table)
    if type_ is None:
        return Refused(_UNKNOWN)
    try:
        row = astuple(msgspec.convert(event.columns, type_))
        for text in row:
            if isinstance(text, str):
                text.encode()  # SQLite stores no lone surrogates
        table = EVENT_TABLES[event.table]
        if table.plausible(row) is None and event.table == "facts":
            if is_plausible(*row[table.at : table.at + 2]):
                interview_of_row(row)
    except (ValueError, OverflowError, TypeError):  # msgspec's are ValueErrors
        return Refused(_UNKNOWN)
    return row


def logged(table: str, names: tuple[str, ...], row: Row) -> Logged:
    """Return the event of a row."""
    columns: dict[str, LoggedCell] = dict(zip(names, row, strict=True))
    return Logged(table, columns)
