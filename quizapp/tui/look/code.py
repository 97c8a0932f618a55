"""Code: Python in the colors of the theme."""

from collections.abc import Iterator
from typing import TypeAlias

from textual.content import Content, Span

from quizapp.core.terminal.python_tokens import MAX_COLORED, TokenSort, python_tokens

Colored: TypeAlias = tuple[int, int, str]
"""Start and end of a token, and its style."""

COMMENT, KEYWORD, CONSTANT = "$quiet italic", "$primary", "$secondary"
STRING, DEFINED = "$string", "bold"
_STYLES = {
    TokenSort.COMMENT: COMMENT,
    TokenSort.KEYWORD: KEYWORD,
    TokenSort.CONSTANT: CONSTANT,
    TokenSort.STRING: STRING,
    TokenSort.DEFINED: DEFINED,
}


def colored(code: str) -> Content:
    """Return code as content; very long code stays plain."""
    if len(code) > MAX_COLORED:
        return Content(code)
    return Content(code, spans=[Span(*token) for token in colored_tokens(code)])


def colored_tokens(code: str) -> Iterator[Colored]:
    """Yield the tokens that have a color, in order."""
    for begin, end, sort in python_tokens(code):
        yield begin, end, _STYLES[sort]
