"""Card history: a card's timeline as text, the newest entry first, along a rail.

Responses are untrusted, since logs can be merged: they are sanitized.
"""

from collections.abc import Iterator

from textual.content import Content

from quizapp.core.basics.english import quantity
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Note, Report, Star
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.review import Marked, Remarked, Reviewed
from quizapp.core.stats.timeline import TimelineEntry
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.widgets.browse.card_rows import fit_cells
from quizapp.wording.session import verdict_words

MARK_ENTRIES = {
    Mark.BURIED: "▾ buried until the next study day",
    Mark.SUSPENDED: "■ suspended",
    Mark.RESUMED: "▷ resumed",
    Mark.RESET: "↺ reset: new again, earlier reviews no longer count",
}
MARKED_AS = {
    Mark.BURIED: "buried until tomorrow",
    Mark.SUSPENDED: "suspended",
    Mark.RESUMED: "active again",
    Mark.RESET: "new again",
}
"""The state of a card after a mark, for messages."""

_STYLES = {
    VerdictName.CORRECT: "$success",
    VerdictName.PARTIAL: "$warning",
    VerdictName.WRONG: "$error",
    None: "$secondary",
}
RAIL = ("│ ", "$faint")
MAX_RESPONSE = 400


def card_history(entries: tuple[TimelineEntry, ...], width: int) -> Content:
    """Return a timeline for a width in cells."""
    if not entries:
        return Content.styled("No history yet.", "$quiet")
    lines = (line for entry in reversed(entries) for line in _lines(entry, width))
    return Content("\n").join(lines)


def _lines(entry: TimelineEntry, width: int) -> Iterator[Content]:
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
        sign, _, words = _entry(fact).partition(" ")
        cut = fit_cells(sanitize_line(words), max(8, width - 20)).rstrip()
        yield Content.assemble((f"{sign} {date}  ", "$quiet"), cut)
    if entry.edited:
        yield Content.assemble(RAIL, ("card edited before this", "$quiet"))
    if entry.days:
        yield Content.assemble(RAIL, (quantity(entry.days, "day"), "$quiet"))


def _entry(fact: Marked | Remarked) -> str:
    if isinstance(fact, Marked):
        return MARK_ENTRIES[fact.mark]
    match fact.remark:
        case Star(on=on):
            return "★ starred" if on else "☆ star removed"
        case Note(text=text):
            return f"✎ note: {text}" if text else "✎ note removed"
        case Report(reason=reason):
            return f"! reported: {reason}"


def _judged(fact: Reviewed) -> Iterator[tuple[str, str]]:
    style = _STYLES[fact.verdict]
    yield verdict_words(fact.verdict), style
    if fact.verdict is VerdictName.PARTIAL and fact.score is not None:
        yield f", {fact.score:.0%}", style
    if fact.overridden:
        yield " overridden: I was right", "$foreground"
    facts = [] if fact.confidence is None else [fact.confidence.label]
    facts += [quantity(fact.hints, "hint")] if fact.hints else []
    yield f"  ·  {'  ·  '.join([*facts, f'{fact.seconds:.0f} s'])}", "$quiet"


def _response(response: str, width: int) -> Iterator[Content]:
    """Yield the first line of an answer, cut so that it stays next to the rail."""
    lines = response[:MAX_RESPONSE].strip().split("\n")
    if lines[0]:
        count = response.strip().count("\n") + 1
        more = f"  (1 of {count} lines)"
        text = sanitize_line(lines[0]) + (more if len(lines) > 1 else "")
        yield Content.assemble(RAIL, fit_cells(text, max(8, width - 2)).rstrip())


def _date(moment: Moment) -> str:
    return f"{moment.at + moment.offset:%Y-%m-%d %H:%M}"
