"""A sheet as one page of HTML that needs nothing else, to read or to print.

It has no script and loads nothing: its policy allows its own style sheet and nothing
more. All text is sanitized and escaped in `html_parts`, the only way into the page.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from quizapp.wording.html_parts import (
    as_text,
    code_block,
    page_head,
    policy_of,
    prose_lines,
    styled_line,
)
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


def html_page(sheet: Sheet) -> str:
    """Return the whole page; it ends with a line break."""
    return "\n".join([*page_head(sheet.title, STYLE), *_body(sheet), ""])


def policy() -> str:
    """Return the content security policy of every sheet."""
    return policy_of(STYLE)


def _body(sheet: Sheet) -> Iterator[str]:
    yield "<body>"
    yield "<header>"
    yield f"<h1>{as_text(sheet.title)}</h1>"
    yield f"<p>{as_text(sheet.note)}</p>"
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
    yield f'<h2><span class="number">{number}</span>{as_text(str(card.id))}</h2>'
    yield f'<p class="facts">{as_text(facts)}</p>'
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
        yield f"<p>{styled_line(card.line)}</p>"
        yield "</section>"
    yield "</article>"


def _parts(parts: Iterable[SheetPart]) -> Iterator[str]:
    for part in parts:
        match part:
            case Prose(markdown=markdown):
                yield from prose_lines(markdown)
            case Aside(line=line):
                yield f'<p class="aside">{styled_line(line)}</p>'
            case Verbatim(text=text, is_python=is_python):
                yield code_block(text, is_python=is_python)
            case Listed(options=options):
                yield from _options(options)
            case _:
                assert_never(part)


def _options(options: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f"<ol{_LETTERS if options[0][0][0].isalpha() else ''}>"
    for _, text in options:
        yield f"<li>{styled_line(text)}</li>"
    yield "</ol>"
