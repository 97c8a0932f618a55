"""Cleaning: foreign text is made fit for a deck, and keeps its words.

What no deck may contain is removed or written another way: control and invisible
characters, and `{{name}}`, which would be a placeholder.
"""

import re
from collections.abc import Mapping
from typing import Any

from quizapp.core.terminal.sanitize import controls

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CODE = frozenset(
    {"snippet", "ask", "checks", "starter", "solution", "mutants", "also_right"}
)
"""Keys where `{{name}}` belongs to Python."""
_PLACEHOLDER = re.compile(r"\{\{([^\W\d]\w*)\}\}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a card, fit for a deck; lists and tables are new ones."""
    as_is = "vary" in fields
    table = {
        key: _fit(value, keep_braces=as_is or key in _CODE)
        for key, value in fields.items()
    }
    for key, value in table.items():
        if isinstance(value, str) and "\n" in value.strip("\n"):
            table[key] = value.strip("\n") + "\n"
    return table


def clean_line(text: str) -> str:
    """Return text in one line, as titles and names have it."""
    return " ".join(_clean(text).split())


def _fit(value: Any, *, keep_braces: bool) -> Any:  # noqa: ANN401  # as TOML has it
    match value:
        case str():
            text = _clean(value)
            return text if keep_braces else _spread(text)
        case Mapping():
            return {k: _fit(v, keep_braces=keep_braces) for k, v in value.items()}
        case list() | tuple():
            return [_fit(item, keep_braces=keep_braces) for item in value]
        case _:
            return value


def _clean(text: str) -> str:
    text = _LINE_BREAKS.sub("\n", text)
    bad = {text[offset] for offset in controls(text)}
    if not bad:
        return text
    text = _SURROGATE.sub("\ufffd", text)
    return text.translate({ord(character): None for character in bad})


def _spread(text: str) -> str:
    """Put spaces into what would be a placeholder."""
    return _PLACEHOLDER.sub(r"{{ \1 }}", text) if "{{" in text else text
