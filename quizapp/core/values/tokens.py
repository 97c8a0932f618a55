"""Tokens: the words of a typed value, each with its place."""

import re

from msgspec import Struct

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?(?:[jJ](?!\w))?)
    | (?P<string>[bBrRuU]{0,2}(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))
    | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    | (?P<node><[^<>]*>)
    | (?P<mark>\*\*|[][(){},:=+*/%×·÷−^-])
    | (?P<end>$)
    )""",
    re.VERBOSE,
)
_SAME = {"×": "*", "·": "*", "÷": "/", "−": "-", "^": "**"}


class Fault(Exception):
    """Raised for text that cannot be read, with its place."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class Token(Struct, frozen=True):
    """One word of a typed value."""

    sort: str
    text: str
    at: int
    spaced: bool
    """Whether a space precedes it."""


def tokens(text: str) -> list[Token]:
    """Split a whole text; the last token is its end. Raises Fault."""
    result: list[Token] = []
    offset = 0
    while not result or result[-1].sort != "end":
        match = _TOKEN.match(text, offset)
        if match is None:
            at = offset + len(text[offset:]) - len(text[offset:].lstrip())
            hint = "; use a comma" if text[at] == ";" else ""
            raise Fault(f"{text[at]!r} is not understood here{hint}", at)
        sort = str(match.lastgroup)
        word = match[sort]
        at = match.start(sort)
        result.append(Token(sort, _SAME.get(word, word), at, at > offset))
        offset = match.end()
    return result


def quoted(token: Token) -> str:
    """Return a token for a message, cut where it is long."""
    return repr(token.text if len(token.text) <= 24 else f"{token.text[:24]}…")


def shows_address(text: str) -> bool:
    """Return whether a printed object shows its address, which differs between runs."""
    return " at 0x" in text
