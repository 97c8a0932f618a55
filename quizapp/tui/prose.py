"""Prose: the Markdown of decks as styled text.

Paragraphs, lists, headings, fences, `code`, **bold** and *emphasis*: what cards
use. Deck text is data: it is sanitised first, and no markup of Textual's is
ever read in it.
"""

import re
from collections.abc import Iterator

from textual.content import Content

from quizapp.core.sanitise import sanitise

_INLINE = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*")
_BULLET = re.compile(r"\s*([-*]|\d+\.)\s+(.*)")
_STYLES = {1: "$secondary", 2: "bold", 3: "italic"}


def prose(markdown: str) -> Content:
    """Return Markdown as content; lines of a paragraph are joined to be wrapped."""
    blocks = [Content("\n").join(block) for block in _blocks(sanitise(markdown))]
    return Content("\n\n").join(blocks)


def inline(text: str) -> Content:
    """Return one line of Markdown as content."""
    parts: list[Content] = []
    end = 0
    for match in _INLINE.finditer(text):
        parts.append(Content(text[end : match.start()]))
        group = match.lastindex or 1
        parts.append(Content.styled(match[group], _STYLES[group]))
        end = match.end()
    parts.append(Content(text[end:]))
    return Content("").join(parts)


def _blocks(text: str) -> Iterator[list[Content]]:
    """Yield paragraphs, each as the lines that must stay lines."""
    fenced = False
    lines: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.lstrip().startswith("```"):
            if lines:
                yield _code(lines) if fenced else _paragraph(lines)
            fenced, lines = not fenced, []
        elif fenced or line.strip():
            lines.append(line)
        elif lines:
            yield _paragraph(lines)
            lines = []
    if lines:
        yield _code(lines) if fenced else _paragraph(lines)


def _code(lines: list[str]) -> list[Content]:
    return [Content.styled(f"  {line}", "$secondary") for line in lines]


def _paragraph(lines: list[str]) -> list[Content]:
    joined: list[str] = []
    for line in lines:
        starts = _BULLET.match(line) or line.startswith(("#", "    "))
        if joined and not starts:
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line.rstrip())
    return [_line(line) for line in joined]


def _line(line: str) -> Content:
    if line.startswith("#"):
        return Content.styled(line.lstrip("# "), "bold")
    bullet = _BULLET.match(line)
    if bullet is None:
        return inline(line)
    mark = "•" if bullet[1] in "-*" else bullet[1]
    return Content.assemble((f" {mark} ", "$quiet"), inline(bullet[2]))
