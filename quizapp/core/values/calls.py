"""Calls: typed constructors, such as `tensor([1.])`, `set()` and `Point(x=1)`.

Nothing is called: each name has a reading of its own here, and an unknown class
becomes a `Record` of its arguments, as Python prints many objects.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from quizapp.core.values.arithmetic import FUNCTIONS, applied, complex_sum, plain
from quizapp.core.values.names import CONSTANTS, DTYPES, EXCEPTION
from quizapp.core.values.sequences import rebracketed, unstacked
from quizapp.core.values.tokens import Fault, Token, quoted
from quizapp.core.values.value import (
    Array,
    Bracket,
    Bytes,
    ComplexArray,
    DictPairs,
    Dtype,
    ExceptionClass,
    Items,
    Members,
    Opaque,
    Record,
    Text,
    Value,
    scalar,
)
from quizapp.core.values.writer import write

_TENSORS = frozenset({"tensor", "array", "asarray", "parameter"})
_LISTS: dict[str, Bracket] = {"list": "[", "tuple": "(", "size": "S"}
_DICTS = frozenset({"dict", "Counter", "OrderedDict", "defaultdict"})
_OBJECTS = frozenset(
    {
        *("range", "slice", "device", "deque", "dict_keys", "dict_values"),
        *("dict_items", "mappingproxy", "namespace", "date", "time", "datetime"),
        *("timedelta",),
    }
)
_CLASS = re.compile(r"[A-Z]\w*")


def called(  # noqa: PLR0911  # a return for each sort
    token: Token, arguments: Sequence[Value], keywords: Mapping[str, Value | None]
) -> Value:
    """Return what a call of a name means. Raises Fault."""
    name = token.text.rpartition(".")[2]
    if EXCEPTION.fullmatch(name):
        return ExceptionClass(name)
    if name in _DICTS:
        return _dict(token, name, arguments, keywords)
    if (value := _container(name, arguments)) is not None:
        return value
    if _is_object(name, arguments, keywords):
        named = [(key, value) for key, value in keywords.items() if value is not None]
        return Record(token.text, tuple(arguments), tuple(named))
    if name == "complex" and len(arguments) == 2:
        return complex_sum(arguments[0], arguments[1], token.at)
    if len(arguments) != 1:
        raise Fault(f"{quoted(token)} takes one value", token.at)
    if name.casefold() in _TENSORS:
        return _typed(arguments[0], keywords.get("dtype"), keywords.get("size"))
    return _computed(token, name, arguments[0])


def _is_object(
    name: str, arguments: Sequence[Value], keywords: Mapping[str, Value | None]
) -> bool:
    """Return whether a call is the printed form of an object."""
    if name.casefold() in _TENSORS:
        return False
    only_named = bool(keywords) and not arguments
    return name in _OBJECTS or only_named or _CLASS.fullmatch(name) is not None


def _container(name: str, arguments: Sequence[Value]) -> Value | None:
    """Read `list(...)`, `set()`, `bytes(...)`; None for other calls."""
    if len(arguments) > 1:
        return None
    value: Value = arguments[0] if arguments else Items(())
    if isinstance(value, Text):  # list('abc')
        value = Items(tuple(map(Text, value.text)))
    if bracket := _LISTS.get(name.casefold()):
        return rebracketed(value, bracket)
    items = unstacked(value)
    if name in {"set", "frozenset"} and items is not None:
        return Members(items, name)
    if name in {"bytes", "bytearray"} and (not arguments or isinstance(value, Bytes)):
        return Bytes(value.data if isinstance(value, Bytes) else b"", name)
    return None


def _dict(
    token: Token,
    type_: str,
    arguments: Sequence[Value],
    keywords: Mapping[str, Value | None],
) -> Value:
    """Read a dict from pairs or keywords, with the factory of a defaultdict."""
    factory = ""
    if type_ == "defaultdict" and arguments:
        shown, *arguments = arguments
        factory = shown.text if isinstance(shown, Opaque) else write(shown)
    if type_ == "Counter" and arguments and not isinstance(arguments[0], DictPairs):
        return _counted(arguments[0], token.at)
    pairs = [pair for value in arguments[:1] for pair in _pairs_of(value, token.at)]
    pairs += [
        (Text(key), value) for key, value in keywords.items() if value is not None
    ]
    if len(arguments) > 1:
        raise Fault(f"{quoted(token)} takes one value", token.at)
    return DictPairs(tuple(pairs), type_, factory)


def _counted(value: Value, at: int) -> DictPairs:
    """Read `Counter('abb')` and `Counter([1, 2, 2])`."""
    items = unstacked(value)
    if isinstance(value, Text):
        items = tuple(map(Text, value.text))
    if items is None:
        raise Fault("a Counter counts the items of a list or a text", at)
    counts = Counter(map(write, items))
    firsts = {write(item): item for item in reversed(items)}
    pairs = ((firsts[text], scalar(count)) for text, count in counts.most_common())
    return DictPairs(tuple(pairs), "Counter")


def _pairs_of(value: Value, at: int) -> Iterator[tuple[Value, Value]]:
    if isinstance(value, DictPairs):
        yield from value.pairs
        return
    items = unstacked(value)
    if items is None:
        raise Fault("a dict is made of pairs such as {1: 2}", at)
    for item in items:
        pair = unstacked(item)
        if pair is None or len(pair) != 2:
            raise Fault("a dict is made of pairs such as {1: 2}", at)
        yield pair[0], pair[1]


def _computed(token: Token, name: str, value: Value) -> Value:
    """Read a function of one number, or a conversion."""
    if name in FUNCTIONS:
        return scalar(applied(name, plain(value, token.at), token.at))
    if name in {"float", "int", "bool"}:
        return _converted(name, value, token.at)
    if name in DTYPES:  # as numpy prints its own numbers: np.float32(2.5)
        return _typed(value, Dtype(name))
    if name in {"str", "str_", "bytes_"} and isinstance(value, Text | Bytes):
        return value
    raise Fault(f"{quoted(token)} is not a known function", token.at)


def _converted(name: str, value: Value, at: int) -> Value:
    """Read `float('inf')`, `int(3)`, `bool(1)`."""
    if isinstance(value, Text):
        constant = CONSTANTS.get(value.text.strip("+- ").casefold())
        if constant is None:
            raise Fault(f"{name}(...) of text that is not a number", at)
        return scalar(-constant if value.text.startswith("-") else constant)
    number = plain(value, at)
    if name == "int" and math.isfinite(number):
        return scalar(int(number))
    return scalar(bool(number) if name == "bool" else float(number))


def _typed(value: Value, dtype: Value | None, size: Value | None = None) -> Value:
    """Apply the keywords of a tensor; `size` shapes one without elements."""
    name = dtype.name if isinstance(dtype, Dtype) else None
    if isinstance(value, ComplexArray):
        return ComplexArray(value.shape, value.elements, name or value.dtype)
    if not isinstance(value, Array):
        return value
    shape = value.shape
    if isinstance(size, Array) and 0 in size.elements and not value.elements:
        shape = tuple(length for length in size.elements if type(length) is int)
    return Array(shape, value.elements, name or value.dtype)
