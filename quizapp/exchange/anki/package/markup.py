r"""Markup: a deck's Markdown as the HTML of a note's field.

All text is sanitized and escaped by `html_parts`. Formulas are left to Anki's MathJax,
`\(...\)`. Text that only looks like one of Anki's own marks, such as `[sound:x]`, is
kept from working as one.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from quizapp.wording.html_parts import (
    as_text,
    code_block,
    prose_lines,
    styled_line,
)
from quizapp.wording.sheet import Aside, Listed, Prose, SheetPart, Verbatim

OPEN_BLANK, CLOSE_BLANK = "\ue010", "\ue011"
"""Around what a cloze hides, in Markdown and in the HTML before `with_deletions`."""
_FORMULA = "\ue012"
_MATHJAX = re.compile(r"\\(?=[(\[\])])")
_MARKS = re.compile(
    r"\[(?=sound:|anki:|\[type:|/?latex\]|/?\$\$?\])", re.IGNORECASE | re.ASCII
)
_PLACE = re.compile(f"{_FORMULA}([0-9]+){_FORMULA}")
_BLANK = re.compile(f"{OPEN_BLANK}(.*?){CLOSE_BLANK}", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_DELETION = re.compile(r"\{(?=\{c[0-9])", re.IGNORECASE | re.ASCII)


class _Formulas:
    """Keeps formulas out of the HTML until its text is safe."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def inline(self, formula: str) -> str:
        """Keep `$...$` or `$$...$$`; return what holds its place."""
        source = as_text(formula.strip("$").strip())
        ends = r"\[{}\]" if formula.startswith("$$") else r"\({}\)"
        return self._keep(ends.format(source))

    def display(self, lines: Sequence[str]) -> str:
        """Keep the lines of a formula of its own."""
        kept = self._keep(rf"\[{as_text(chr(10).join(lines))}\]")
        return f'<p class="formula">{kept}</p>'

    def put_back(self, html: str) -> str:
        """Return HTML with its formulas."""
        return _PLACE.sub(lambda match: self._kept[int(match[1])], html)

    def _keep(self, formula: str) -> str:
        self._kept.append(formula)
        return f"{_FORMULA}{len(self._kept) - 1}{_FORMULA}"


def prose_html(markdown: str) -> str:
    """Return the HTML of Markdown."""
    text = markdown.replace(_FORMULA, "")
    return _safe(lambda formulas: "\n".join(prose_lines(text, formulas)))


def line_html(markdown: str) -> str:
    """Return the HTML of one line of Markdown."""
    text = markdown.replace(_FORMULA, "")
    return _safe(lambda formulas: styled_line(text, formulas))


def code_html(text: str, *, is_python: bool) -> str:
    """Return text as it is written."""
    written = text.replace(_FORMULA, "")
    return _safe(lambda _: code_block(written, is_python=is_python))


def text_html(text: str) -> str:
    """Return text that is only text."""
    return _safe(lambda _: as_text(text.replace(_FORMULA, "")))


def parts_html(items: Iterable[SheetPart]) -> str:
    """Return the HTML of the parts of a question or an answer."""
    return "\n".join(map(_part, items))


def _part(part: SheetPart) -> str:
    match part:
        case Prose(markdown=markdown):
            return prose_html(markdown)
        case Aside(line=text):
            return f'<p class="aside">{line_html(text)}</p>'
        case Verbatim(text=text, is_python=is_python):
            return code_html(text, is_python=is_python)
        case Listed(options=options):
            letters = ' class="letters"' if options[0][0][0].isalpha() else ""
            items = "\n".join(f"<li>{line_html(text)}</li>" for _, text in options)
            return f"<ol{letters}>\n{items}\n</ol>"


def _safe(write: Callable[[_Formulas], str]) -> str:
    formulas = _Formulas()
    html = write(formulas)
    html = _MATHJAX.sub(r"\\<span></span>", html) if "\\" in html else html
    return formulas.put_back(_MARKS.sub("&#91;", html) if "[" in html else html)


def with_deletions(html: str) -> str | None:
    """Return a cloze's HTML with each blank as Anki's `{{c1::...}}`.

    All blanks are of one card, as in quizapp. None if a blank ends within markup that
    began outside of it, which Anki cannot hide.
    """
    html = _DELETION.sub("&#123;", html)
    blanks = _BLANK.findall(html)
    rest = _BLANK.sub("", html)
    if not blanks or OPEN_BLANK in rest or CLOSE_BLANK in rest:
        return None
    if not all(map(_is_whole, blanks)):
        return None
    return _BLANK.sub(lambda match: f"{{{{c1::{_hidden(match[1])}}}}}", html)


def _hidden(html: str) -> str:
    """Return what is hidden without the signs that would end it or begin a hint."""
    html = html.replace("}}", "}<!-- -->}").replace("::", ":<!-- -->:")
    return f"{html}<!-- -->" if html.endswith(("}", ":")) else html


def _is_whole(html: str) -> bool:
    """Return whether every tag that is opened is closed."""
    opened: list[str] = []
    for end, name in _TAG.findall(html):
        if not end:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
