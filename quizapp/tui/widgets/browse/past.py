"""Past: a card's timeline as text, the newest entry first, along a rail.

Responses come from whoever answered, or from a log that was merged: sanitized.
"""

from collections.abc import Iterator

from textual.content import Content

from quizapp.core.basics.english import quantity
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.timeline import Entry
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.widgets.browse.card_rows import fit_cells

MARKS = {
    Mark.BURIED: "▾ buried until the next study day",
    Mark.SUSPENDED: "■ suspended",
    Mark.RESUMED: "▷ resumed",
    Mark.RESET: "↺ reset: new again, what is below counts no more",
}
DONE = {
    Mark.BURIED: "buried until the next study day",
    Mark.SUSPENDED: "suspended",
    Mark.RESUMED: "asked again",
    Mark.RESET: "new again",
}
"""What a card is, once it was marked."""

VERDICTS = {
    "correct": ("✓ correct", "$success"),
    "partial": ("◐ partly right", "$warning"),
    "wrong": ("✗ wrong", "$error"),
}
YOUR_CALL = ("○ your call", "$secondary")
RAIL = ("│ ", "$faint")
MAX_RESPONSE = 400


def past(entries: tuple[Entry, ...], width: int) -> Content:
    """Return a timeline for a width in cells."""
    if not entries:
        return Content.styled("Nothing was done to this card yet.", "$quiet")
    lines = (line for entry in reversed(entries) for line in _lines(entry, width))
    return Content("\n").join(lines)


def _lines(entry: Entry, width: int) -> Iterator[Content]:
    fact = entry.fact
    date = _date(fact.moment)
    if isinstance(fact, Reviewed):
        yield Content.assemble(
            ("● ", "$primary"),
            (f"{date}  ", "$quiet"),
            (fact.grade.label, "bold"),
            (f"  next in {entry.interval}", "$secondary"),
        )
        yield Content.assemble(RAIL, *_judged(fact))
        yield from _response(fact.response, width)
    else:
        sign, _, words = MARKS[fact.mark].partition(" ")
        yield Content.assemble((f"{sign} {date}  ", "$quiet"), words)
    if entry.edited:
        yield Content.assemble(RAIL, ("the card was edited before this", "$quiet"))
    if entry.days:
        yield Content.assemble(RAIL, (quantity(entry.days, "day"), "$quiet"))


def _judged(fact: Reviewed) -> Iterator[tuple[str, str]]:
    word, style = YOUR_CALL
    if fact.verdict is not None:
        known = VERDICTS.get(fact.verdict)
        word, style = known or (sanitize_line(fact.verdict), "$quiet")
    yield word, style
    if fact.verdict == "partial" and fact.score is not None:
        yield f", {fact.score:.0%}", style
    if fact.overridden:
        yield " set aside: I was right", "$foreground"
    facts = [] if fact.confidence is None else [fact.confidence.label]
    facts += [quantity(fact.hints, "hint")] if fact.hints else []
    yield f"  ·  {'  ·  '.join([*facts, f'{fact.seconds:.0f} s'])}", "$quiet"


def _response(response: str, width: int) -> Iterator[Content]:
    """Yield the first line of an answer, cut to the width so that the rail stands."""
    lines = response[:MAX_RESPONSE].strip().split("\n")
    if lines[0]:
        count = response.strip().count("\n") + 1
        more = f"  (1 of {count} lines)"
        text = sanitize_line(lines[0]) + (more if len(lines) > 1 else "")
        yield Content.assemble(RAIL, fit_cells(text, max(8, width - 2)).rstrip())


def _date(moment: Moment) -> str:
    return f"{moment.at + moment.offset:%Y-%m-%d %H:%M}"
