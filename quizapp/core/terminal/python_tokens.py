"""Python tokens: the parts of code that have a color, on screens and on paper.

Names stay plain, so that numbers and keywords stand out. Unfinished code is read as
far as it goes. Pygments distinguishes more than is shown here, but loading it takes a
tenth of the time to the first question.
"""

import re
from collections.abc import Iterator
from enum import Enum
from keyword import kwlist
from typing import TypeAlias

MAX_COLORED = 20_000
"""Characters; longer code stays plain, since coloring it takes too long."""


class TokenSort(Enum):
    """What a colored part of code is."""

    COMMENT = "comment"
    KEYWORD = "keyword"
    CONSTANT = "constant"
    STRING = "string"
    DEFINED = "defined"


PythonToken: TypeAlias = tuple[int, int, TokenSort]
"""Start and end of a token, and its sort."""

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


def python_tokens(code: str) -> Iterator[PythonToken]:
    """Yield the tokens that have a color, in order; they do not overlap."""
    defines = False
    for match in _TOKEN.finditer(code):
        match match.lastgroup:
            case "comment":
                yield *match.span(), TokenSort.COMMENT
            case "string":
                yield from _string(match)
            case "number":
                yield *match.span(), TokenSort.CONSTANT
            case "decorator" | "soft" as group:
                yield *match.span(group), TokenSort.KEYWORD
            case _:
                sort = TokenSort.DEFINED if defines else _sort(match[0])
                defines = match[0] in {"def", "class"}
                if sort:
                    yield *match.span(), sort


def _sort(name: str) -> TokenSort | None:
    if name in _CONSTANTS:
        return TokenSort.CONSTANT
    return TokenSort.KEYWORD if name in _KEYWORDS else None


def _string(match: re.Match[str]) -> Iterator[PythonToken]:
    """Yield a string; the fields of an f-string are code, so they stay plain."""
    begin, end = match.span()
    if "f" in match["prefix"].lower():
        for field in _FIELD.finditer(match.string, begin, end):
            if field[0] != "{{":
                yield begin, field.start() + 1, TokenSort.STRING
                begin = field.end() - 1
    yield begin, end, TokenSort.STRING
