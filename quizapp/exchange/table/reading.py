"""Reading a table: each row becomes a card, a reversed one two, a cloze one a hole."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from quizapp.errors import ExchangeError
from quizapp.exchange.anki.identity import anki_origin, note_of_name
from quizapp.exchange.cloze import cloze_cards, filled_in, has_holes, parts_of
from quizapp.exchange.formats import Reading
from quizapp.exchange.html import markdown_of
from quizapp.exchange.imported import Imported, ImportedCard, LeftOut, Origin
from quizapp.exchange.markdown.lines import LineKind, kinds_of
from quizapp.exchange.table.columns import TableColumns, columns_of
from quizapp.exchange.table.layout import (
    MARKDOWN_HEADER,
    SheetRow,
    TableLayout,
    layout_of,
    rows_of,
)
from quizapp.exchange.text_file import text_in
from quizapp.exchange.text_id import text_id

TABLE_FORMAT = "table"
_TAGS = re.compile(
    r"<br\s*/?>|</(?:b|i|u|em|strong|div|p|span|sub|sup|ul|ol|li|pre|code|table|a)>"
    r"|<img\s[^>]*src=|&nbsp;",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"<(?:img|audio|video)\b|\[sound:", re.IGNORECASE)


class _Table(Struct, frozen=True):
    """A table, and what its cells mean."""

    layout: TableLayout
    columns: TableColumns
    is_html: bool

    def cell(self, row: SheetRow, index: int | None) -> str:
        """Return a cell as it is; empty if the row is too short."""
        return "" if index is None or index >= len(row.cells) else row.cells[index]

    def text(self, row: SheetRow, index: int | None) -> str:
        """Return a cell as Markdown."""
        cell = self.cell(row, index)
        if self.is_html:
            return markdown_of(cell).strip()
        return cell.strip("\n").rstrip() if self.is_markdown else _lines(cell.strip())

    @property
    def is_ours(self) -> bool:
        """Whether quizapp wrote it: then each row is one card."""
        return MARKDOWN_HEADER in self.layout.headers

    @property
    def is_markdown(self) -> bool:
        """Whether quizapp wrote it, and not for Anki."""
        return self.layout.headers.get(MARKDOWN_HEADER, "").strip() == "true"


def read_table(reading: Reading) -> Imported:
    """Read a table."""
    text = text_in(reading.path)
    layout = layout_of(text, reading.path.name)
    rows = list(rows_of(layout))
    if not rows:
        raise ExchangeError(f"{reading.path} has no rows")
    columns, has_names = columns_of(layout, rows[0].cells)
    rows = rows[1:] if has_names else rows
    table = _Table(layout, columns, _is_html(layout, rows))
    found = [one for row in rows for one in _cards(table, row)]
    cards = [one for one in found if isinstance(one, ImportedCard)]
    left_out = [one for one in found if isinstance(one, LeftOut)]
    title = layout.headers.get("deck", "").strip() or reading.path.stem
    return Imported(title, tuple(cards), tuple(left_out), tuple(_remarks(table, rows)))


def _is_html(layout: TableLayout, rows: Sequence[SheetRow]) -> bool:
    stated = layout.headers.get("html")
    if stated is not None:
        return stated.strip().casefold() == "true"
    return any(_TAGS.search(cell) for row in rows for cell in row.cells)


def _lines(text: str) -> str:
    """Return plain text whose lines stay lines; code and tables are as they are."""
    lines = text.split("\n")
    kinds = kinds_of(lines).kinds
    last = len(lines) - 1
    for number, line in enumerate(lines):
        pair = (line.strip(), lines[number + 1].strip() if number < last else "")
        is_text = all(kind is LineKind.TEXT for kind in kinds[number : number + 2])
        if is_text and all(pair) and not any(side.startswith("|") for side in pair):
            lines[number] = f"{line.rstrip()}\\"
    return "\n".join(lines)


def _remarks(table: _Table, rows: Sequence[SheetRow]) -> Iterator[str]:
    if unused := table.columns.unused:
        yield f"skipped columns: {', '.join(unused)}"
    media = sum(len(_MEDIA.findall(cell)) for row in rows for cell in row.cells)
    if media:
        yield f"images and sounds are kept as names only: {media}"


def _cards(table: _Table, row: SheetRow) -> Iterator[ImportedCard | LeftOut]:
    columns, where = table.columns, f"line {row.line}"
    question = table.text(row, columns.question)
    answer = table.text(row, columns.answer)
    if has_holes(question):
        found = False
        for number, fields in cloze_cards(question):
            found = True
            joined = {**fields, **_common(table, row, answer)}
            yield _card(table, row, number - 1, filled_in(parts_of(question)), joined)
        if found:
            return
    if not question:
        yield LeftOut(where, answer, "it has no question")
    elif not answer:
        yield LeftOut(where, question, "it has no answer")
    else:
        sides = [(question, answer)]
        if "reverse" in table.cell(row, columns.notetype).casefold():
            sides.append((answer, question))
        for number, (prompt, back) in enumerate(sides):
            fields = {"kind": "flashcard", "prompt": prompt, "answer": back}
            yield _card(table, row, number, prompt, {**fields, **_common(table, row)})


def _common(table: _Table, row: SheetRow, extra: str = "") -> dict[str, Any]:
    """Return the keys that cards of each kind may have."""
    columns = table.columns
    places = (columns.explain, *columns.others)
    texts = [extra, *(table.text(row, place) for place in places)]
    tags = [*table.cell(row, columns.tags).split(), *_all_tags(table)]
    fields = {
        "explain": "\n\n".join(filter(None, texts)),
        "tags": list(dict.fromkeys(tags)),
        "hints": list(filter(None, [table.text(row, columns.hints)])),
        "sources": list(filter(None, [table.cell(row, columns.sources).strip()])),
    }
    return {key: value for key, value in fields.items() if value}


def _all_tags(table: _Table) -> list[str]:
    return table.layout.headers.get("tags", "").split()


def _card(
    table: _Table, row: SheetRow, number: int, name: str, fields: dict[str, Any]
) -> ImportedCard:
    guid = table.cell(row, table.columns.guid).strip()
    deck = table.cell(row, table.columns.deck).strip()
    if guid and table.is_ours:
        origin = anki_origin(*note_of_name(guid))
    elif guid:
        origin = anki_origin(guid, number)
    else:
        question = table.cell(row, table.columns.question)
        suffix = f"/{number}" if number else ""
        origin = Origin(TABLE_FORMAT, f"{text_id(question)}{suffix}")
    return ImportedCard(origin, name, fields, f"line {row.line}", deck)
