r"""HTML: what other programs keep in the fields of a card, as a deck's Markdown.

The Markdown is the one that quizapp shows: a line of its own ends with a backslash,
formulas are in dollars, and text is not escaped. What has no place in a terminal
becomes a word in brackets: `[image: loss.png]`.

The text is hostile: what is nested too deeply, has too many tags, or cannot be parsed,
loses its tags only. Nothing that the HTML names is opened.
"""

import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
from markdownify import MarkdownConverter

from quizapp.core.terminal.sanitize import controls
from quizapp.core.terminal.signs import LOWERED, RAISED
from quizapp.exchange.simple_html import (
    BEGIN,
    BOLD,
    EDGE,
    EMPHASIS,
    END,
    KEPT,
    LINE_BREAK,
    as_line,
    simple_text,
    styled,
)
from quizapp.exchange.text_file import unix_lines

MAX_TAGS = 5_000
"""Of one text: the converter's time grows with their square."""
MAX_STRAY = 500
"""How many `<` may begin no tag: the parser's time grows with their square."""
MAX_TAG_DEPTH = 100
MAX_CONVERTED = 100_000
"""Of HTML; what is longer loses its tags only."""

_OURS = re.compile("[\ue000-\ue006]")
_HUGE = re.compile(r"&#\d{9,};?")
"""A number of no character; Python converts none of more than 4,300 digits."""

_MATH = re.compile(
    r"\\\((?P<inline>.{0,2000}?)\\\)"
    r"|\\\[(?P<block>.{0,2000}?)\\\]"
    r"|\[\$\](?P<dollar>.{0,2000}?)\[/\$\]"
    r"|\[\$\$\](?P<dollars>.{0,2000}?)\[/\$\$\]"
    r"|\[latex\](?P<latex>.{0,2000}?)\[/latex\]"
    r"|<anki-mathjax\b(?P<how>[^<>]*)>(?P<mathjax>.{0,2000}?)</anki-mathjax>",
    re.DOTALL | re.IGNORECASE,
)
_IN_DOLLARS = re.compile(r"(\${1,2})(.*)\1", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)[^<>]*>")
_BREAKING = re.compile(r"<(?:br|/?div|/?p|/?li|/?tr)\b[^<>]*>", re.IGNORECASE)
_DATA_URI = re.compile(r"""(src\s*=\s*["']?)data:[^"'\s>]*""", re.IGNORECASE)
_UNSEEN = "svg, head, iframe, object, td.linenos"
"""The last are those of Pygments."""
_OF_TABLES = "caption, thead, tbody, tfoot, tr, td, th"
_SELECTED = re.compile(r"<(?:svg|head|iframe|object|table)\b", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\[\]\n]*)\]")
_SPEECH = re.compile(r"\[anki:tts[^\]\[]*\](.{0,2000}?)\[/anki:tts\]", re.S)
_LANGUAGE = re.compile(r"(?:lang(?:uage)?-)([\w+#.-]+)")
_EMPTY = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_GAP = re.compile(rf"[ \n]*(?:[{LINE_BREAK}{EDGE}][ \n]*)+")
_FORMULA = re.compile(
    rf"((?:{LINE_BREAK}\n)? *){KEPT}(\d{{1,9}}){KEPT}( *(?:{LINE_BREAK}\n)?)"
)
_DANGLING = re.compile(rf"{LINE_BREAK}(?=\n\s*(?:\n|$))|{LINE_BREAK}$")
_ITEM = re.compile(r" *(?:-|\d+\.) +")
_WIDE = re.compile(" {100,}")
_EMPTY_LINES = re.compile(r"\n{3,}")
_STARS = {BOLD: "**", EMPHASIS: "*"}
_STYLED = {
    sign: re.compile(rf"(^|.)({sign}){BEGIN}([^{sign}]*){sign}{END}", re.DOTALL)
    for sign in _STARS
}
_IN_WORD = re.compile(r"[A-Za-z0-9_*)\]]")
_UNSTYLED = re.compile(rf"[*`\n$\\{KEPT}]")


def markdown_of(html: str) -> str:
    """Return HTML as Markdown; text without tags and entities stays as it is."""
    text = _HUGE.sub("\ufffd", unix_lines(_OURS.sub("", html)))
    formulas: list[str] = []
    text = _MATH.sub(lambda match: _set_aside(match, formulas), text)
    text = _SOUND.sub(r"[sound: \1]", _SPEECH.sub(r"\1", text))
    if "<" in text:
        text = _DATA_URI.sub(r"\1inline", text)
        text = simple_text(text) or _by_parser(text)
    elif "&" in text:
        text = unescape(text)
    return _finished(text, formulas)


def _by_parser(html: str) -> str:
    if not _is_tame(html):
        return _stripped(html)
    try:
        return _converted(html)
    except (ValueError, AssertionError, RecursionError, ParserRejectedMarkup):
        return _stripped(html)  # such as a column that spans `²` others


def _set_aside(match: re.Match[str], formulas: list[str]) -> str:
    """Keep a formula from the converter; `_finished` puts it back."""
    name = match.lastgroup or ""
    formula = _plain(match[name])
    block = name in {"block", "dollars"} or "block" in (match["how"] or "")
    if (dollars := _IN_DOLLARS.fullmatch(formula)) is not None:  # in [latex]
        block, formula = len(dollars[1]) == 2, dollars[2].strip()
    elif name == "latex":
        block = "\\begin" in formula
    if not formula or "$" in formula:
        formulas.append(formula)
    elif block:
        formulas.append(f"\n\n$$\n{formula}\n$$\n\n")
    else:
        formulas.append(f"${' '.join(formula.split())}$")
    return f"{KEPT}{len(formulas) - 1}{KEPT}"


def _plain(html: str) -> str:
    """Return a formula without the tags and entities that an editor put into it."""
    text = _TAG.sub("", _BREAKING.sub("\n", html))
    lines = unescape(text).replace("\xa0", " ").split("\n")
    return "\n".join(line for line in map(str.rstrip, lines) if line).strip()


def _is_tame(html: str) -> bool:
    """Return whether there are not too many tags, and not too deeply nested ones."""
    if len(html) > MAX_CONVERTED:
        return False
    depth, stray = 0, html.count("<")
    if stray > MAX_TAGS:
        return False
    for match in _TAG.finditer(html):
        stray -= 1
        if match[2].lower() not in _EMPTY and not match[0].endswith("/>"):
            depth = max(0, depth + (-1 if match[1] else 1))
        if depth > MAX_TAG_DEPTH:
            return False
    return stray <= MAX_STRAY


def _stripped(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _converted(html: str) -> str:
    soup = _soup(html)
    if _SELECTED.search(html):
        for unseen in soup.select(_UNSEEN):
            unseen.decompose()
        for table in soup.select("table:has(pre)"):  # there for its looks
            for part in (table, *table.select(_OF_TABLES)):
                part.name = "div"
    return str(_converter().convert_soup(soup))


def _soup(html: str) -> BeautifulSoup:
    if "<?" not in html:
        return _parsed(html)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it looks like XML
        return _parsed(html)


def _parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser", element_classes={Tag: _QuickTag})


class _QuickTag(Tag):
    """A tag that finds its way up at once: the converter asks each for a `pre`."""

    def find_parent(self, name: Any = None, *_: Any, **__: Any) -> Tag | None:  # noqa: ANN401
        parent = self.parent
        while parent is not None and parent.name != name:
            parent = parent.parent
        return parent


def _finished(text: str, formulas: list[str]) -> str:
    """Decide on breaks and emphasis, and put the formulas back."""
    text = _GAP.sub(_broken, _WIDE.sub(" " * 99, text.strip(f" \n{LINE_BREAK}{EDGE}")))
    text = text.replace("\xa0", " ")
    if BEGIN in text:
        text = _STYLED[BOLD].sub(_emphasized, text)
        text = _STYLED[EMPHASIS].sub(_emphasized, text)

    def formula(match: re.Match[str]) -> str:
        number = int(match[2])
        found = formulas[number] if number < len(formulas) else ""
        return found if found.startswith("\n") else f"{match[1]}{found}{match[3]}"

    text = _without_controls(_FORMULA.sub(formula, text))
    lines = _indented(line.rstrip() for line in text.split("\n"))
    text = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
    text = _DANGLING.sub("", text).replace(LINE_BREAK, "\\")
    return _OURS.sub("", text)


def _broken(match: re.Match[str]) -> str:
    """Return a line's end, or a new paragraph if there is an empty line.

    As in a browser: `<br>` ends a line or is an empty one, and an edge begins one. The
    item of a list has a line of its own already, and keeps its depth.
    """
    gap = match[0]
    if "\n" in gap and _ITEM.match(match.string, match.end()):
        return "\n" + gap.rpartition("\n")[2].strip(LINE_BREAK + EDGE)
    at_start, empty = False, "\n\n" in gap
    for sign in gap:
        empty = empty or (sign == LINE_BREAK and at_start)
        at_start = at_start or sign in {LINE_BREAK, EDGE}
    return "\n\n" if empty else f"{LINE_BREAK}\n"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines; one that continues a list item begins where its text does."""
    width, goes_on = 0, False
    for line in lines:
        item = _ITEM.match(line)
        if item is not None:
            width = item.end()
        elif not goes_on:
            width = 0
        yield " " * width + line.lstrip() if goes_on and width and not item else line
        goes_on = line.endswith(LINE_BREAK)


def _emphasized(match: re.Match[str]) -> str:
    """Write emphasis where it is shown as such: not around signs, nor in a word."""
    before, sign, inner = match.groups()
    if _IN_WORD.match(before) or _UNSTYLED.search(inner):
        return str(before + inner)
    stars = _STARS[sign]
    return f"{before}{stars}{inner}{stars}"


def _without_controls(text: str) -> str:
    """Remove the invisible characters that a deck may not have."""
    unwanted = set(controls(text))
    if not unwanted:
        return text
    return "".join(each for at, each in enumerate(text) if at not in unwanted)


class _Converter(MarkdownConverter):
    """The tags that quizapp's Markdown writes in its own way."""

    def __init__(self) -> None:
        super().__init__(
            bullets="-",
            heading_style="atx",
            escape_asterisks=False,
            escape_underscores=False,
            autolinks=False,
            table_infer_header=True,
        )

    def convert_br(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if "pre" in parent_tags or "code" in parent_tags:
            return "\n"
        return " " if "_inline" in parent_tags else LINE_BREAK

    def convert_hr(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return "\n\n"

    def convert_div(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if "pre" in parent_tags:
            return text if text.endswith("\n") else f"{text}\n"
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return as_line(text)

    def convert_li(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        inner = text.strip(f" \n{LINE_BREAK}{EDGE}")
        return str(super().convert_li(el, inner, parent_tags))  # type: ignore[misc]

    def convert_blockquote(
        self, el: Tag, text: str, parent_tags: Collection[str]
    ) -> str:
        inline = "_inline" in parent_tags
        return f" {text.strip()} " if inline else f"\n\n{text.strip()}\n\n"

    def convert_a(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        href = str(el.get("href") or "")
        shown = text.strip()
        if not href.startswith(("http://", "https://")) or href in shown:
            return text
        return f"{shown} ({href})" if shown else href

    def convert_img(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        name = str(el.get("alt") or el.get("src") or "").strip()
        return f"[image: {' '.join(name.split())}]" if name else "[image]"

    def convert_video(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        source = el if el.get("src") else el.find("source", src=True)
        name = source.get("src") if isinstance(source, Tag) else None
        return f"[{el.name}: {name}]" if name else f"[{el.name}]"

    convert_audio = convert_video

    def convert_code(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        if "\n" in text.strip() and "_inline" not in parent_tags:
            return self.convert_pre(el, text, parent_tags)
        text = text.replace("\n", " ")
        return text if "`" in text else f"`{text.strip()}`"

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if not text.strip():
            return ""
        if "_inline" in parent_tags:
            return f"`{' '.join(text.split())}`"
        lines = [line.rstrip() for line in text.strip("\n").split("\n")]
        code = "\n".join(lines).replace("```", "'''")
        return f"\n\n```{_language(el)}\n{code}\n```\n\n"

    def convert_b(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return text if "_noformat" in parent_tags else styled(text, BOLD)

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return text if "_noformat" in parent_tags else styled(text, EMPHASIS)

    convert_i = convert_cite = convert_dfn = convert_var = convert_em

    def convert_sub(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return text if "_noformat" in parent_tags else _script(text, LOWERED, "_")

    def convert_sup(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return text if "_noformat" in parent_tags else _script(text, RAISED, "^")

    def convert_rt(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return f"({text.strip()})" if text.strip() else ""

    def convert_rp(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return ""

    convert_title = convert_input = convert_button = convert_select = convert_rp

    def convert_td(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        cell = " ".join(text.replace(LINE_BREAK, " ").split()).replace("|", r"\|")
        span = str(el.get("colspan") or "1")
        width = min(int(span), 100) if span.isascii() and span.isdigit() else 1
        return f" {cell} |" + " |" * (width - 1)

    convert_th = convert_td

    def convert_table(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        """Write a table of one column as lines: it is there for its looks."""
        rows = [row for row in text.strip().split("\n") if row.strip()]
        if all(row.count("|") - row.count(r"\|") <= 2 for row in rows):
            cells = (row.strip().strip("|").strip() for row in rows)
            shown = [cell for cell in cells if cell and cell != "---"]
            rows = [line for cell in shown for line in (cell, "")]
        return "\n\n" + "\n".join(rows) + "\n\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return as_line(text)

    convert_dt = convert_dd
    convert_dl = convert_summary = convert_details = convert_div


@cache
def _converter() -> _Converter:
    return _Converter()


def _script(text: str, letters: dict[str, str], sign: str) -> str:
    inner = text.strip()
    if inner and all(each in letters for each in inner):
        return "".join(letters[each] for each in inner)
    return f"{sign}{inner}" if len(inner) < 2 else f"{sign}({inner})"


def _language(el: Tag) -> str:
    """Return the language of code, if a class names it."""
    inner = el.find("code")
    for each in (el, inner if isinstance(inner, Tag) else el):
        classes = " ".join(str(name) for name in each.get("class") or ())
        if (match := _LANGUAGE.search(classes)) is not None:
            return match[1].lower()
    return ""
