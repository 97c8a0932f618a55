"""HTML parts: deck text, code and heads of pages that need nothing else.

Pages have no script and load nothing: their policy allows their own style sheet and
nothing more. All text is sanitized and escaped in `as_text`, the only way into a page.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import Protocol, assert_never

from quizapp.core.terminal.formulas import displayed, without_dollars
from quizapp.core.terminal.inline import InlinePart, InlineStyle, inline_parts
from quizapp.core.terminal.markdown import (
    BULLET,
    Block,
    Fence,
    Paragraph,
    Side,
    Table,
    blocks,
)
from quizapp.core.terminal.python_tokens import MAX_COLORED, python_tokens
from quizapp.core.terminal.sanitize import sanitize

_ALIGNED: dict[Side, str] = {
    "left": "",
    "right": ' class="right"',
    "center": ' class="center"',
}


class FormulaSetter(Protocol):
    """Sets the formulas in a text."""

    def inline(self, formula: str) -> str:
        """Return the HTML of `$...$` or `$$...$$` in a line."""
        ...

    def display(self, lines: Sequence[str]) -> str:
        """Return the HTML of the lines of a formula of its own."""
        ...


class _InUnicode:
    """Sets formulas for pages that load nothing: in Unicode."""

    def inline(self, formula: str) -> str:
        return f'<span class="formula">{as_text(without_dollars(formula))}</span>'

    def display(self, lines: Sequence[str]) -> str:
        text = "\n".join(displayed(lines))
        return f'<p class="formula">{as_text(text)}</p>'


_IN_UNICODE = _InUnicode()


def policy_of(style: str) -> str:
    """Return the content security policy: this style sheet, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    allowed = f"style-src 'sha256-{digest}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def page_head(title: str, style: str) -> Iterator[str]:
    """Yield everything before the body of a page."""
    policy = escape(policy_of(style))
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{as_text(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"


def prose_lines(markdown: str, formulas: FormulaSetter = _IN_UNICODE) -> Iterator[str]:
    """Yield the Markdown of a deck."""
    for block in blocks(sanitize(markdown)):
        yield from _block(block, formulas)


def code_block(text: str, *, is_python: bool) -> str:
    """Return text as it is written; Python has its tokens marked."""
    code = sanitize(text).strip("\n")
    return _preformatted(_colored(code) if is_python else as_text(code))


def _block(block: Block, formulas: FormulaSetter) -> Iterator[str]:
    match block:
        case Paragraph(lines=lines):
            yield from _lines(lines, formulas)
        case Fence(lines=lines, formula=True):
            yield formulas.display(lines)
        case Fence(lines=lines):
            yield _preformatted(as_text("\n".join(lines)))
        case Table():
            yield from _table(block, formulas)
        case _:
            assert_never(block)


def _lines(lines: Iterable[str], formulas: FormulaSetter) -> Iterator[str]:
    """Yield paragraphs, and consecutive bullets of a sort as one list."""
    for tag, group in groupby(lines, _list_tag):
        if not tag:
            for line in group:
                yield _heading_or_paragraph(line, formulas)
            continue
        yield f"<{tag}>"
        for line in group:
            mark, text = _bullet(line)
            place = f' value="{int(mark)}"' if mark.isascii() and mark.isdigit() else ""
            yield f"<li{place}>{styled_line(text, formulas)}</li>"
        yield f"</{tag}>"


def _list_tag(line: str) -> str:
    bullet = BULLET.match(line)
    if bullet is None:
        return ""
    return "ul" if bullet[1] in "-*" else "ol"


def _bullet(line: str) -> tuple[str, str]:
    """Return the number of a list item, empty for none, and its text."""
    bullet = BULLET.match(line)
    return (bullet[1].rstrip("."), bullet[2]) if bullet else ("", line)


def _heading_or_paragraph(line: str, formulas: FormulaSetter) -> str:
    if line.startswith("#"):
        return f"<h4>{styled_line(line.lstrip('# '), formulas)}</h4>"
    return f"<p>{styled_line(line, formulas)}</p>"


def _table(table: Table, formulas: FormulaSetter) -> Iterator[str]:
    styled = [[styled_line(cell, formulas) for cell in row] for row in table.rows]
    yield "<table>"
    yield f"<thead>{_row('th', styled[0], table.sides)}</thead>"
    yield "<tbody>"
    for row in styled[1:]:
        yield _row("td", row, table.sides)
    yield "</tbody>"
    yield "</table>"


def _row(tag: str, row: Iterable[str], sides: Iterable[Side]) -> str:
    cells = (
        f"<{tag}{_ALIGNED[side]}>{cell}</{tag}>"
        for cell, side in zip(row, sides, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _preformatted(escaped: str) -> str:
    return f"<pre><code>{escaped}</code></pre>"


def _colored(code: str) -> str:
    """Return sanitized Python, escaped, with its tokens marked."""
    if len(code) > MAX_COLORED:
        return as_text(code)
    parts: list[str] = []
    at = 0
    for begin, end, sort in python_tokens(code):
        token = f'<span class="{sort.value}">{as_text(code[begin:end])}</span>'
        parts += as_text(code[at:begin]), token
        at = end
    return "".join((*parts, as_text(code[at:])))


def styled_line(line: str, formulas: FormulaSetter = _IN_UNICODE) -> str:
    """Return one line of Markdown, escaped."""
    return "".join(_styled(part, formulas) for part in inline_parts(line))


def _styled(part: InlinePart, formulas: FormulaSetter) -> str:
    match part.style:
        case InlineStyle.PLAIN:
            return as_text(part.text)
        case InlineStyle.CODE:
            return f"<code>{as_text(part.text)}</code>"
        case InlineStyle.FORMULA:
            return formulas.inline(part.text)
        case InlineStyle.BOLD:
            return f"<strong>{as_text(part.text)}</strong>"
        case InlineStyle.EMPHASIS:
            return f"<em>{as_text(part.text)}</em>"
        case _:
            assert_never(part.style)


def as_text(text: str) -> str:
    """Return text that is only text in HTML, with nothing invisible in it."""
    return escape(sanitize(text))
