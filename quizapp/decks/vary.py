"""Vary: check the values that a card draws from, and that every name is used.

In the snippet, and in code that runs after it, a drawn value is a variable. In every
other text, `{{name}}` is replaced by it, even where an f-string doubles its braces.
A use is `{{name}}` in any value, or the bare name in a key of _PYTHON. A bare name in
`modify.checks` or in `show` does not count: if that is the only use, it is a problem.
"""

import math
import re
from collections.abc import Iterator, Mapping
from keyword import iskeyword
from typing import Any

from quizapp.core.cards.variant import placeholders
from quizapp.core.kinds import Flaw
from quizapp.decks.positions import KeyPath
from quizapp.errors import nearest

_PYTHON = frozenset(
    {"snippet", "ask", "checks", "starter", "solution", "mutants", "also_right"}
)
"""Keys where a bare name is a use, and unknown `{{...}}` belongs to Python."""

_PLAIN = frozenset({"vary", "id", "kind", "level", "tags", "sources"})
"""Keys that are the same in every variant."""

_UNSUPPORTED = (
    "is not supported; write a number, text, true, false or a list of numbers"
)


def flaws_of_vary(table: object) -> Iterator[Flaw]:
    """Yield the flaws of the names and values of `vary`."""
    if not isinstance(table, dict):
        return  # it is optional; a wrong type is reported with those of other keys
    for name, values in table.items():
        if not name.isidentifier() or iskeyword(name):
            message = f"`vary` has `{name}`, which is not a Python name; rename it"
            yield Flaw(("vary", name), message)
        if not isinstance(values, list) or not values:
            message = f"`vary` needs a list of values for `{name}`, such as [0.1, 0.2]"
            yield Flaw(("vary", name), message)
            continue
        seen: set[tuple[type, object]] = set()
        for index, value in enumerate(values):
            if fault := _fault(value, seen):
                message = f"`vary` has a value for `{name}` that {fault}"
                yield Flaw(("vary", name, index), message)


def flaws_of_names(table: Mapping[str, Any]) -> Iterator[Flaw]:
    """Yield a flaw for each name that is drawn but not used, or used but not drawn."""
    vary = table.get("vary", {})
    varied = set(vary) if isinstance(vary, dict) else set()
    used: set[str] = set()
    for path, text in _texts(table):
        if path[0] in _PYTHON:
            used |= set(re.findall(r"[^\W\d]\w*", text))
        for name in placeholders(text):
            used.add(name)
            if name not in varied and path[0] not in _PYTHON:
                yield Flaw(path, _undefined(name, varied))
    for name in sorted(varied - used):
        message = f"`vary` draws `{name}`, which nothing uses; use it or remove it"
        yield Flaw(("vary", name), message)


def _fault(value: object, seen: set[tuple[type, object]]) -> str | None:
    """Return what is wrong with a value, None if nothing; add it to those seen."""
    items = value if isinstance(value, list) else [value]
    if not isinstance(value, str | bool) and not all(map(_is_number, items)):
        return _UNSUPPORTED
    if isinstance(value, str) and next(placeholders(value), None):
        return "contains a placeholder; write plain text"
    key = type(value), tuple(items)
    if key in seen:
        return "is listed twice; remove one"
    seen.add(key)
    return None


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)  # `inf` is not a Python literal
    return isinstance(value, int) and not isinstance(value, bool)


def _undefined(name: str, varied: set[str]) -> str:
    near = nearest(name, varied)
    braces = f"or write `{{{{ {name} }}}}` for literal braces"
    remedy = f"did you mean `{near}`?" if near else f"add it, {braces}"
    return f"has `{{{{{name}}}}}`, which `vary` does not define; {remedy}"


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for key, value in table.items():
        if key not in _PLAIN:
            yield from _texts_in(value, (key,))


def _texts_in(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts_in(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts_in(item, (*path, index))
