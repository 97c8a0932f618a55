"""Comparison: what the code gave before and what it gives now, side by side."""

from collections.abc import Iterator

from textual.content import Content

from quizapp.core.exploration import Tried
from quizapp.core.notation import write
from quizapp.core.outcome import Completed, sentence
from quizapp.core.sanitise import sanitise, sanitise_line
from quizapp.tui.prose import inline
from quizapp.tui.widgets.results import MAX_OUTPUT_LINES


def tried(title: str, try_: Tried | None) -> Content:
    """Return one column: how it ended, its value, its output, its checks."""
    head = Content.styled(title, "$primary bold")
    body = [Content.styled("not run yet", "$quiet")]
    return Content("\n").join([head, *(body if try_ is None else _lines(try_))])


def goal(text: str, try_: Tried | None) -> Content:
    """Return the goal, and whether the last try reached it."""
    reached = try_ is not None and try_.reached
    sign = (
        ("✓ Goal reached  ", "$success bold") if reached else ("○ Goal  ", "$primary")
    )
    return Content.assemble(sign, inline(sanitise_line(text)))


def _lines(try_: Tried) -> Iterator[Content]:
    outcome = try_.outcome
    ended = isinstance(outcome, Completed)
    style = "$quiet" if ended else "$error"
    yield Content.styled(sanitise_line(sentence(outcome)), style)
    value = outcome.value if isinstance(outcome, Completed) else None
    if value is not None:
        yield Content(sanitise(write(value)))
    for each in try_.results:
        sign = ("✓ ", "$success bold") if each.passed else ("✗ ", "$error bold")
        yield Content.assemble(sign, sanitise_line(each.label))
        for line in each.detail.split("\n") if each.detail else ():
            yield Content.styled(f"  {sanitise_line(line)}", "$quiet")
    printed = sanitise(outcome.output.stdout + outcome.output.stderr).rstrip("\n")
    lines = printed.split("\n") if printed else []
    for line in lines[:MAX_OUTPUT_LINES]:
        yield Content.assemble(("│ ", "$faint"), Content(line))
    if len(lines) > MAX_OUTPUT_LINES or outcome.output.truncated:
        yield Content.styled("… more was printed", "$quiet")
