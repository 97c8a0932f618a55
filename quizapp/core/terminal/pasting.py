"""Pasting: text of several lines for a field of one line."""

import re

_BREAK = re.compile(r"[ \t]*(?:\r\n?|[\n\x0b\x0c\x85\u2028\u2029])\s*")


def in_one_line(text: str, line_break: str = " ") -> str:
    """Return pasted text with something else for each line break.

    The indentation of the next line goes with a break that becomes a space.
    """
    lines = text.strip("\r\n")
    if line_break != " ":
        return re.sub(r"\r\n?|\n", lambda _: line_break, lines)
    return _BREAK.sub(" ", lines)
