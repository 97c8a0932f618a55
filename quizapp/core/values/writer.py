"""Writer: values as text, as Python shows them, so that they can be typed back.

Tensors are written as nested lists, and floats to seven digits: noise of their
last bits is no part of an answer. Sets have one order, whatever the run's was.
"""

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, assert_never

from quizapp.core.values.value import (
    Array,
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

MAX_EMPTY = 512
"""The most pairs of empty brackets that are written."""

_TOO_FAR = 1e-4
"""The most a written number may be off: two decimals must survive writing."""

_ORDERED_AS_LIST = sys.version_info < (3, 12)
"""Whether an OrderedDict is shown as a list of pairs."""

NOTHING_PRINTED = '""'
"""How empty output is shown, and typed."""

Element = TypeVar("Element")


def write(value: Value) -> str:  # noqa: PLR0911  # a return for each sort
    """Return the canonical text of a value."""
    match value:
        case Array() | ComplexArray():
            return _write_array(value)
        case Items() | Members() | DictPairs() | Record():
            return _write_container(value)
        case Text(text=text):
            return repr(text)
        case Bytes(data=data, type=type_):
            return repr(data if type_ == "bytes" else bytearray(data))
        case Dtype(name=name) | ExceptionClass(name=name):
            return name
        case Nothing():
            return "None"
        case TensorSummary(text=text) | Opaque(text=text):
            return text


def write_number(number: Number) -> str:
    """Return a number to seven digits, or exactly where these are too far off.

    Floats always look like floats.
    """
    if isinstance(number, bool | int):
        return str(number)
    text = f"{number:.7g}"
    if float(text) == number or abs(float(text) - number) > _TOO_FAR:
        text = repr(number)
    return text if re.search(r"[.en]", text) else f"{text}.0"


def write_complex(number: complex) -> str:
    """Return a complex number as Python does, its parts to seven digits."""
    return repr(complex(*(float(write_number(x)) for x in (number.real, number.imag))))


def sorted_members(items: Iterable[Value]) -> tuple[Value, ...]:
    """Sort the items of a set: numbers by size, then the others by their text."""
    return tuple(sorted(items, key=_order))


def _order(item: Value) -> tuple[bool, float, str]:
    if isinstance(item, Array) and item.shape == ():
        number = item.elements[0]
        if not math.isnan(number):
            return False, number, ""
    return True, 0, write(item)


def _write_container(value: Items | Members | DictPairs | Record) -> str:
    match value:
        case Items(items=items, bracket=bracket):
            return _enclosed(list(map(write, items)), bracket)
        case Members(items=items, type=type_):
            inside = f"{{{', '.join(map(write, items))}}}" if items else ""
            return inside if items and type_ == "set" else f"{type_}({inside})"
        case DictPairs():
            return _write_pairs(value)
        case Record(name=name, arguments=arguments, keywords=keywords):
            named = (f"{key}={write(item)}" for key, item in keywords)
            return f"{name}({', '.join([*map(write, arguments), *named])})"
        case _:
            assert_never(value)


def _write_pairs(value: DictPairs) -> str:
    pairs = [(write(key), write(item)) for key, item in value.pairs]
    inside = f"{{{', '.join(f'{key}: {item}' for key, item in pairs)}}}"
    if value.type == "dict":
        return inside
    if value.type == "defaultdict":
        return f"defaultdict({value.factory}, {inside})"
    if value.type == "OrderedDict" and _ORDERED_AS_LIST:
        inside = f"[{', '.join(f'({key}, {item})' for key, item in pairs)}]"
    return f"{value.type}({inside if pairs else ''})"


def _write_array(value: Array | ComplexArray) -> str:
    if not value.elements and not _shows_its_shape(value.shape):
        return f"tensor([], size={value.shape})"
    if isinstance(value, ComplexArray):
        return _write_rows(value.shape, "", iter(value.elements), write_complex)
    return _write_rows(value.shape, value.brackets, iter(value.elements), write_number)


def _shows_its_shape(shape: tuple[int, ...]) -> bool:
    """Return whether the brackets of an array without elements show its shape."""
    return shape[-1] == 0 and 0 < math.prod(shape[:-1]) <= MAX_EMPTY


def _write_rows(
    shape: tuple[int, ...],
    brackets: str,
    elements: Iterator[Element],
    write_element: Callable[[Element], str],
) -> str:
    if not shape:
        return write_element(next(elements))
    rows = [
        _write_rows(shape[1:], brackets[1:], elements, write_element)
        for _ in range(shape[0])
    ]
    return _enclosed(rows, brackets[:1])


def _enclosed(items: list[str], bracket: str) -> str:
    inside = ", ".join(items)
    match bracket:
        case "(":
            return f"({inside},)" if len(items) == 1 else f"({inside})"
        case "S":
            return f"torch.Size([{inside}])"
        case _:
            return f"[{inside}]"
