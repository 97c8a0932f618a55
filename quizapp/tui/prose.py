"""Prose: the Markdown of decks as styled text.

Paragraphs, lists, headings, fences, `code`, **bold** and *emphasis*: what cards
use. Deck text is data: it is sanitised first, and no markup of Textual's is
ever read in it.
"""

import re

from textual.content import Content

from quizapp.core.markdown import BULLET, Block, Fence, Paragraph, blocks
from quizapp.core.sanitise import sanitise

_INLINE = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*")
_STYLES = {1: "$secondary", 2: "bold", 3: "italic"}


def prose(markdown: str) -> Content:
    """Return Markdown as content; lines of a paragraph are joined to be wrapped."""
    every = (Content("\n").join(_lines(each)) for each in blocks(sanitise(markdown)))
    return Content("\n\n").join(every)


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


def _lines(block: Block) -> list[Content]:
    match block:
        case Fence(lines=lines):
            return [Content.styled(f"  {line}", "$secondary") for line in lines]
        case Paragraph(lines=lines):
            return [_line(line) for line in lines]


def _line(line: str) -> Content:
    if line.startswith("#"):
        return Content.styled(line.lstrip("# "), "bold")
    bullet = BULLET.match(line)
    if bullet is None:
        return inline(line)
    mark = "•" if bullet[1] in "-*" else bullet[1]
    return Content.assemble((f" {mark} ", "$quiet"), inline(bullet[2]))
