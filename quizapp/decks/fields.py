"""Fields: check a TOML table against a struct, and find all flaws in one pass."""

from collections.abc import Iterator, Mapping
from enum import EnumType
from types import UnionType
from typing import Any, Literal, TypeGuard, get_args, get_origin

import msgspec
from msgspec import Struct, StructMeta

from quizapp.core.kinds import Flaw
from quizapp.decks.positions import KeyPath
from quizapp.decks.tables import fields_of
from quizapp.errors import nearest

_WORDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "dict": "a table",
}


def table_flaws(table: Mapping[str, object], cls: type[Struct]) -> Iterator[Flaw]:
    """Yield a flaw for every missing, unknown and mistyped key, at any depth."""
    known = fields_of(cls)
    for key in table:
        if key not in known:
            yield Flaw((key,), f"unknown key `{key}`{did_you_mean(key, known)}")
    yield from known_key_flaws(table, cls)


def known_key_flaws(table: Mapping[str, object], cls: type[Struct]) -> Iterator[Flaw]:
    """Yield the flaws of the keys that the struct has; ignore other keys."""
    fields = fields_of(cls)
    for name, field in fields.items():
        if name in table:
            yield from _flaws(table[name], field.type, (name,))
        elif field.required:
            slip = nearest(name, [key for key in table if key not in fields])
            meant = f"; did you misspell it as `{slip}`?" if slip else ""
            yield Flaw((), f"needs `{name}`:{_sort_of(field.type)}{meant}")


def _is_struct(type_: object) -> TypeGuard[type[Struct]]:
    return isinstance(type_, StructMeta)


def did_you_mean(word: str, names: Mapping[str, object] | frozenset[str]) -> str:
    """Return the end of a message about an unknown name, with the nearest known one."""
    near = nearest(word, names)
    return f"; did you mean `{near}`?" if near else "; remove it"


def _flaws(value: object, type_: Any, path: KeyPath) -> Iterator[Flaw]:  # noqa: ANN401
    if type(value) is type_:  # text, mostly: nothing can be wrong with it
        return
    inner = _inner(type_, value)
    if _is_struct(inner) and isinstance(value, dict):
        for flaw in table_flaws(value, inner):
            yield Flaw((*path, *flaw.path), flaw.message)
    elif (items := _items(value, inner)) is not None:
        for key, item in items:
            item_type = get_args(inner)[1 if isinstance(key, str) else 0]
            yield from _flaws(item, item_type, (*path, key))
    elif (allowed := _allowed(inner)) is not None:
        if value not in allowed:
            yield Flaw(
                path, f"must be {_one_of(allowed)}{_meant_value(value, allowed)}"
            )
    else:
        yield from _type_flaws(value, inner, path)


def _items(value: object, type_: Any) -> list[tuple[str | int, object]] | None:  # noqa: ANN401
    """Return the items of a table or list whose items share a type, otherwise None."""
    if get_origin(type_) is dict and isinstance(value, dict):
        return list(value.items())
    if get_origin(type_) is tuple and isinstance(value, list):
        return list(enumerate(value))
    return None


def _type_flaws(value: object, type_: Any, path: KeyPath) -> Iterator[Flaw]:  # noqa: ANN401
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError:
        yield Flaw(path, f"must be{_sort_of(type_)}, not {_sort_of_value(value)}")


def _inner(type_: Any, value: object = None) -> Any:  # noqa: ANN401
    """Return the member of a union that fits a value best, by its shape.

    TOML has no null, so a value of `X | None` is an X.
    """
    if get_origin(type_) is not UnionType:
        return type_
    members = [arg for arg in get_args(type_) if arg is not type(None)]
    fitting = [kind for kind in members if _shape_of_type(kind) == _shape(value)]
    return (fitting or members)[0]


def _shape(value: object) -> str:
    """Return what a value is in TOML: a list, a table, or a plain value."""
    if isinstance(value, list):
        return "list"
    return "table" if isinstance(value, dict) else "plain"


def _shape_of_type(type_: Any) -> str:  # noqa: ANN401
    if get_origin(type_) is tuple:
        return "list"
    return "table" if _is_struct(type_) or get_origin(type_) is dict else "plain"


def _allowed(type_: Any) -> tuple[str, ...] | None:  # noqa: ANN401
    if isinstance(type_, EnumType):
        return tuple(str(member.value) for member in type_)  # type: ignore[var-annotated]
    if get_origin(type_) is Literal:
        return get_args(type_)
    return None


def _one_of(allowed: tuple[str, ...]) -> str:
    quoted = [f'"{word}"' for word in allowed]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _meant_value(value: object, allowed: tuple[str, ...]) -> str:
    near = nearest(value, allowed) if isinstance(value, str) else None
    return f'; did you mean "{near}"?' if near else ""


def _sort_of(type_: Any) -> str:  # noqa: ANN401
    inner = _inner(type_)
    if (allowed := _allowed(inner)) is not None:
        return f" {_one_of(allowed)}"
    if get_origin(inner) is tuple:
        return " a list"
    if _is_struct(inner) or get_origin(inner) is dict:
        return " a table"
    return f" {_WORDS.get(inner.__name__, inner.__name__)}"


def _sort_of_value(value: object) -> str:
    name = type(value).__name__
    name = {"list": "array", "dict": "object"}.get(name, name)
    return _WORDS.get(name, f"a {name}")
