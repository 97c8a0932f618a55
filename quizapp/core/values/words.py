"""Words: text without quotes in brackets, as in `[weight, bias]`, and `empty list`."""

import re
from collections.abc import Mapping, Sequence

from quizapp.core.values.expression import parse
from quizapp.core.values.tokens import Fault
from quizapp.core.values.value import (
    Array,
    Bytes,
    ComplexArray,
    DictPairs,
    Items,
    Members,
    Nothing,
    Text,
    Value,
)

_NOTHING = frozenset({"nothing", "null", "nil", "no value"})
_EMPTY = re.compile(r"(?:an?\s+)?empty(?:\s+(?P<sort>[a-z]+))?")


def may_describe(text: str) -> bool:
    """Return whether words may say what a value without content is."""
    words = _words(text)
    return words in _NOTHING or _EMPTY.fullmatch(words) is not None


def describes(text: str, value: Value) -> bool:
    """Return whether words say what a value without content is: `an empty dict`."""
    words = _words(text)
    if isinstance(value, Nothing):
        return words in _NOTHING
    match = _EMPTY.fullmatch(words)
    names = _names_if_empty(value) if match else frozenset()
    return match is not None and (match["sort"] or "empty") in names


def _words(text: str) -> str:
    return text.strip(" \t\n.`'\"").casefold()


def _names_if_empty(value: Value) -> frozenset[str]:
    """Return what an empty value is called; nothing for one with content."""
    match value:
        case Array(shape=(0,)) | Items(items=()):
            return frozenset({"empty", "list", "tuple", "array", "tensor"})
        case Members(items=()):
            return frozenset({"empty", "set", "frozenset"})
        case DictPairs(pairs=()):
            return frozenset({"empty", "dict", "dictionary"})
        case Text(text="") | Bytes(data=b""):
            return frozenset({"empty", "string", "text", "bytes"})
        case _:
            return frozenset()


def read_words(text: str, names: Mapping[str, Value]) -> Value | None:
    """Read a container whose unknown names are text; None for anything else.

    A name next to numbers may be one of them, so it is no text: `[1, p, 3]`.
    """
    if text[:1] not in {"[", "(", "{"}:
        return None
    try:
        value = parse(text, names, words=True)
    except Fault:
        return None
    container = isinstance(value, Items | Members | DictPairs)
    return value if container and _has_clear_words(value) else None


def _has_clear_words(value: Value) -> bool:
    match value:
        case Items(items=items) | Members(items=items):
            return _are_clear(items)
        case DictPairs(pairs=pairs):
            return _are_clear([item for _, item in pairs])
        case _:
            return True


def _are_clear(items: Sequence[Value]) -> bool:
    """Return whether no word is next to a number, here and further inside."""
    words = any(isinstance(item, Text) and item.bare for item in items)
    numbers = any(isinstance(item, Array | ComplexArray) for item in items)
    return not (words and numbers) and all(map(_has_clear_words, items))
