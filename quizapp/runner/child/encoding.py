"""Encoding: a value as JSON, within the limits of a frame.

Containers are read by the methods of Python's own classes, whatever a subclass
makes of them, and nothing in them is hashed or compared. `leaves` describes the rest.
"""

import json
import math
import sys
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import Enum
from operator import itemgetter
from typing import Any

from quizapp.runner.child.leaves import (
    Json,
    TooLarge,
    describe_array,
    describe_bytes,
    describe_complex,
    describe_numpy,
    describe_opaque,
    describe_tensor,
    describe_text,
    describe_too_large,
    has_address,
    is_numpy,
    number_text,
)
from quizapp.runner.protocol import (
    MAX_DIMENSIONS,
    MAX_ELEMENTS,
    MAX_FRAME,
    MAX_NESTING,
    MAX_NODES,
    MAX_TEXT,
    ValueKind,
)


def encode(value: object) -> Json:
    """Describe a value as JSON; one that exceeds a limit by its type and shape."""
    try:
        described = _Encoder().encode(value, 0)
    except (TooLarge, RecursionError):
        return describe_too_large(value)
    except BaseException:
        return describe_opaque(value)
    if len(json.dumps(described)) > MAX_FRAME - 64:
        return describe_too_large(value)
    return described


def describe_sequence(items: list[Json], bracket: str = "[") -> Json:
    """Describe a list, or a tuple by its bracket."""
    return {"k": ValueKind.SEQUENCE, "items": items, "bracket": bracket}


class _Encoder:
    def __init__(self) -> None:
        self._nodes = 0

    def encode(self, value: object, depth: int) -> Json:
        self._nodes += 1
        if depth > MAX_NESTING or self._nodes > MAX_NODES:
            raise TooLarge
        torch = sys.modules.get("torch")
        if torch is not None:
            if isinstance(value, torch.Tensor):
                return describe_tensor(value)
            if isinstance(value, torch.dtype):
                return {"k": ValueKind.DTYPE, "name": str(value).removeprefix("torch.")}
        if is_numpy(value):
            return describe_numpy(value)
        if isinstance(value, Enum):  # not the number that it may be as well
            return describe_opaque(value)
        if isinstance(value, list | tuple | dict | set | frozenset):
            return self._container(value, depth + 1)
        return self._leaf(value, depth + 1)

    def _leaf(self, value: object, depth: int) -> Json:  # noqa: PLR0911
        match value:
            case None:
                return {"k": ValueKind.NONE}
            case bool() | int() | float():
                return describe_array([], None, [number_text(value)])
            case complex():
                return describe_complex([], None, [value])
            case str():
                return describe_text(value)
            case bytes():
                return describe_bytes(value, "bytes")
            case bytearray():
                return describe_bytes(bytes(value), "bytearray")
            case _:
                return self._object(value, depth)

    def _object(self, value: object, depth: int) -> Json:
        if isinstance(value, BaseException):
            return {"k": ValueKind.EXCEPTION, "name": type(value).__name__}
        if isinstance(value, type) and issubclass(value, BaseException):
            return {"k": ValueKind.EXCEPTION, "name": value.__name__}
        if (names := _shown_fields(value)) is not None:
            fields = [(name, getattr(value, name)) for name in names]
            return self._record(type(value).__qualname__, fields, depth)
        return describe_opaque(value)

    def _container(self, value: Any, depth: int) -> Json:  # noqa: ANN401
        if isinstance(value, dict):
            return self._dict(value, depth)
        if isinstance(value, set):
            return self._set(list(set.__iter__(value)), "set", depth)
        if isinstance(value, frozenset):
            return self._set(list(frozenset.__iter__(value)), "frozenset", depth)
        if (names := _named_items(value)) is not None:
            fields = list(zip(names, tuple.__iter__(value), strict=True))
            return self._record(_tuple_name(type(value)), fields, depth)
        if (rectangle := _rectangle(value)) is not None:
            shape, numbers, brackets = rectangle
            return describe_array(shape, None, numbers, brackets)
        return describe_sequence(self._all(value, depth), _bracket(value) or "(")

    def _all(self, items: Iterable[object], depth: int) -> list[Json]:
        return [self.encode(item, depth) for item in items]

    def _set(self, items: list[object], type_: str, depth: int) -> Json:
        described = self._all(items, depth)
        return {"k": ValueKind.SET, "items": described, "type": type_}

    def _dict(self, value: dict[object, Any], depth: int) -> Json:
        if isinstance(value, OrderedDict):  # it has an order of its own
            entries = list(OrderedDict.items(value))
        else:
            entries = list(dict.items(value))
        type_ = _dict_type(value)
        if type_ == "Counter":
            with suppress(TypeError):
                entries.sort(key=itemgetter(1), reverse=True)
        described: Json = {
            "k": ValueKind.DICT,
            "items": [self._all(entry, depth) for entry in entries],
            "type": type_,
        }
        if isinstance(value, defaultdict):
            factory = repr(value.default_factory)
            described["factory"] = "..." if has_address(factory) else factory[:MAX_TEXT]
        return described

    def _record(self, name: str, fields: list[tuple[str, object]], depth: int) -> Json:
        described = [[field, self.encode(item, depth)] for field, item in fields]
        return {"k": ValueKind.RECORD, "name": name, "fields": described}


def _dict_type(value: dict[object, Any]) -> str:
    """Return the name of the class if its repr shows it."""
    type_ = type(value)
    return "dict" if type_.__repr__ is dict.__repr__ else type_.__name__[:100]


def _bracket(value: object) -> str | None:
    """Return how a list or tuple is shown; None for other values and named tuples."""
    if isinstance(value, list):
        return "["
    if not isinstance(value, tuple) or _named_items(value) is not None:
        return None
    torch = sys.modules.get("torch")
    return "S" if torch is not None and isinstance(value, torch.Size) else "("


def _named_items(value: object) -> Sequence[str] | None:
    """Return the names of a named tuple's items, also of one made in C."""
    if not isinstance(value, tuple) or type(value) is tuple:
        return None
    type_: type = type(value)
    in_c = hasattr(type_, "n_sequence_fields")
    names: object = getattr(type_, "__match_args__" if in_c else "_fields", None)
    if not isinstance(names, tuple) or len(names) != tuple.__len__(value):
        return None
    return names if all(type(name) is str for name in names) else None


def _tuple_name(type_: type) -> str:
    """Return the name in a named tuple's repr."""
    module = f"{type_.__module__}." if hasattr(type_, "n_sequence_fields") else ""
    return f"{module}{type_.__name__}"


def _shown_fields(value: object) -> list[str] | None:
    """Return the fields in a dataclass's own repr, None for any other object."""
    fields = getattr(type(value), "__dataclass_fields__", None)
    if not isinstance(fields, dict) or not hasattr(type(value).__repr__, "__wrapped__"):
        return None
    return [name for name, about in fields.items() if about.repr]


def _rectangle(value: object) -> tuple[list[int], list[str], str] | None:
    """Return shape, elements and brackets of lists that form one array of numbers.

    None for anything else, and for more elements or dimensions than an array may have.
    """
    shape: list[int] = []
    brackets = ""
    first: Any = value
    while (bracket := _bracket(first)) is not None:
        shape.append(len(first))
        brackets += bracket
        if len(shape) > MAX_DIMENSIONS or math.prod(shape) > MAX_ELEMENTS:
            return None
        first = first[0] if first else None
    items: Any = [value]
    for length, bracket in zip(shape, brackets, strict=True):
        for item in items:
            if _bracket(item) != bracket or len(item) != length:
                return None
        items = [inner for item in items for inner in item]
    if not all(map(_is_number, items)):
        return None
    plain = brackets.count("[") == len(brackets)
    return shape, [number_text(item) for item in items], "" if plain else brackets


def _is_number(value: object) -> bool:
    return isinstance(value, bool | int | float) and not isinstance(value, Enum)
