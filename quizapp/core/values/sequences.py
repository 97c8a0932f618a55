"""Sequences: items joined into arrays where they can be, and taken apart again."""

import math

from quizapp.core.values.value import (
    Array,
    Bracket,
    ComplexArray,
    DictPairs,
    Items,
    Members,
    Record,
    Value,
)

MAX_RANGE = 4096
"""Of a range that is written out."""

_LARGEST_INDEX = 2**62
"""The length of a range of smaller numbers has a value."""


def joined(items: list[Value], bracket: Bracket = "[") -> Value:
    """Join items into one array where their shapes and brackets agree."""
    own = "" if bracket == "[" else bracket
    if not items:
        return Array((0,), (), None, own)
    arrays = [item for item in items if isinstance(item, Array)]
    if len(arrays) < len(items):
        return _joined_complex(items, bracket) or Items(tuple(items), bracket)
    first = arrays[0]
    if {(item.shape, item.brackets) for item in arrays} != {
        (first.shape, first.brackets)
    }:
        return Items(tuple(items), bracket)
    inner = first.brackets or "[" * len(first.shape) if own else first.brackets
    brackets = f"{bracket}{inner}" if own or inner else ""
    elements = tuple(element for item in arrays for element in item.elements)
    dtypes = {item.dtype for item in arrays}
    dtype = first.dtype if len(dtypes) == 1 else None
    return Array((len(items), *first.shape), elements, dtype, brackets)


def _joined_complex(items: list[Value], bracket: Bracket) -> Value | None:
    """Join complex numbers, and real ones between them."""
    arrays = [item for item in items if isinstance(item, Array | ComplexArray)]
    shapes = {array.shape for array in arrays}
    if bracket != "[" or len(arrays) < len(items) or len(shapes) > 1:
        return None
    elements = [element for array in arrays for element in array.elements]
    if any(isinstance(element, bool) for element in elements):
        return None
    shape = (len(items), *arrays[0].shape)
    return ComplexArray(shape, tuple(map(complex, elements)), arrays[0].dtype)


def rebracketed(value: Value, bracket: Bracket) -> Value | None:
    """Return a list as a tuple or the reverse, None for what is neither."""
    if isinstance(value, Array) and value.shape:
        inner = value.brackets[1:] or "[" * (len(value.shape) - 1)
        brackets = f"{bracket}{inner}"
        plain = brackets.count("[") == len(brackets)
        return Array(value.shape, value.elements, None, "" if plain else brackets)
    items = unstacked(value)
    return None if items is None else joined(list(items), bracket)


def length_of(value: Value) -> int | None:
    """Return how many items a container, or an array along dimension 0, has."""
    match value:
        case Items(items=items) | Members(items=items):
            return len(items)
        case DictPairs(pairs=pairs):
            return len(pairs)
        case Array(shape=(length, *_)) | ComplexArray(shape=(length, *_)):
            return length
        case Record(name="range"):
            numbers = range_of(value)
            return None if numbers is None else len(numbers)
        case _:
            return None


def unstacked(value: Value) -> tuple[Value, ...] | None:
    """Return the items of a container, or the slices of an array along dimension 0.

    None for what has no items, or too many.
    """
    match value:
        case Items(items=items) | Members(items=items):
            return items
        case DictPairs(pairs=pairs):
            return tuple(key for key, _ in pairs)
        case Array() | ComplexArray() if value.shape:
            return _slices(value)
        case Record(name="range"):
            numbers = range_of(value)
            if numbers is not None and len(numbers) <= MAX_RANGE:
                return tuple(Array((), (number,)) for number in numbers)
            return None
        case _:
            return None


def _slices(value: Array | ComplexArray) -> tuple[Value, ...] | None:
    length, *rest = value.shape
    if length > MAX_RANGE:
        return None
    shape, size = tuple(rest), math.prod(rest)
    places = range(0, length * size, size) if size else [0] * length
    if isinstance(value, ComplexArray):
        return tuple(
            ComplexArray(shape, value.elements[place : place + size], value.dtype)
            for place in places
        )
    brackets = value.brackets[1:]
    brackets = "" if brackets.count("[") == len(brackets) else brackets
    return tuple(
        Array(shape, value.elements[place : place + size], value.dtype, brackets)
        for place in places
    )


def range_of(value: Record) -> range | None:
    """Return the range that a record shows, None if it shows none."""
    numbers = [
        item.elements[0]
        for item in value.arguments
        if isinstance(item, Array) and item.shape == ()
    ]
    whole = [
        number
        for number in numbers
        if type(number) is int and abs(number) < _LARGEST_INDEX
    ]
    if not 1 <= len(whole) == len(value.arguments) <= 3 or whole[2:] == [0]:
        return None
    return range(*whole)
