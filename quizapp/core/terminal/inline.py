"""Inline Markdown: `code`, **bold**, *emphasis* and $formulas$ in one line of prose."""

import re
from collections.abc import Iterator
from enum import IntEnum

from msgspec import Struct

_INLINE = re.compile(
    r"`([^`\n]+)`"
    r"|(\$\$[^$\n]+\$\$|\$(?!\s)[^$\n]*[^$\s]\$(?!\d))"
    # a*b*c and x**2 are products and powers: what opens emphasis follows no word
    r"|(?<![A-Za-z0-9_*)\]])\*\*(?!\s)([^*\n]+)(?<!\s)\*\*"
    r"|(?<![A-Za-z0-9_*)\]])\*(?![\s*])([^*\n]+)(?<!\s)\*"
)


class InlineStyle(IntEnum):
    """The style of a part; each value but the first is its group in the pattern."""

    PLAIN = 0
    CODE = 1
    FORMULA = 2
    """The text still has its dollars: see `formulas.without_dollars`."""
    BOLD = 3
    EMPHASIS = 4


class InlinePart(Struct, frozen=True):
    """A part of a line in one style, without the signs around it."""

    text: str
    style: InlineStyle


def inline_parts(line: str) -> Iterator[InlinePart]:
    """Yield the parts of a line in order; none is empty."""
    end = 0
    for match in _INLINE.finditer(line):
        if match.start() > end:
            yield InlinePart(line[end : match.start()], InlineStyle.PLAIN)
        style = InlineStyle(match.lastindex or 0)
        yield InlinePart(match[style], style)
        end = match.end()
    if end < len(line):
        yield InlinePart(line[end:], InlineStyle.PLAIN)
