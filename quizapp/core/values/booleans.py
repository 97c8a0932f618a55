"""Booleans as people type them: `T F F F`, `TFFF`, `yes no no`, `y, n`, `✓ ✗`."""

import re

from quizapp.core.values.expression import parse
from quizapp.core.values.tokens import Fault
from quizapp.core.values.value import Array, Value

_YES = "true|yes|t|y|[✓✔☑✅]"
_NO = "false|no|f|n|[✗✘❌☒]"
_PIECE = re.compile(
    rf"""\s*(?:
      (?P<word>(?:(?P<yes>{_YES})|{_NO})(?![^\W_]))
    | (?P<run>[tfyn]{{2,}}(?!\w))
    | (?P<open>(?:(?:torch\.)?tensor|(?:np\.|numpy\.)?array)?[(\[])
    | (?P<close>[)\]])
    | (?P<mark>,|;|/|\||&|and(?!\w)|\.(?!\w)|-(?=[\s\w])|['"`])
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)

_ROW_ENDS = re.compile(r"\s*[,;/|\n]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_ITEM = {"t": "True,", "y": "True,", "f": "False,", "n": "False,"}


def read_booleans(text: str) -> Array | None:
    """Return the booleans of a folded text, None if it holds anything else.

    Between items a space is enough. Letters that touch are one list: `TFFF`.
    """
    pieces: list[str] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            return None
        pieces.append(_spelled(match))
        at = match.end()
    value = _value("".join(pieces).rstrip(","))
    if value is None or not is_boolean(value):
        return None
    items = [piece for piece in pieces if "e," in piece]
    if len(items) == 1 and items[0].startswith("["):  # letters alone: one list
        return Array((len(value.elements),), value.elements)
    return value


def read_boolean_rows(text: str, shape: tuple[int, ...]) -> Array | None:
    """Read `T F T, T F F` as rows of this shape; None if the text shows no such rows.

    The commas are between the rows, so they are between no other items.
    """
    if len(shape) != 2 or shape[1] < 2:
        return None
    rows = [read_booleans(row) for row in _ROW_ENDS.split(text.strip())]
    elements = [item for row in rows if row is not None for item in row.elements]
    if len(rows) != shape[0] or any(
        row is None or row.shape != shape[1:] for row in rows
    ):
        return None
    return Array(shape, tuple(elements))


def is_boolean(value: Value) -> bool:
    """Return whether a value is a boolean, or an array of them."""
    if not isinstance(value, Array) or not value.elements:
        return False
    return all(isinstance(element, bool) for element in value.elements)


def _spelled(match: re.Match[str]) -> str:
    """Spell one piece for `parse`, with a comma behind each item."""
    match match.lastgroup:
        case "word":
            return "True," if match["yes"] else "False,"
        case "run":
            return f"[{''.join(_ITEM[letter] for letter in match['run'].lower())}],"
        case "open":
            return match["open"].lower()
        case "close":
            return f"{match['close']},"
        case _:
            return ""


def _value(spelled: str) -> Array | None:
    try:
        value = parse(spelled)
    except Fault:
        return None
    return value if isinstance(value, Array) else None
