"""Words: text without quotes inside brackets, as in `[weight, bias]` or `{a: 1}`."""

from collections.abc import Mapping, Sequence

from quizapp.core.values.expression import parse
from quizapp.core.values.tokens import Fault
from quizapp.core.values.value import (
    Array,
    ComplexArray,
    DictPairs,
    Items,
    Members,
    Text,
    Value,
)


def read_words(text: str, names: Mapping[str, Value]) -> Value | None:
    """Read a container whose unknown names are text; None for anything else.

    A name next to numbers may be one of them, so it is no text: `[1, p, 3]`.
    """
    if text[:1] not in {"[", "(", "{"}:
        return None
    try:
        value = parse(text, names, words=True)
    except Fault:
        return None
    container = isinstance(value, Items | Members | DictPairs)
    return value if container and _has_clear_words(value) else None


def _has_clear_words(value: Value) -> bool:
    match value:
        case Items(items=items) | Members(items=items):
            return _are_clear(items)
        case DictPairs(pairs=pairs):
            return _are_clear([item for _, item in pairs])
        case _:
            return True


def _are_clear(items: Sequence[Value]) -> bool:
    """Return whether no word is next to a number, here and further inside."""
    words = any(isinstance(item, Text) and item.bare for item in items)
    numbers = any(isinstance(item, Array | ComplexArray) for item in items)
    return not (words and numbers) and all(map(_has_clear_words, items))
