"""Templates: the HTML of a card, with fields in braces, rendered as Anki does.

`{{Field}}`, `{{filter:Field}}`, `{{#Field}}...{{/Field}}`, `{{^Field}}...{{/Field}}`.
What a filter means for quizapp is decided by who renders: this module knows none.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

MAX_OPEN_CONDITIONS = 50
MAX_TEMPLATE = 200_000
_COMMENT = "<!--"
_STANDARD = {_COMMENT: "-->", "{{": "}}"}
_OTHER = {_COMMENT: "-->", "<%": "%>"}
"""What begins something that is no text, and what ends that."""
_OTHER_SIGN = "{{=<% %>=}}"
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_OF_CLOZE = re.compile(r"c\d+")


class TemplateFault(Exception):
    """A template that Anki could not render either."""


class Replacement(Struct, frozen=True):
    """A field, with the filters that its text goes through, the first one first."""

    field: str
    filters: tuple[str, ...]


class Condition(Struct, frozen=True):
    """Nodes that are there if a field has text, or if it has none."""

    field: str
    wanted: bool
    nodes: tuple["Node", ...]


Node: TypeAlias = str | Replacement | Condition
FieldText: TypeAlias = Callable[[Replacement], str]
"""Gives the HTML of a field in a template."""


@lru_cache(maxsize=256)
def parsed(template: str) -> tuple[Node, ...]:
    """Return the nodes of a template. Raises TemplateFault."""
    if len(template) > MAX_TEMPLATE:
        raise TemplateFault("it is too long")
    signs = _STANDARD
    if template.lstrip().startswith(_OTHER_SIGN):
        template = template.lstrip().removeprefix(_OTHER_SIGN)
        signs = _OTHER
    return tuple(_nodes(_tokens(template, signs)))


def rendered(template: str, present: Mapping[str, bool], filled: FieldText) -> str:
    """Return a template with its fields; `present` says which have text.

    Raises TemplateFault for a field that does not exist.
    """
    return "".join(_rendered(parsed(template), present, filled))


def fields_in(nodes: tuple[Node, ...]) -> Iterator[Replacement]:
    """Yield the fields of a template, whatever its conditions."""
    for node in nodes:
        match node:
            case Replacement():
                yield node
            case Condition(nodes=inner):
                yield from fields_in(inner)
            case str():
                pass


def is_empty(html: str) -> bool:
    """Return whether a field has nothing but spaces and empty lines, as in Anki."""
    return _EMPTY.fullmatch(html) is not None


def _tokens(template: str, signs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield text as ("", text) and tags as (sign, name)."""
    end = 0
    for sign, start, close in _marked(template, signs):
        yield "", template[end:start]
        end = close + len(signs[sign])
        if sign == _COMMENT:
            continue  # it shows nothing, and neither do its braces
        name = template[start + len(sign) : close].lstrip("{").strip()
        if len(name) > 1 and name[0] in "#^/":
            yield name[0], name[1:].lstrip()
        else:
            yield "{", name
    yield "", template[end:]


def _marked(template: str, signs: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Yield the sign of each comment and tag, where it begins, and where its end does.

    Once one has no end, none behind it has, so none is looked for again.
    """
    pattern, at, unclosed = re.compile("|".join(map(re.escape, signs))), 0, set[str]()
    while (match := pattern.search(template, at)) is not None:
        sign, at = match[0], match.end()
        close = -1 if sign in unclosed else template.find(signs[sign], at)
        if close < 0:
            unclosed.add(sign)
            at = match.start() + 1
        else:
            yield sign, match.start(), close
            at = close + len(signs[sign])


class _Open(Struct):
    """A condition that is not closed yet."""

    field: str
    wanted: bool
    nodes: list[Node]


def _nodes(tokens: Iterator[tuple[str, str]]) -> list[Node]:
    """Return the nodes of a template.

    A condition that is not closed ends with the one around it, and what closes
    nothing is nothing: shared decks have both, from times when Anki forgave them.
    """
    opened = [_Open("", wanted=True, nodes=[])]
    for sign, text in tokens:
        match sign:
            case "":
                opened[-1].nodes.append(text)
            case "#" | "^":
                opened.append(_Open(text, sign == "#", []))
            case "/":
                if any(each.field == text for each in opened[1:]):
                    _close(opened, text)
            case _:
                *filters, field = text.split(":")
                opened[-1].nodes.append(Replacement(field, tuple(reversed(filters))))
        if len(opened) > MAX_OPEN_CONDITIONS:
            raise TemplateFault("its conditions are nested too deeply")
    while len(opened) > 1:
        _close(opened, opened[-1].field)
    return opened[0].nodes


def _close(opened: list[_Open], field: str) -> None:
    """Close conditions, up to the last one about a field."""
    closed = ""
    while closed != field:
        last = opened.pop()
        closed = last.field
        opened[-1].nodes.append(Condition(closed, last.wanted, tuple(last.nodes)))


def _rendered(
    nodes: tuple[Node, ...], present: Mapping[str, bool], filled: FieldText
) -> Iterator[str]:
    for node in nodes:
        match node:
            case str():
                yield node
            case Replacement(field=field):
                if field and field not in present:
                    raise TemplateFault(f"there is no field `{field}`")
                yield filled(node) if field else ""
            case Condition(field=field, wanted=wanted, nodes=inner):
                if field not in present and not _OF_CLOZE.fullmatch(field):
                    raise TemplateFault(f"there is no field `{field}`")
                if present.get(field, False) is wanted:
                    yield from _rendered(inner, present, filled)
