"""A sheet as one page of HTML that needs nothing else, to read or to print.

It has no script and loads nothing: its policy allows its own style sheet and nothing
more. All text is sanitized and escaped in `_escaped`, the only way into the page.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import assert_never

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
from quizapp.wording.sheet import (
    Aside,
    Listed,
    Prose,
    Sheet,
    SheetCard,
    SheetPart,
    Verbatim,
)
from quizapp.wording.sheet_style import STYLE

_LETTERS = ' class="letters"'
_ALIGNED: dict[Side, str] = {
    "left": "",
    "right": ' class="right"',
    "center": ' class="center"',
}


def html_page(sheet: Sheet) -> str:
    """Return the whole page; it ends with a line break."""
    return "\n".join([*_head(sheet), *_body(sheet), ""])


def policy() -> str:
    """Return the content security policy: this style sheet, and nothing else."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    allowed = f"style-src 'sha256-{digest}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _head(sheet: Sheet) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(policy())}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{_escaped(sheet.title)}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"


def _body(sheet: Sheet) -> Iterator[str]:
    yield "<body>"
    yield "<header>"
    yield f"<h1>{_escaped(sheet.title)}</h1>"
    yield f"<p>{_escaped(sheet.note)}</p>"
    yield "</header>"
    yield "<main>"
    for number, card in enumerate(sheet.cards, start=1):
        yield from _card(number, card)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _card(number: int, card: SheetCard) -> Iterator[str]:
    facts = " · ".join(card.facts)
    yield "<article>"
    yield '<div class="head">'
    yield f'<h2><span class="number">{number}</span>{_escaped(str(card.id))}</h2>'
    yield f'<p class="facts">{_escaped(facts)}</p>'
    yield "</div>"
    yield '<section class="question">'
    yield from _parts(card.question)
    yield "</section>"
    yield '<section class="answer">'
    yield "<h3>Answer</h3>"
    yield from _parts(card.answer)
    yield "</section>"
    if card.line:
        yield '<section class="spoken">'
        yield "<h3>In the interview</h3>"
        yield f"<p>{_inline(card.line)}</p>"
        yield "</section>"
    yield "</article>"


def _parts(parts: Iterable[SheetPart]) -> Iterator[str]:
    for part in parts:
        match part:
            case Prose(markdown=markdown):
                for block in blocks(sanitize(markdown)):
                    yield from _block(block)
            case Aside(line=line):
                yield f'<p class="aside">{_inline(line)}</p>'
            case Verbatim(text=text, is_python=is_python):
                code = sanitize(text).strip("\n")
                yield _pre(_colored(code) if is_python else _escaped(code))
            case Listed(options=options):
                yield from _options(options)
            case _:
                assert_never(part)


def _options(options: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f"<ol{_LETTERS if options[0][0][0].isalpha() else ''}>"
    for _, text in options:
        yield f"<li>{_inline(text)}</li>"
    yield "</ol>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(lines=lines):
            yield from _lines(lines)
        case Fence(lines=lines, formula=True):
            text = "\n".join(displayed(lines))
            yield f'<p class="formula">{_escaped(text)}</p>'
        case Fence(lines=lines):
            yield _pre(_escaped("\n".join(lines)))
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs, and consecutive bullets of a sort as one list."""
    for tag, group in groupby(lines, _list_tag):
        if not tag:
            for line in group:
                yield _heading_or_paragraph(line)
            continue
        yield f"<{tag}>"
        for line in group:
            mark, text = _bullet(line)
            place = f' value="{int(mark)}"' if mark.isascii() and mark.isdigit() else ""
            yield f"<li{place}>{_inline(text)}</li>"
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


def _heading_or_paragraph(line: str) -> str:
    if line.startswith("#"):
        return f"<h4>{_inline(line.lstrip('# '))}</h4>"
    return f"<p>{_inline(line)}</p>"


def _table(table: Table) -> Iterator[str]:
    heading, *rows = table.rows
    yield "<table>"
    yield f"<thead>{_row('th', heading, table.sides)}</thead>"
    yield "<tbody>"
    for row in rows:
        yield _row("td", row, table.sides)
    yield "</tbody>"
    yield "</table>"


def _row(tag: str, row: Iterable[str], sides: Iterable[Side]) -> str:
    cells = (
        f"<{tag}{_ALIGNED[side]}>{_inline(cell)}</{tag}>"
        for cell, side in zip(row, sides, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _pre(escaped: str) -> str:
    return f"<pre><code>{escaped}</code></pre>"


def _colored(code: str) -> str:
    """Return sanitized Python, escaped, with its tokens marked."""
    if len(code) > MAX_COLORED:
        return _escaped(code)
    parts: list[str] = []
    at = 0
    for begin, end, sort in python_tokens(code):
        token = f'<span class="{sort.value}">{_escaped(code[begin:end])}</span>'
        parts += _escaped(code[at:begin]), token
        at = end
    return "".join((*parts, _escaped(code[at:])))


def _inline(line: str) -> str:
    return "".join(map(_styled, inline_parts(line)))


def _styled(part: InlinePart) -> str:
    match part.style:
        case InlineStyle.PLAIN:
            return _escaped(part.text)
        case InlineStyle.CODE:
            return f"<code>{_escaped(part.text)}</code>"
        case InlineStyle.FORMULA:
            return (
                f'<span class="formula">{_escaped(without_dollars(part.text))}</span>'
            )
        case InlineStyle.BOLD:
            return f"<strong>{_escaped(part.text)}</strong>"
        case InlineStyle.EMPHASIS:
            return f"<em>{_escaped(part.text)}</em>"
        case _:
            assert_never(part.style)


def _escaped(text: str) -> str:
    """Return text that is only text in HTML, with nothing invisible in it."""
    return escape(sanitize(text))
