"""Vary: the values a card draws from, and whether every name has its use.

In the snippet, and in what runs behind it, a drawn value is a variable. `{{name}}`
stands for it in every text but the snippet, that of Python keys included: also
where an f-string doubles its braces. A use is a `{{name}}` in any value, or a bare
name in a key of _PYTHON. A bare name in `modify.checks` is none, nor is any name
in a key of `show`, so a name that is used only there is refused.
"""

import math
import re
from collections.abc import Iterator, Mapping
from keyword import iskeyword
from typing import Any

from quizapp.core.cards.variant import placeholders
from quizapp.core.kinds import Flaw
from quizapp.errors import nearest

_PYTHON = frozenset({"snippet", "ask", "checks", "starter", "solution", "mutants"})
"""Keys whose bare names are uses; braces of no drawn name are Python's own there."""

_PLAIN = frozenset({"vary", "id", "kind", "level", "tags", "sources"})
"""Keys that are the same in every variant."""

_UNFIT = "cannot be drawn; write a number, text, true, false or a list of numbers"


def flaws_of_vary(given: object) -> Iterator[Flaw]:
    """Yield what is wrong with the names and values of `vary`."""
    if not isinstance(given, dict):
        return  # its absence is fine, another type is told as for every key
    for name, values in given.items():
        if not name.isidentifier() or iskeyword(name):
            message = f"`vary` has `{name}`, which is no Python name; rename it"
            yield Flaw(("vary", name), message)
        if not isinstance(values, list) or not values:
            message = f"`vary` needs a list of values for `{name}`, such as [0.1, 0.2]"
            yield Flaw(("vary", name), message)
            continue
        for index, value in enumerate(values):
            if fault := _fault(value, values[:index]):
                message = f"`vary` has a value for `{name}` that {fault}"
                yield Flaw(("vary", name, index), message)


def flaws_of_names(table: Mapping[str, Any]) -> Iterator[Flaw]:
    """Yield every name that is varied without use, or used without being varied."""
    given = table.get("vary", {})
    varied = set(given) if isinstance(given, dict) else set()
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


def _fault(value: object, before: list[object]) -> str | None:
    if any(type(value) is type(other) and value == other for other in before):
        return "is there already; remove it"
    if isinstance(value, list):
        return None if all(map(_is_number, value)) else _UNFIT
    if isinstance(value, str):
        placed = next(placeholders(value), None)
        return "holds a placeholder; write plain text" if placed else None
    return None if isinstance(value, bool) or _is_number(value) else _UNFIT


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)  # `inf` is no Python literal
    return isinstance(value, int) and not isinstance(value, bool)


def _undefined(name: str, varied: set[str]) -> str:
    near = nearest(name, varied)
    braces = f"or write `{{{{ {name} }}}}` for mere braces"
    remedy = f"did you mean `{near}`?" if near else f"add it, {braces}"
    return f"has `{{{{{name}}}}}`, which `vary` does not define; {remedy}"


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key, value in table.items():
        if key not in _PLAIN:
            yield from _texts_in(value, (key,))


def _texts_in(
    value: object, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts_in(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts_in(each, (*path, index))
