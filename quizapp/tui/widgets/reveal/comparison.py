"""Comparison: the results of code before and after an edit, side by side."""

from collections.abc import Iterator

from textual.content import Content

from quizapp.core.runs.outcome import Completed, sentence
from quizapp.core.session.exploration import Tried
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.core.values.writer import write
from quizapp.tui.look.prose import inline
from quizapp.tui.widgets.reveal.results import output_of, results_of


def run_column(title: str, try_: Tried | None, width: int) -> Content:
    """Return one column: how it ended, its value, its output, its checks.

    The title is empty where it is in a border.
    """
    head = [Content.styled(title, "$primary bold")] if title else []
    body = [Content.styled("not run yet", "$quiet")]
    lines = body if try_ is None else _lines(try_, width)
    return Content("\n").join([*head, *lines])


def goal_line(text: str, try_: Tried | None) -> Content:
    """Return the goal, and whether the last try reached it."""
    reached = try_ is not None and try_.reached
    sign = (
        ("✓ Goal reached  ", "$success bold") if reached else ("○ Goal  ", "$primary")
    )
    return Content.assemble(sign, inline(sanitize_line(text)))


def _lines(try_: Tried, width: int) -> Iterator[Content]:
    outcome = try_.outcome
    ended = isinstance(outcome, Completed)
    style = "$quiet" if ended else "$error"
    yield Content.styled(sanitize_line(sentence(outcome)), style)
    value = outcome.value if isinstance(outcome, Completed) else None
    if value is not None:
        yield Content(sanitize(write(value)))
    if try_.results:
        yield results_of(try_.results, try_.code)
    yield from output_of(outcome, width)
