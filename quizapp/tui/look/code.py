"""Code: Python in colors.

Names stay plain, so that numbers and keywords stand out. Unfinished code is colored as
far as it goes. Pygments distinguishes more than is shown here, but loading it takes a
tenth of the time to the first question.
"""

import re
from collections.abc import Iterator
from keyword import kwlist
from typing import TypeAlias

from textual.content import Content, Span

Colored: TypeAlias = tuple[int, int, str]
"""Start and end of a token, and its style."""

MAX_COLORED = 20_000
"""Characters; longer code stays plain, since coloring it takes too long."""

COMMENT, KEYWORD, CONSTANT = "$quiet italic", "$primary", "$secondary"
STRING, DEFINED = "$string", "bold"

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r"|(?P<string>(?P<prefix>[rbufRBUF]{0,2})"
    r"(?:'''(?:[^\\]|\\.)*?(?:'''|\\?\Z)"
    r'|"""(?:[^\\]|\\.)*?(?:"""|\\?\Z)'
    r"|'(?:[^'\\\n]|\\.)*'?"
    r'|"(?:[^"\\\n]|\\.)*"?))'
    r"|(?P<number>0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)"
    r"|^[ \t]*(?P<decorator>@[ \t]?[\w.]+)"
    r"|^[ \t]*(?P<soft>match|case)(?=[ \t][^\n]*:[ \t]*(?:#[^\n]*)?$)"
    r"|(?P<name>[^\W\d]\w*)",
    re.DOTALL | re.MULTILINE,
)
_FIELD = re.compile(r"\{\{|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
"""Escaped braces, or a field of an f-string."""
_CONSTANTS = frozenset({"True", "False", "None"})
_KEYWORDS = frozenset(kwlist) - _CONSTANTS


def colored(code: str) -> Content:
    """Return code as content; very long code stays plain."""
    if len(code) > MAX_COLORED:
        return Content(code)
    return Content(code, spans=[Span(*token) for token in colored_tokens(code)])


def colored_tokens(code: str) -> Iterator[Colored]:
    """Yield the tokens that have a color, in order."""
    defines = False
    for match in _TOKEN.finditer(code):
        match match.lastgroup:
            case "comment":
                yield *match.span(), COMMENT
            case "string":
                yield from _string(match)
            case "number":
                yield *match.span(), CONSTANT
            case "decorator" | "soft" as group:
                yield *match.span(group), KEYWORD
            case _:
                style = DEFINED if defines else _style(match[0])
                defines = match[0] in {"def", "class"}
                if style:
                    yield *match.span(), style


def _style(name: str) -> str:
    if name in _CONSTANTS:
        return CONSTANT
    return KEYWORD if name in _KEYWORDS else ""


def _string(match: re.Match[str]) -> Iterator[Colored]:
    """Yield a string; the fields of an f-string are code, so they stay plain."""
    begin, end = match.span()
    if "f" in match["prefix"].lower():
        for field in _FIELD.finditer(match.string, begin, end):
            if field[0] != "{{":
                yield begin, field.start() + 1, STRING
                begin = field.end() - 1
    yield begin, end, STRING
