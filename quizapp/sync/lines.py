"""Lines: events as lines of JSON that show whether they are whole.

Each line ends with a checksum of all that is before it, and names the checksum of the
line before. So a line alone shows that it is as it was written, and with the one
before it that none between them is missing.
"""

from collections.abc import Mapping
from hashlib import blake2b
from math import isfinite
from sys import float_info
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from quizapp.core.basics.logged import Logged, LoggedCell

LINE_FORMAT = 1
"""The format of the files. A quizapp that adds to the columns of a table raises it."""
LONGEST_LINE = 16 * 2**20
"""Bytes: a longer line is none of quizapp's."""
_SUM_BYTES = 8
_BEFORE_SUM, _AFTER_SUM = b',"sum":"', b'"}'
_TAIL = len(_BEFORE_SUM) + 2 * _SUM_BYTES + len(_AFTER_SUM)


class Heading(Struct, frozen=True):
    """The first line of a segment."""

    quizapp: int
    """The format of the lines."""
    device: str
    """The device that writes the file."""
    count: int
    """How many events the device wrote before, in other segments."""
    after: str
    """The checksum of the last line of the segment before; empty for the first."""


class EventLine(Struct, frozen=True):
    """Any other line."""

    number: int
    """The device's own count of what it wrote: 1, 2, 3..., whatever its clock does."""
    after: str
    """The checksum of the line before."""
    event: Logged
    line: int = 0
    """Its place in the file it was read from."""


_HEADINGS = msgspec.json.Decoder(Heading)
_Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""What a column of SQLite can hold."""
_LINES = msgspec.json.Decoder(dict[str, str | _Number | float | None])


def sealed(members: Mapping[str, LoggedCell]) -> tuple[bytes, str]:
    """Return a line with these members, and its checksum."""
    body = msgspec.json.encode(members)
    sum_ = _checksum(body)
    return b"%b%b%b%b\n" % (body[:-1], _BEFORE_SUM, sum_.encode(), _AFTER_SUM), sum_


def heading_line(heading: Heading) -> tuple[bytes, str]:
    """Return the first line of a segment, and its checksum."""
    return sealed(msgspec.structs.asdict(heading))


def event_line(line: EventLine) -> tuple[bytes, str]:
    """Return the line of an event, and its checksum."""
    event = line.event
    cells = {name: _writable(cell) for name, cell in event.columns.items()}
    return sealed(
        {"n": line.number, "table": event.table, **cells, "after": line.after}
    )


def checksum_of(line: bytes) -> str | None:
    """Return the checksum of a line, None if it is not as it was written."""
    line = line.removesuffix(b"\r")  # of a carrier that takes it for a text
    body, tail = line[:-_TAIL], line[-_TAIL:]
    if not (tail.startswith(_BEFORE_SUM) and tail.endswith(_AFTER_SUM)):
        return None
    claimed = tail[len(_BEFORE_SUM) : -len(_AFTER_SUM)]
    sum_ = _checksum(body + b"}")
    return sum_ if claimed == sum_.encode() else None


def read_heading(line: bytes) -> Heading | None:
    """Return the first line of a segment, None if it is none."""
    try:
        return _HEADINGS.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def read_event(line: bytes, place: int) -> EventLine | None:
    """Return a line whose checksum holds, None if it has no event all the same."""
    try:
        cells = _LINES.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    number, table, after = (cells.pop(name, None) for name in ("n", "table", "after"))
    if not isinstance(number, int) or not isinstance(table, str):
        return None
    del cells["sum"]
    return EventLine(number, str(after), Logged(table, cells), place)


def _writable(cell: LoggedCell) -> LoggedCell:
    """Return a value that JSON has, too: it knows no infinity."""
    if isinstance(cell, float) and not isfinite(cell):
        return float_info.max if cell > 0 else -float_info.max
    return cell


def _checksum(body: bytes) -> str:
    return blake2b(body, digest_size=_SUM_BYTES).hexdigest()
