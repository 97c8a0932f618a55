"""Rows: events as SQLite stores them, and back."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Note, Remark, Report, Star
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.review import (
    EventId,
    Marked,
    Remarked,
    Retracted,
    Reviewed,
)

Row: TypeAlias = tuple[Any, ...]

REVIEW_COLUMNS = (
    "id, device, deck, card, content, variant, response, verdict, score, overridden,"
    " confidence, hints, suggested, grade, at, utc_offset, seconds, app, torch"
)
UNREAD = (
    "id, device, deck, card, '', '{}', '', verdict, score, overridden,"
    " confidence, hints, suggested, grade, at, utc_offset, seconds, '', ''"
)
"""The same, without what nothing in an index follows from: texts and versions."""
MARK_COLUMNS = "id, device, deck, card, mark, at, utc_offset"
RETRACTION_COLUMNS = "id, device, review, at, utc_offset"
FACT_COLUMNS = "id, device, kind, deck, card, body, at, utc_offset"
_REMARKS: Mapping[str, type[Remark]] = {"star": Star, "note": Note, "report": Report}
_GRADES = {grade.value: grade for grade in Grade}
_KINDS = {type_: kind for kind, type_ in _REMARKS.items()}


class End(Struct, frozen=True, array_like=True):
    """The end of a table of events: how many there are, and the last id."""

    count: int = 0
    last: str = ""
    check: int = 0
    """The sum of their instants, each in microseconds modulo PRIME."""

    def followed_by(self, rest: "End") -> "End":
        """Return the end of a table with later events as well."""
        last = rest.last or self.last
        return End(self.count + rest.count, last, self.check + rest.check)


class Extent(Struct, frozen=True, array_like=True):
    """Which events a log has, precisely enough to recognize another log."""

    reviews: End = End()
    marks: End = End()
    retractions: End = End()
    facts: End = End()

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables."""
        return self.__struct_fields__

    @property
    def ends(self) -> tuple[End, ...]:
        """The end of each table."""
        return self.reviews, self.marks, self.retractions, self.facts

    @property
    def total(self) -> int:
        """How many events there are."""
        return sum(end.count for end in self.ends)

    def followed_by(self, rest: "Extent") -> "Extent":
        """Return the extent of a log with later events as well."""
        return Extent(*map(End.followed_by, self.ends, rest.ends))


PRIME = 2**32 - 5
"""The sum of a billion smaller numbers fits into SQLite's integers."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
EARLIEST_AT = (datetime(1990, 1, 1, tzinfo=UTC) - _EPOCH) // _TICK
LATEST_AT = (datetime(2200, 1, 1, tzinfo=UTC) - _EPOCH) // _TICK - 1
"""The first and last instant of an event, in microseconds since 1970. Others come
from a clock that was far off, or from another program; some have no date."""
LARGEST_OFFSET = 24 * 3600
"""Seconds between local time and UTC."""


def row_of_review(event: Reviewed) -> Row:
    """Return a review's row, in the order of REVIEW_COLUMNS."""
    return (
        event.id,
        event.device,
        event.card.deck,
        event.card.card,
        event.content,
        event.variant,
        event.response,
        None if event.verdict is None else event.verdict.value,
        event.score,
        int(event.overridden),
        event.confidence,
        event.hints,
        int(event.suggested),
        int(event.grade),
        *row_of_moment(event.moment),
        event.seconds,
        event.app,
        event.torch,
    )


def review_of_row(row: Row) -> Reviewed:
    """Return the review of a row, in the order of REVIEW_COLUMNS.

    Enums are looked up, and fields are in order: a million rows are read at once.
    """
    verdict, confidence, suggested, grade = row[7], row[10], row[12], row[13]
    return Reviewed(
        EventId(row[0]),
        row[1],
        CardId(row[2], row[3]),
        row[4],
        row[5],
        row[6],
        None if verdict is None else VerdictName(verdict),
        row[8],
        bool(row[9]),
        None if confidence is None else Confidence(confidence),
        row[11],
        _GRADES.get(suggested) or Grade(suggested),
        _GRADES.get(grade) or Grade(grade),
        moment_of_row(row[14], row[15]),
        row[16],
        row[17],
        row[18],
    )


def row_of_mark(event: Marked) -> Row:
    """Return a mark's row, in the order of MARK_COLUMNS."""
    card, moment = event.card, row_of_moment(event.moment)
    return (event.id, event.device, card.deck, card.card, event.mark.value, *moment)


def mark_of_row(row: Row) -> Marked:
    """Return the mark of a row."""
    card, moment = CardId(row[2], row[3]), moment_of_row(row[5], row[6])
    return Marked(EventId(row[0]), row[1], card, Mark(row[4]), moment)


def row_of_retraction(event: Retracted) -> Row:
    """Return a retraction's row, in the order of RETRACTION_COLUMNS."""
    return (event.id, event.device, event.fact, *row_of_moment(event.moment))


def retraction_of_row(row: Row) -> Retracted:
    """Return the retraction of a row."""
    return Retracted(
        EventId(row[0]), row[1], EventId(row[2]), moment_of_row(row[3], row[4])
    )


def row_of_remark(event: Remarked) -> Row:
    """Return a remark's row, in the order of FACT_COLUMNS."""
    kind, body = _KINDS[type(event.remark)], msgspec.json.encode(event.remark).decode()
    card, moment = event.card, row_of_moment(event.moment)
    return (event.id, event.device, kind, card.deck, card.card, body, *moment)


def fact_of_row(row: Row) -> Remarked | None:
    """Return the fact of a row, None for a kind that only a newer quizapp knows."""
    if row[2] not in _REMARKS:
        return None
    remark = msgspec.json.decode(row[5], type=_REMARKS[row[2]])
    card, moment = CardId(row[3], row[4]), moment_of_row(row[6], row[7])
    if row[3] is None or row[4] is None:
        raise ValueError("a remark is about a card")
    return Remarked(EventId(row[0]), row[1], card, remark, moment)


def row_of_moment(moment: Moment) -> tuple[int, int]:
    """Return microseconds since 1970 and the offset in seconds."""
    return (moment.at - _EPOCH) // _TICK, int(moment.offset.total_seconds())


def is_plausible(microseconds: int, offset: int) -> bool:
    """Return whether an event can have happened at this time."""
    in_time = EARLIEST_AT <= microseconds <= LATEST_AT
    return in_time and abs(offset) <= LARGEST_OFFSET


def moment_of_row(microseconds: int, offset: int) -> Moment:
    """Return the moment of two columns. Raises OverflowError for an impossible one."""
    return Moment(_EPOCH + microseconds * _TICK, timedelta(seconds=offset))
