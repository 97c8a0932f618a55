"""Prose: the Markdown of decks as styled text.

What cards use: paragraphs, lists, headings, fences, tables, `code`, **bold**,
*emphasis*, and $formulas$, which are set in Unicode. Deck text is data: it is
sanitized first, and Textual's markup is never read in it. With a width, columns, list
items and lines of code are wrapped as units.
"""

from itertools import zip_longest

from textual.content import Content, Span

from quizapp.core.terminal.inline import InlineStyle, inline_parts
from quizapp.core.terminal.markdown import (
    BULLET,
    GAP,
    Block,
    Fence,
    Paragraph,
    Table,
    blocks,
    column_widths,
    padding,
)
from quizapp.core.terminal.sanitize import sanitize

UNBOUNDED = 10_000
_STYLES = {
    InlineStyle.CODE: "$secondary",
    InlineStyle.FORMULA: "$string",
    InlineStyle.BOLD: "bold",
    InlineStyle.EMPHASIS: "italic",
}


def prose(markdown: str, width: int = UNBOUNDED) -> Content:
    """Return Markdown as content; the lines of a paragraph are joined."""
    contents = (
        Content("\n").join(_lines(block, max(20, width)))
        for block in blocks(sanitize(markdown))
    )
    return Content("\n\n").join(contents)


def inline(text: str) -> Content:
    """Return one line of Markdown as content."""
    texts: list[str] = []
    spans: list[Span] = []
    length = 0
    for part in inline_parts(text):
        shown = part.text
        if part.style is InlineStyle.FORMULA:
            from quizapp.core.terminal.formulas import without_dollars

            shown = without_dollars(shown)
        end = length + len(shown)
        if style := _STYLES.get(part.style):
            spans.append(Span(length, end, style))
        texts.append(shown)
        length = end
    return Content("".join(texts), spans)


def hung(sign: Content, text: Content, width: int) -> list[Content]:
    """Return wrapped lines with a hanging indent, the sign before the first."""
    indent = Content(" " * sign.cell_length)
    lines = text.wrap(max(8, width - sign.cell_length))
    return [sign + line if not at else indent + line for at, line in enumerate(lines)]


def folded(sign: Content, again: Content, line: Content, width: int) -> list[Content]:
    """Return a line cut at a width, not wrapped by words.

    `again` precedes each part except the first, to show that it is no new line.
    """
    parts = line.fold(max(8, width - sign.cell_length))
    return [again + part if at else sign + part for at, part in enumerate(parts)]


def _lines(block: Block, width: int) -> list[Content]:
    match block:
        case Fence():
            code = (Content.styled(line, "$secondary") for line in _fenced(block))
            again = Content.styled("↳ ", "$quiet")
            cut = (folded(Content("  "), again, line, width) for line in code)
            return [part for parts in cut for part in parts]
        case Paragraph(lines=lines):
            return [part for line in lines for part in _line(line, width)]
        case Table():
            return _table(block, width)


def _fenced(fence: Fence) -> tuple[str, ...]:
    if fence.formula:
        from quizapp.core.terminal.formulas import displayed

        return displayed(fence.lines)
    return fence.lines


def _line(line: str, width: int) -> list[Content]:
    if line.startswith("#"):
        return [Content.styled(line.lstrip("# "), "bold")]
    bullet = BULLET.match(line)
    if bullet is None:
        return [inline(line)]
    mark = "•" if bullet[1] in "-*" else bullet[1]
    return hung(Content.styled(f" {mark} ", "$quiet"), inline(bullet[2]), width)


def _table(table: Table, width: int) -> list[Content]:
    """Return aligned columns; a cell that is too wide is wrapped in its column."""
    heading, *body = [[inline(cell) for cell in row] for row in table.rows]
    rows = [[cell.stylize_before("bold") for cell in heading], *body]
    columns = zip(*rows, strict=True)
    wanted = [max(cell.cell_length for cell in column) for column in columns]
    widths = column_widths(wanted, width)
    lines = [line for row in rows for line in _row(table, row, widths)]
    rule = (" " * GAP).join("─" * width for width in widths)
    height = len(_row(table, rows[0], widths))
    return [*lines[:height], Content.styled(rule, "$faint"), *lines[height:]]


def _row(table: Table, row: list[Content], widths: list[int]) -> list[Content]:
    wrapped = [cell.wrap(width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for parts in zip_longest(*wrapped, fillvalue=Content("")):
        cells = [
            part.pad(*padding(side, width - part.cell_length))
            for part, side, width in zip(parts, table.sides, widths, strict=True)
        ]
        lines.append(Content(" " * GAP).join(cells))
    return lines
