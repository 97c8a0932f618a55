"""Pictures: which drawing a named result of a run gets, and the heading above it.

No line is wider than the frame. Text from a run is sanitized here.
"""

from collections.abc import Iterator
from textwrap import wrap

from msgspec.structs import replace

from quizapp.core.runs.outcome import Show
from quizapp.core.runs.pictures.curves import draw_curves, series_of
from quizapp.core.runs.pictures.description import about
from quizapp.core.runs.pictures.heatmap import draw_heatmap, says_nothing
from quizapp.core.runs.pictures.histogram import bins_of, draw_histogram
from quizapp.core.runs.pictures.number_table import draw_numbers
from quizapp.core.runs.pictures.span import LEAST_WIDTH, Frame, PictureLine, Span
from quizapp.core.terminal.cells import cell_count, fit_text
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.value import Array, Value
from quizapp.core.values.writer import write


def picture_of(
    name: str, value: Value, show: Show, frame: Frame
) -> tuple[PictureLine, ...]:
    """Draw a value under its name.

    Nothing is drawn of a heatmap that says nothing: of a few numbers, or all the same.
    """
    if is_left_out(value, show):
        return ()
    frame = replace(frame, width=max(LEAST_WIDTH, frame.width))
    heading = _heading(sanitize_line(name), about(value, show), frame.width)
    return (*heading, *_drawn(value, show, frame))


def is_left_out(value: Value, show: Show) -> bool:
    """Return whether nothing is drawn of a value."""
    return show == "heatmap" and isinstance(value, Array) and says_nothing(value)


def _heading(name: str, text: str, width: int) -> Iterator[PictureLine]:
    """Yield the name and what it is, in several lines if there is no room in one."""
    if text and cell_count(name) + 2 + cell_count(text) <= width:
        yield Span(f"{name}  "), Span(text, "quiet")
        return
    yield (Span(_cut(name, width)),)
    for line in wrap(text, width):
        yield (Span(_cut(line, width), "quiet"),)


def _cut(text: str, width: int) -> str:
    return fit_text(text, width) if cell_count(text) > width else text


def _drawn(value: Value, show: Show, frame: Frame) -> Iterator[PictureLine]:
    series = series_of(value) if show == "curve" else {}
    match show:
        case "heatmap" if isinstance(value, Array) and value.shape and value.elements:
            yield from draw_heatmap(value, frame)
        case "values" if isinstance(value, Array) and value.shape and value.elements:
            yield from draw_numbers(value, frame.width)
        case "curve" if series and max(map(len, series.values())) > 1:
            yield from draw_curves(series, frame)
        case "histogram" if (bins := bins_of(value)) is not None:
            yield from draw_histogram(bins, frame)
        case _:
            yield (Span(_cut(sanitize_line(write(value)), frame.width)),)
