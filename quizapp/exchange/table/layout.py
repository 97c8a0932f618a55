"""Layout: how a table is written, by Anki's headers or by looking at its rows.

Anki's headers are lines such as `#separator:tab` at the top. Without them, the
separator is the one that cuts all rows into the same number of columns.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice

from msgspec import Struct, field

from quizapp.exchange.text_file import unix_lines

_NAMED = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_CANDIDATES = "\t,;|"
_SAMPLE_ROWS = 200
MARKDOWN_HEADER = "markdown"
"""Of our own tables, whose cells are Markdown; Anki takes the line for a comment."""
_HEADERS = frozenset(
    {"separator", "html", "tags", "columns", "notetype", "deck", "if matches"}
    | {"notetype column", "deck column", "tags column", "guid column"}
    | {MARKDOWN_HEADER}
)
_MAX_CELL = 2**31 - 1


class TableLayout(Struct, frozen=True):
    """How a table is written."""

    separator: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Anki's, without the `#`."""
    body: str = ""
    """The text below the headers."""
    first_line: int = 1
    """The line that the body begins with."""

    def column(self, name: str) -> int | None:
        """Return the index of the column that a header gives, None without one."""
        text = self.headers.get(f"{name} column", "").strip()
        is_number = text.isascii() and text.isdigit() and len(text) < 4
        return int(text) - 1 if is_number and int(text) else None


class SheetRow(Struct, frozen=True):
    """One row, and the line that it begins in."""

    line: int
    cells: tuple[str, ...]


def layout_of(text: str, name: str) -> TableLayout:
    """Return how a table is written; `name` is that of its file."""
    headers, body, lines = _headers(unix_lines(text))
    separator = _stated(headers.get("separator", "")) or _sniffed(body, name)
    return TableLayout(separator, headers, body, lines + 1)


def _stated(separator: str) -> str:
    """Return the separator that a header states; empty for what is none."""
    word = separator.strip() or separator[:1]
    sign = _NAMED.get(word.casefold(), word)
    return sign if len(sign) == 1 and sign != '"' else ""


def _headers(text: str) -> tuple[dict[str, str], str, int]:
    """Return Anki's headers, the text below them, and how many lines they are."""
    headers: dict[str, str] = {}
    at = lines = 0
    while text.startswith("#", at):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        key, colon, value = text[at + 1 : end].partition(":")
        if not colon or key.strip().casefold() not in _HEADERS:
            break
        headers[key.strip().casefold()] = value
        at, lines = end + 1, lines + 1
    return headers, text[at:], lines


def rows_of(layout: TableLayout) -> Iterator[SheetRow]:
    """Yield the rows that are not empty. With Anki's headers, `#` begins a comment."""
    lines = _Lines(layout.body, skip_comments=bool(layout.headers))
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(lines, delimiter=layout.separator)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield SheetRow(lines.began + layout.first_line, tuple(cells))
        lines.at_start = True


class _Lines:
    """The lines of a text; a comment is left out where a row may begin."""

    def __init__(self, text: str, *, skip_comments: bool) -> None:
        self._lines = enumerate(StringIO(text, newline="\n"))
        self._skip_comments = skip_comments
        self.at_start = True
        self.began = 0
        """The line that the row begins with, from 0."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for number, line in self._lines:
            if self.at_start and self._skip_comments and line.startswith("#"):
                continue
            if self.at_start:
                self.began, self.at_start = number, False
            return line
        raise StopIteration


def _sniffed(body: str, name: str) -> str:
    """Return the separator that fits the rows best."""
    if name.casefold().endswith(".tsv"):
        return "\t"
    order = ",\t;|" if name.casefold().endswith(".csv") else _CANDIDATES
    return max(
        order, key=lambda separator: (_fit(body, separator), -order.index(separator))
    )


def _fit(body: str, separator: str) -> float:
    """Return the share of rows with the usual number of columns, if two or more."""
    rows = islice(rows_of(TableLayout(separator, {}, body)), _SAMPLE_ROWS)
    counts = Counter(len(row.cells) for row in rows)
    if not counts:
        return 0.0
    usual, times = counts.most_common(1)[0]
    return times / counts.total() if usual > 1 else 0.0
