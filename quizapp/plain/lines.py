"""Lines: what the plain front end prints of code, runs and pictures.

Everything that comes from a deck or a run is sanitized here.
"""

from collections.abc import Iterator
from textwrap import indent, wrap

from quizapp.core.runs.outcome import Completed, Outcome, Show, sentence
from quizapp.core.runs.pictures.description import sentence_of
from quizapp.core.runs.pictures.picture import is_left_out, picture_of
from quizapp.core.runs.pictures.span import Frame
from quizapp.core.session.phases import Revealed
from quizapp.core.terminal.diff import diff, unified
from quizapp.core.terminal.formulas import set_formulas
from quizapp.core.terminal.sanitize import sanitize
from quizapp.core.values.value import Value


def pictures(revealed: Revealed, width: int) -> Iterator[str]:
    """Yield a sentence for each picture of a run, and the rows of its tables."""
    outcome, kinds = revealed.outcome, dict(revealed.posed.card.show)
    if isinstance(outcome, Completed):
        for name, value in outcome.shown:
            if name in kinds and not is_left_out(value, kinds[name]):
                yield from _described(name, value, kinds[name], width - 2)


def _described(name: str, value: Value, show: Show, width: int) -> Iterator[str]:
    """Yield a table as it is, and any other picture in words."""
    if show == "values":
        for line in picture_of(name, value, show, Frame(width)):
            yield "  " + sanitize("".join(span.text for span in line)).rstrip()
    else:
        yield from wrapped(f"  {sentence_of(name, value, show)}", width)


def markdown(text: str) -> str:
    """Return a deck's Markdown with its formulas in Unicode."""
    return sanitize(set_formulas(text))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Wrap long lines below their own indentation."""
    for line in text.split("\n"):
        indentation = " " * (len(line) - len(line.lstrip()))
        if len(line) <= width:
            yield line
        else:
            yield from wrap(line, width, subsequent_indent=f"{indentation}  ")


def numbered(code: str) -> Iterator[str]:
    """Yield code with line numbers."""
    if code:
        for number, line in enumerate(code.strip("\n").split("\n"), start=1):
            yield f"  {number:3} | {sanitize(line)}"


def differences(typed: str, solution: str) -> Iterator[str]:
    """Yield the lines of two programs, signed by the one that they are in."""
    for sign, line in unified(diff(typed, solution)):
        yield f"  {sign} {sanitize(line)}".rstrip()


def shown(outcome: Outcome) -> Iterator[str]:
    """Yield how a run ended, and what it printed."""
    yield f"run: {sanitize(sentence(outcome))}"
    if printed := outcome.output.printed:
        yield indent(sanitize(printed), "  | ", lambda _: True)
    if outcome.output.truncated:
        yield "  (the output was cut)"
