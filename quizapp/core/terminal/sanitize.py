"""The sanitizer: the one function between foreign text and a terminal.

Foreign text comes from a deck, a snippet, a run, a file name or a paste. Control
characters, bidirectional overrides and invisible format characters (except the two
joiners) become visible pictures, so that text can neither control the terminal nor
hide anything.
"""

import re
from collections.abc import Iterator

_FORBIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f"  # C0 except tab and newline; DEL
    "\x80-\x9f"  # C1: 0x9b alone starts an escape sequence
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional controls
    "\u200b\u2060-\u2064\ufeff\u00ad\u180e"  # invisible characters
    "\u2028\u2029\ufff9-\ufffb"  # separators, interlinear annotation
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # of shorthand and of music
    "\U000e0000-\U000e007f"  # tags
)
# The zero-width joiners stay: emoji and several scripts need them.

_CONTROL = re.compile(f"[{_FORBIDDEN}]")
_TAB = "    "


def sanitize(text: str) -> str:
    """Return text that a terminal shows but does not obey. Idempotent."""
    text = text.replace("\r\n", "\n").replace("\t", _TAB)
    return _CONTROL.sub(_picture, text)


def sanitize_line(text: str) -> str:
    """Return text for a single line: line breaks become visible too."""
    return sanitize(text).replace("\n", "\u2424")


def controls(text: str) -> Iterator[int]:
    """Yield the offsets of characters that are not allowed in a deck."""
    if text.replace("\n", "").isprintable():
        return  # nearly all text; the pattern would look at every letter of it
    for match in _CONTROL.finditer(text):
        if not text.startswith("\r\n", match.start()):
            yield match.start()


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\u2039U+{code:04X}\u203a"
