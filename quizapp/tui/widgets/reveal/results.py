"""Results: the results of checks, with their signs, values and lines."""

from collections.abc import Iterator

from textual.content import Content

from quizapp.core.kinds.coding import trace
from quizapp.core.runs.checks import Result
from quizapp.core.runs.outcome import Completed, Outcome, Raised, sentence
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.tui.look.prose import folded

MAX_OUTPUT_LINES = 12
MAX_PROGRESS_LINES = 8


def run_of(
    outcome: Outcome, results: tuple[Result, ...], code: str, width: int
) -> Content:
    """Return how many checks passed in a run, which failed, and the output."""
    output = output_of(outcome, width)
    return Content("\n").join([*_lines(outcome, results, code), *output])


def results_of(results: tuple[Result, ...], code: str) -> Content:
    """Return a line for each check, and below a failing one the reason."""
    return Content("\n").join(
        line for result in results for line in _result(result, code)
    )


def marked_lines(
    outcome: Outcome, results: tuple[Result, ...], code: str
) -> frozenset[int]:
    """Return the lines of the code in which something raised."""
    if isinstance(outcome, Raised):
        return frozenset() if outcome.line is None else frozenset({outcome.line})
    return frozenset(result.lines[-1] for result in results if result.lines)


def _lines(
    outcome: Outcome, results: tuple[Result, ...], code: str
) -> Iterator[Content]:
    passed = sum(result.passed for result in results)
    ran = f"{outcome.seconds * 1000:.0f} ms"
    match outcome:
        case Completed() if results:
            yield Content.styled(
                f"{passed} of {len(results)} checks pass, {ran}", "bold"
            )
            yield results_of(results, code)
        case Raised():
            yield Content.styled(f"✗ {sanitize_line(sentence(outcome))}", "$error")
            yield from _trace(outcome, code)
        case _:
            yield Content.styled(f"○ {sanitize_line(sentence(outcome))}", "$secondary")
            note = "  Your code is still here. Fix it and run it again."
            yield Content.styled(note, "$quiet")


def _result(result: Result, code: str) -> Iterator[Content]:
    sign, style = ("✓ ", "$success bold") if result.passed else ("✗ ", "$error bold")
    yield Content.assemble((sign, style), sanitize_line(result.label))
    for line in result.detail.split("\n") if result.detail else ():
        yield Content.styled(f"  {sanitize_line(line)}", "$quiet")
    for number, line in trace(result, code):
        yield _traced(number, line)


def _trace(outcome: Raised, code: str) -> Iterator[Content]:
    line = outcome.line
    if line is not None and line <= code.count("\n") + 1:
        yield _traced(line, code.split("\n")[line - 1].strip())


def _traced(number: int, line: str) -> Content:
    return Content.assemble((f"  ▸{number}  ", "$error"), sanitize_line(line))


def output_of(
    outcome: Outcome, width: int, most: int = MAX_OUTPUT_LINES
) -> Iterator[Content]:
    """Yield the output of a run after a bar, and whether there was more."""
    printed = sanitize(outcome.output.printed)
    lines = printed.split("\n") if printed else []
    yield from _gutter(lines[:most], width)
    if len(lines) > most or outcome.output.truncated:
        yield Content.styled("  … more was printed", "$quiet")


def progress(printed: str, note: str, width: int) -> Content:
    """Return a note on a run that has not ended yet, and its latest output."""
    lines = sanitize(printed).rstrip("\n").split("\n")[-MAX_PROGRESS_LINES:]
    output = _gutter(lines, width) if printed else ()
    return Content("\n").join([Content.styled(note, "$quiet"), *output])


def _gutter(lines: list[str], width: int) -> Iterator[Content]:
    """Yield a run's lines after a bar, so that they cannot look like quizapp's."""
    bar = Content.styled("  │ ", "$quiet")
    for line in lines:
        yield from folded(bar, bar, Content(line), width)
