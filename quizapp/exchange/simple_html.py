"""Simple HTML: lines, emphasis, code and entities, without a parser of HTML.

Most fields have nothing else, and a parser takes ten times as long. What this finds
is exactly what the converter finds; whatever it is not sure of is left to that one.
"""

import re
from html import unescape

from msgspec import Struct

LINE_BREAK, EDGE, BEGIN, END, KEPT, BOLD, EMPHASIS = map(chr, range(0xE000, 0xE007))
"""Private characters for what is decided at the end: see `html`."""

_TOKEN = re.compile(r"<(/?)([a-z]+)(?: style=\"[^\"<>&]*\")?>|<")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#39);)")
_SPACES = re.compile("[\t ]+")
_SIGNS = {"b": BOLD, "strong": BOLD, "i": EMPHASIS, "em": EMPHASIS}
_PLAIN = frozenset({"span", "u"})
_KNOWN = frozenset({*_SIGNS, *_PLAIN, "div", "code"})
_MAX_DEPTH = 50


class _Element(Struct):
    """An element that is not closed yet."""

    tag: str
    parts: list[str]


def simple_text(html: str) -> str | None:
    """Return HTML with signs for its lines and emphasis; None if it has other tags."""
    if "\n" in html or _ENTITY.search(html):
        return None
    reader = _Reader()
    end = 0
    for match in _TOKEN.finditer(html):
        reader.text(html[end : match.start()], before_tag=match[2] or "")
        end = match.end()
        if match[2] is None or not reader.tag(match[2], closes=bool(match[1])):
            return None
    reader.text(html[end:], before_tag="")
    return reader.whole()


class _Reader:
    """The elements that are open, the whole text first."""

    def __init__(self) -> None:
        self._open = [_Element("", [])]
        self._is_at_edge = False
        """Whether a block has just begun or ended."""

    def text(self, text: str, *, before_tag: str) -> None:
        """Add text; the spaces at the edges of a block do not count."""
        if not text:
            return
        text = _SPACES.sub(" ", unescape(text))
        if not text.strip() and (self._is_at_edge or before_tag == "div"):
            return
        if before_tag == "div":
            text = text.rstrip()
        if self._is_at_edge:
            text = text.lstrip(" ")
        self._is_at_edge = False
        self._open[-1].parts.append(text)

    def tag(self, tag: str, *, closes: bool) -> bool:
        """Open or close an element. Return False if it is none of the simple ones."""
        if tag == "br" and not closes and self._open[-1].tag != "code":
            self._open[-1].parts.append(LINE_BREAK)
            self._is_at_edge = False
            return True
        if tag not in _KNOWN or (self._open[-1].tag == "code" and not closes):
            return False
        self._is_at_edge = tag == "div"
        if not closes:
            self._open.append(_Element(tag, []))
            return len(self._open) < _MAX_DEPTH
        if self._open[-1].tag != tag or len(self._open) < 2:
            return False
        self._close(self._open.pop())
        return True

    def whole(self) -> str | None:
        """Return the text, None if an element is still open."""
        return "".join(self._open[0].parts) if len(self._open) == 1 else None

    def _close(self, element: _Element) -> None:
        text = "".join(element.parts)
        self._open[-1].parts.append(_written(element, text))


def _written(element: _Element, text: str) -> str:
    if element.tag == "div":
        return as_line(text)
    if element.tag in _PLAIN or not text.strip():
        return text
    if element.tag == "code":
        return text if "`" in text else f"`{text.strip()}`"
    return styled(text, _SIGNS[element.tag])


def as_line(text: str) -> str:
    """Return text as a line of its own."""
    return f"{EDGE}{text.strip(' ')}{EDGE}" if text else ""


def styled(text: str, sign: str) -> str:
    """Mark emphasis, without the spaces around it."""
    if not (inner := text.strip()):
        return text
    before, after = text.split(inner, 1)
    return f"{before}{sign}{BEGIN}{inner}{sign}{END}{after}"
