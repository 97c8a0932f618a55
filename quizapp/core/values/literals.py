"""Literals: numbers, strings and bytes as they are written in Python."""

import re

from quizapp.core.values.tokens import Fault, Token
from quizapp.core.values.value import Bytes, ComplexArray, Text, Value, scalar

MAX_TYPED_DIGITS = 40
"""Of a whole number that a user types."""

_STRING = re.compile(r"([A-Za-z]*)(['\"])(.*)\2", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))",
    re.DOTALL,
)
_LETTERS = {
    **{"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"},
    **{"\\": "\\", "'": "'", '"': '"', "\n": ""},
}
_DIGITS = re.compile(r"\d+")


def number_of(token: Token) -> Value:
    """Read a number; one that ends in `j` is imaginary. Raises Fault."""
    text = token.text.replace("_", "")
    if text[-1] in "jJ":
        return ComplexArray((), (complex(0, float(text[:-1])),))
    if not _DIGITS.fullmatch(text):
        return scalar(float(text))
    if len(text) > MAX_TYPED_DIGITS:
        raise Fault(f"a number with more than {MAX_TYPED_DIGITS} digits", token.at)
    return scalar(int(text))


def text_of(token: Token) -> Text | Bytes:
    """Read a string or bytes, with Python's prefixes and escapes. Raises Fault."""
    match = _STRING.fullmatch(token.text)
    if match is None:
        raise Fault("text in quotes that do not match", token.at)
    prefix, text = match[1].casefold(), match[3]
    if "r" not in prefix:
        text = _ESCAPE.sub(_unescaped, text)
    if "b" not in prefix:
        return Text(text)
    if any(ord(character) > 0xFF for character in text):
        raise Fault("bytes hold ASCII characters and \\x escapes", token.at)
    return Bytes(text.encode("latin-1"))


def _unescaped(match: re.Match[str]) -> str:
    octal, *hexadecimal, letter = match.groups()
    if letter is not None:
        return _LETTERS.get(letter, match[0])
    code = int(octal, 8) if octal else int(next(filter(None, hexadecimal)), 16)
    return chr(code) if code <= 0x10FFFF else match[0]
