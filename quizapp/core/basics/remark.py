"""Remarks: what a user says about a card. No schedule depends on them."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

REPORT_FILE = "reports.jsonl"
"""The file of the cards that were reported as wrong, next to the log."""
LONGEST_NOTE = 2_000
"""Characters of a note, and of the reason of a report."""
LONGEST_ANSWER = 10_000
"""Characters of the answer that a report quotes."""
_Text: TypeAlias = Annotated[str, Meta(max_length=LONGEST_NOTE)]


class Star(Struct, frozen=True, forbid_unknown_fields=True):
    """The card was starred, or its star was removed."""

    on: bool


class Note(Struct, frozen=True, forbid_unknown_fields=True):
    """The user's own words on the card, shown after the answer. Replaces the last."""

    text: _Text
    """Empty for none."""


class Report(Struct, frozen=True, forbid_unknown_fields=True):
    """The card is wrong: the reason, and all that its author needs to see why."""

    reason: _Text
    content: str
    """The card's content hash at that time."""
    variant: str = "{}"
    """The drawn values as JSON."""
    response: Annotated[str, Meta(max_length=LONGEST_ANSWER)] = ""
    """The answer; empty if there was none yet."""
    verdict: str = ""
    app: str = ""
    torch: str = ""


Remark: TypeAlias = Star | Note | Report


def cut(text: str, longest: int = LONGEST_NOTE) -> str:
    """Return typed text as a remark can hold it: no half of a surrogate pair."""
    return text.strip().encode(errors="replace").decode()[:longest]
