"""Number tables: a matrix as numbers in aligned columns."""

from collections.abc import Iterator

from quizapp.core.runs.pictures.elements import matrix, short
from quizapp.core.runs.pictures.span import PictureLine, Span
from quizapp.core.values.value import Array

MAX_TABLE_ROWS = 32
"""The rest is counted."""


def draw_numbers(array: Array, width: int) -> Iterator[PictureLine]:
    """Write each row in a line; columns without room are cut off."""
    rows, columns = matrix(array), array.shape[-1]
    texts = [[short(number) for number in row] for row in rows[:MAX_TABLE_ROWS]]
    cell = max(len(text) for row in texts for text in row) + 2
    fitting = width // cell
    if fitting < columns:
        fitting = max(1, (width - 2) // cell)
    for row in texts:
        line = "".join(f"{text:>{cell}}" for text in row[:fitting])
        yield (Span(line + (" …" if columns > fitting else "")),)
    if len(rows) > MAX_TABLE_ROWS:
        yield (Span(f"… {len(rows)} rows", "quiet"),)
