"""TOML text: values as an author would write them, with few escapes.

`tomli_w` writes what needs escapes; quotes and backslashes, as in code and formulas,
stay as they are where TOML allows it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import tomli_w

LINE = 88
"""Columns that a list may take; a longer one has an item a line."""
_INDENT = "  "
_NEEDS_ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FIRST = ("id", "kind", "level", "tags", "prompt", "hints", "snippet", "starter")
_LAST = ("explain", "wrong", "sources", "requires", "modify", "formerly", "origin")
_PLACE = {
    **{key: place for place, key in enumerate(_FIRST, -len(_FIRST))},
    **{key: place for place, key in enumerate(_LAST, 1)},
}


def new_deck_text(deck: Mapping[str, object], blocks: Sequence[str]) -> str:
    """Return the text of a new deck file."""
    head = "".join(f"{pair(key, value)}\n" for key, value in deck.items())
    return "\n".join([f"format = 1\n\n[deck]\n{head}", *blocks])


def card_text(card: Mapping[str, object]) -> str:
    """Return the lines of a card."""
    keys = sorted(card, key=lambda key: _PLACE.get(key, 0))
    return "".join(["[[card]]\n", *(f"{pair(key, card[key])}\n" for key in keys)])


def pair(key: str, value: object) -> str:
    """Return a key with its value; it has no dots and needs no quotes."""
    return f"{key} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case str():
            return _text(value)
        case Mapping():
            return f"{{ {', '.join(_pairs(value))} }}" if value else "{}"
        case list() | tuple():
            return _list(value)
        case _:
            return _dumped(value)


def _pairs(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)
        yield f"{name} = {_value(value)}"


def _list(items: Sequence[object]) -> str:
    values = [_value(item) for item in items]
    line = f"[{', '.join(values)}]"
    is_short = len(line) < LINE and "\n" not in line
    if is_short and not any(isinstance(item, Mapping) for item in items):
        return line
    return "".join(["[\n", *(f"{_INDENT}{value},\n" for value in values), "]"])


def _text(text: str) -> str:
    many = "\n" in text
    if _NEEDS_ESCAPES.search(text):
        return _dumped(text)
    quotes = '"""' if many else '"'
    if "\\" not in text and quotes not in text and not text.endswith('"'):
        return f"{quotes}\n{text}{quotes}" if many else f'"{text}"'
    quotes = "'''" if many else "'"
    if quotes in text or text.endswith("'"):
        return _dumped(text)
    return f"{quotes}\n{text}{quotes}" if many else f"'{text}'"


def _dumped(value: object) -> str:
    return tomli_w.dumps({"k": value}, multiline_strings=True)[4:-1]
