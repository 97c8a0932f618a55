"""Interview line: the sentences of an explanation to say in an interview.

A paragraph that begins with `In the interview:` holds them.
"""

from msgspec import Struct

_MARK = "In the interview:"


class Explanation(Struct, frozen=True):
    """An explanation, divided at its interview line; all parts are Markdown."""

    before: str
    line: str
    """Without the mark and without quotes around all of it; empty if there is none."""
    after: str


def divided(explain: str) -> Explanation:
    """Return the parts of an explanation."""
    paragraphs = explain.strip("\n").split("\n\n")
    for at, paragraph in enumerate(paragraphs):
        if paragraph.strip().startswith(_MARK):
            line = _unquoted(" ".join(paragraph.strip().removeprefix(_MARK).split()))
            before, after = paragraphs[:at], paragraphs[at + 1 :]
            return Explanation("\n\n".join(before), line, "\n\n".join(after))
    return Explanation(explain, "", "")


def _unquoted(text: str) -> str:
    whole = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1] if whole else text
