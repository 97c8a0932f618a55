"""Variants: values drawn for each review, so that answers are not learned by heart.

A draw depends only on its seed: a review that is resumed shows the same values. In
prose `{{name}}` is replaced by a value; in the snippet the name is a variable.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice, product
from math import prod
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.draw import bits
from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.value import Array, Text, Value, scalar

Drawn: TypeAlias = bool | int | float | str | tuple[int | float, ...]

MAX_VARIANTS = 24
"""The most variants of a card that are checked; if there are more, a sample is."""

_IMPORTS = re.compile(
    r"(?:(?:[ \t]*(?:#[^\n]*)?\n)*(?:import|from)[ \t][^\n;(\\]*\n)+\n*"
)
"""Whole lines of imports that a snippet begins with, and the empty lines below."""
_PLACEHOLDER = re.compile(r"\{\{([^\W\d]\w*)\}\}")
Thing = TypeVar("Thing")


class Vary(Struct, frozen=True):
    """A name, and the values it may take."""

    name: str
    values: tuple[Drawn, ...]


class Variant(Struct, frozen=True):
    """One draw: a value for each name. Without names it changes nothing."""

    values: tuple[tuple[str, Drawn], ...] = ()

    def __str__(self) -> str:
        """Return `p = 0.2, n = 3`."""
        return ", ".join(f"{name} = {_literal(value)}" for name, value in self.values)

    @property
    def json(self) -> str:
        """Canonical: the same text for the same values, `{}` for none."""
        return json.dumps(
            dict(self.values), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    @property
    def code(self) -> str:
        """The values as lines of Python."""
        return "".join(f"{name} = {_literal(value)}\n" for name, value in self.values)

    def placed_in(self, snippet: str) -> str:
        """Return a snippet with the values below the imports that it begins with."""
        imports = _IMPORTS.match(snippet)
        end = imports.end() if imports else 0
        return f"{snippet[:end]}{self.code}{snippet[end:]}"

    def context(self, about: str) -> AnswerContext:
        """Return the context of an answer to a question with these values."""
        names = ((name, _value(drawn)) for name, drawn in self.values)
        return AnswerContext(tuple(names), about=about)

    def fill(self, text: str) -> str:
        """Replace `{{names}}` by their values, in one pass."""
        values = dict(self.values)

        def shown(match: re.Match[str]) -> str:
            value = values.get(match[1])
            return match[0] if value is None else _shown(value)

        return _PLACEHOLDER.sub(shown, text) if "{{" in text else text


def placeholders(text: str) -> Iterator[str]:
    """Yield the names of the placeholders in a text."""
    for match in _PLACEHOLDER.finditer(text):
        yield match[1]


def draw(vary: tuple[Vary, ...], seed: int) -> Variant:
    """Draw a value for each name: the same for the same seed."""
    return Variant(tuple((item.name, item.values[_index(seed, item)]) for item in vary))


def variants(vary: tuple[Vary, ...], most: int = MAX_VARIANTS) -> tuple[Variant, ...]:
    """Return all variants, or always the same sample if there are more than `most`."""
    total = prod(len(item.values) for item in vary)
    if total <= most:
        names = [item.name for item in vary]
        combinations = product(*(item.values for item in vary))
        return tuple(
            Variant(tuple(zip(names, values, strict=True))) for values in combinations
        )
    drawn = dict.fromkeys(draw(vary, seed) for seed in range(4 * most))
    return tuple(islice(drawn, most))


def filled(thing: Thing, variant: Variant) -> Thing:
    """Put values into all text of a thing: strings, tuples, structs, at any depth.

    It knows no particular struct, so new kinds work without a change.
    """
    if not variant.values:
        return thing
    changed: Any = thing
    if isinstance(thing, str):
        changed = variant.fill(thing)
    elif isinstance(thing, tuple):
        changed = tuple(filled(item, variant) for item in thing)
    elif isinstance(thing, Struct):
        names = thing.__struct_fields__
        inside = {name: filled(getattr(thing, name), variant) for name in names}
        changed = replace(thing, **inside)
    return changed  # type: ignore[no-any-return]  # a thing of the same type


def _index(seed: int, vary: Vary) -> int:
    """Draw the index of a value."""
    return bits(f"{seed}/{vary.name}") % len(vary.values)


def _literal(value: Drawn) -> str:
    """Return a value as Python."""
    return str(list(value)) if isinstance(value, tuple) else repr(value)


def _value(drawn: Drawn) -> Value:
    """Return a drawn value as it is read from a typed answer."""
    if isinstance(drawn, str):
        return Text(drawn)
    return Array((len(drawn),), drawn) if isinstance(drawn, tuple) else scalar(drawn)


def _shown(value: Drawn) -> str:
    """Return a value as prose: text without its quotes."""
    return value if isinstance(value, str) else _literal(value)
