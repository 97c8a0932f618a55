"""Rows of interviews: facts about no one card, whose body is JSON.

The kind in the row says which fact it is. A body may have fields that only a newer
quizapp knows; it must have all that this one knows.
"""

from collections.abc import Mapping

import msgspec

from quizapp.core.interview.facts import (
    InterviewAnswered,
    InterviewBegun,
    InterviewEnded,
    InterviewEvent,
    InterviewJudged,
    InterviewRated,
    InterviewResumed,
    InterviewTicked,
)
from quizapp.store.rows import FACT_COLUMNS, Row, moment_of_row, row_of_moment

INTERVIEW_KINDS = "interview-"
"""What the kinds of these rows begin with."""
SELECT_INTERVIEWS = (
    f"SELECT {FACT_COLUMNS} FROM facts WHERE kind GLOB '{INTERVIEW_KINDS}*'"  # noqa: S608  # constants
)

_TYPES: Mapping[str, type[InterviewEvent]] = {
    f"{INTERVIEW_KINDS}{type_.__struct_config__.tag}": type_
    for type_ in (
        InterviewBegun,
        InterviewResumed,
        InterviewAnswered,
        InterviewRated,
        InterviewJudged,
        InterviewTicked,
        InterviewEnded,
    )
}
_KINDS = {type_: kind for kind, type_ in _TYPES.items()}
_COLUMNS = ("type", "id", "device", "moment")
"""Fields that have columns of their own, or are the kind."""


def row_of_interview(event: InterviewEvent) -> Row:
    """Return the row of a fact of an interview, in the order of FACT_COLUMNS."""
    fields = msgspec.to_builtins(event)
    body = {name: fields[name] for name in fields if name not in _COLUMNS}
    text = msgspec.json.encode(body).decode()
    kind, moment = _KINDS[type(event)], row_of_moment(event.moment)
    return event.id, event.device, kind, None, None, text, *moment


def interview_of_row(row: Row) -> InterviewEvent | None:
    """Return the fact of a row; None for a kind that is not known.

    Raises ValueError, OverflowError or TypeError for a row that no quizapp wrote.
    """
    type_ = _TYPES.get(row[2])
    if type_ is None:
        return None
    body = msgspec.json.decode(row[5], type=dict[str, msgspec.Raw])
    moment = msgspec.json.encode(moment_of_row(row[6], row[7]))
    own = {"id": row[0], "device": row[1], "type": type_.__struct_config__.tag}
    fields = {**body, **own, "moment": msgspec.Raw(moment)}
    return msgspec.json.decode(msgspec.json.encode(fields), type=type_)
