"""TOML limits: limits for every TOML file, whatever its keys mean.

Deep nesting and integers of thousands of digits raise in parsers and in everything
that reads their result. They are found in the text, with their place, before a parser
sees it. One pass; the text need not be valid TOML.
"""

import re

from msgspec import Struct

MAX_TOML_DIGITS = 400
"""Of a number, decimal or hexadecimal. A float64 has at most 309 before its point."""
MAX_LEVELS = 64
"""Brackets inside brackets, and names of a dotted key."""

TOML_STRINGS = (
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
"""A pattern of every form of a TOML string; it needs DOTALL."""

_TOKEN = re.compile(
    rf"(?P<skip>{TOML_STRINGS}|#[^\n]*+)"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<dot>\.)|(?P<end>[\n=,])"
    r"|(?P<word>[A-Za-z0-9_-]++)",
    re.DOTALL,
)


class Overrun(Struct, frozen=True):
    """The first place of a text that is beyond a limit."""

    offset: int
    message: str


def overrun(text: str) -> Overrun | None:
    """Return the first place that is beyond a limit, None if there is none."""
    levels = names = 0
    for match in _TOKEN.finditer(text):
        match match.lastgroup:
            case "open":
                levels, names = levels + 1, 0
            case "close":
                levels, names = max(0, levels - 1), 0
            case "dot":
                names += 1
            case "end":
                names = 0
            case "word" if _is_long_number(match[0]):
                return Overrun(match.start(), _TOO_LONG)
        if levels > MAX_LEVELS or names >= MAX_LEVELS:
            return Overrun(match.start(), _TOO_DEEP)
    return None


def _is_long_number(word: str) -> bool:
    return len(word) > MAX_TOML_DIGITS and word.lstrip("-")[:1].isdigit()


_TOO_LONG = f"has a number of more than {MAX_TOML_DIGITS} digits; shorten it"
_TOO_DEEP = f"is nested more than {MAX_LEVELS} levels deep; flatten it"
