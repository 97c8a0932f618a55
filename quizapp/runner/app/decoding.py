"""Decoding: a value from a child's JSON, checked before it is believed."""

import math
import re
from typing import Any

from quizapp.core.values.value import (
    BRACKETS,
    Array,
    Bracket,
    Bytes,
    ComplexArray,
    DictPairs,
    Dtype,
    ExceptionClass,
    Items,
    Members,
    Nothing,
    Number,
    Opaque,
    Record,
    TensorSummary,
    Text,
    Value,
)
from quizapp.core.values.writer import sorted_members
from quizapp.runner.protocol import (
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_ELEMENTS,
    MAX_LENGTH,
    MAX_NESTING,
    MAX_NODES,
    MAX_TEXT,
    ValueKind,
)

_INTEGER = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}")
_FLOAT = re.compile(r"-?(?:[0-9]{1,30}\.[0-9]{1,30}|[0-9]{1,30})(?:e[+-]?[0-9]{1,4})?")
_SPECIAL = frozenset({"nan", "inf", "-inf"})


def decode(body: object, elements: int = MAX_ELEMENTS) -> Value:
    """Rebuild a value from JSON, checking everything.

    An array may have `elements` elements. Raises ValueError, KeyError or TypeError
    for anything that is not a value.
    """
    return _Decoder(elements).value(body, 0)


def checked_text(text: Any) -> str:  # noqa: ANN401
    """Return a text, cut to its limit. Raises TypeError for anything else."""
    if not isinstance(text, str):
        raise TypeError(text)
    return text[:MAX_TEXT]


class _Decoder:
    def __init__(self, elements: int) -> None:
        self._elements = elements
        self._nodes = 0

    def value(self, body: Any, depth: int) -> Value:  # noqa: ANN401, PLR0911
        self._nodes += 1
        if depth > MAX_NESTING or self._nodes > MAX_NODES:
            raise ValueError("too many nodes, or too deep")
        match body["k"]:
            case ValueKind.ARRAY:
                return _array(body, self._elements)
            case ValueKind.COMPLEX:
                return _complex_array(body, self._elements)
            case ValueKind.SEQUENCE:
                items = self._all(body["items"], depth)
                return Items(items, _bracket(body["bracket"]))
            case ValueKind.SET:
                items = sorted_members(self._all(body["items"], depth))
                return Members(items, checked_text(body["type"]))
            case ValueKind.DICT:
                return self._pairs(body, depth)
            case ValueKind.RECORD:
                return self._record(body, depth)
            case _:
                return _leaf(body)

    def _all(self, items: Any, depth: int) -> tuple[Value, ...]:  # noqa: ANN401
        return tuple(self.value(item, depth + 1) for item in _list(items))

    def _pairs(self, body: Any, depth: int) -> DictPairs:  # noqa: ANN401
        pairs = [self._all(pair, depth) for pair in _list(body["items"])]
        both = tuple((key, item) for key, item in pairs)
        factory = checked_text(body.get("factory", ""))
        return DictPairs(both, checked_text(body["type"]), factory)

    def _record(self, body: Any, depth: int) -> Record:  # noqa: ANN401
        fields = [
            (checked_text(name), self.value(item, depth + 1))
            for name, item in map(_list, _list(body["fields"]))
        ]
        return Record(checked_text(body["name"]), (), tuple(fields))


def _leaf(body: Any) -> Value:  # noqa: ANN401, PLR0911
    match body["k"]:
        case ValueKind.SUMMARY:
            shape, dtype = _shape(body["shape"]), checked_text(body["dtype"])
            return TensorSummary(shape, dtype, checked_text(body["text"]))
        case ValueKind.DTYPE:
            return Dtype(checked_text(body["name"]))
        case ValueKind.EXCEPTION:
            return ExceptionClass(checked_text(body["name"]))
        case ValueKind.TEXT:
            return Text(checked_text(body["text"]))
        case ValueKind.BYTES:
            data = bytes.fromhex(checked_text(body["hex"]))
            return Bytes(data, checked_text(body["type"]))
        case ValueKind.NONE:
            return Nothing()
        case ValueKind.OPAQUE:
            type_, text = checked_text(body["type"]), checked_text(body["text"])
            return Opaque(type_, text, body["whole"] is True)
        case kind:
            raise ValueError(kind)


def _array(body: Any, elements: int) -> Array:  # noqa: ANN401
    shape, dtype, data = _described(body, elements, 1)
    brackets = checked_text(body.get("brackets", ""))
    if brackets and (len(brackets) != len(shape) or not BRACKETS.issuperset(brackets)):
        raise ValueError("brackets do not match the shape")
    return Array(shape, tuple(_number(text) for text in data), dtype, brackets)


def _complex_array(body: Any, elements: int) -> ComplexArray:  # noqa: ANN401
    shape, dtype, data = _described(body, elements, 2)
    parts = [_float(text) for text in data]
    numbers = map(complex, parts[::2], parts[1::2])
    return ComplexArray(shape, tuple(numbers), dtype)


def _described(
    body: Any,  # noqa: ANN401
    elements: int,
    texts: int,
) -> tuple[tuple[int, ...], str | None, list[object]]:
    """Return shape, dtype and data, with so many texts for each element."""
    shape, data = _shape(body["shape"]), _list(body["data"])
    dtype = None if body["dtype"] is None else checked_text(body["dtype"])
    size = math.prod(shape)
    if len(data) != size * texts or size > elements:
        raise ValueError("data does not match its shape")
    return shape, dtype, data


def _float(text: Any) -> float:  # noqa: ANN401
    _number(text)
    return float(text)  # not of an int: it may have more digits than a float has


def _bracket(text: Any) -> Bracket:  # noqa: ANN401
    if text == "[":
        return "["
    if text == "(":
        return "("
    raise ValueError(text)


def _list(items: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(items, list):
        raise TypeError(items)
    return items


def _shape(lengths: Any) -> tuple[int, ...]:  # noqa: ANN401
    if not isinstance(lengths, list) or len(lengths) > MAX_DIMENSIONS:
        raise TypeError("a shape must be a short list")
    if not all(type(length) is int and 0 <= length <= MAX_LENGTH for length in lengths):
        raise ValueError("lengths must be whole numbers")
    return tuple(lengths)


def _number(text: Any) -> Number:  # noqa: ANN401
    if not isinstance(text, str):
        raise TypeError(text)
    if text in {"True", "False"}:
        return text == "True"
    if _INTEGER.fullmatch(text):
        return int(text)
    if text in _SPECIAL or _FLOAT.fullmatch(text):
        return float(text)
    raise ValueError(text)
