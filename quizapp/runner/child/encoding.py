"""Encoding: a value as JSON, within the limits of a frame.

Numbers are sent as text, so that nan, inf and large integers arrive unchanged. An
array is described by its shape, dtype and elements; a large one by statistics.
"""

import json
import math
import sys
from collections.abc import Sequence
from contextlib import suppress
from reprlib import Repr
from typing import Any

from quizapp.runner.protocol import (
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_DRAWN,
    MAX_ELEMENTS,
    MAX_FRAME,
    MAX_NESTING,
    MAX_NODES,
    MAX_TEXT,
    TOO_LARGE,
    ValueKind,
)

_TOO_MANY_DIGITS = 10**MAX_DIGITS
_FEW = Repr()
"""Of a value that is too large: its repr would take seconds."""
_FEW.maxother = _FEW.maxstring = 200
BINS = 12
"""Of a histogram."""

Json = dict[str, Any]


def encode_drawing(value: Any) -> Json:  # noqa: ANN401  # any tensor, list or number
    """Describe numbers to five digits, which is enough for drawing.

    A dict becomes a sequence of pairs, a nested list a sequence; four items each.
    """
    try:
        drawing = _drawing(value, 0)
    except _TooLarge:
        return _too_large(value)
    return drawing if _count_nodes(drawing) <= MAX_NODES else _too_large(value)


def _drawing(value: Any, depth: int) -> Json:  # noqa: ANN401
    import torch

    if depth > MAX_NESTING:
        raise _TooLarge
    if isinstance(value, dict):
        lines = list(value.items())[:4]
        pairs = [
            (_text(str(name)[:40]), _drawing(line, depth + 2)) for name, line in lines
        ]
        return _sequence([_sequence([*pair]) for pair in pairs])
    if isinstance(value, list | tuple) and any(
        isinstance(item, list | tuple) for item in value
    ):
        return _sequence([_drawing(item, depth + 1) for item in value[:4]])
    tensor = _as_tensor(value)
    if tensor.is_complex() or tensor.numel() > MAX_DRAWN:
        return encode(tensor)
    dtype = str(tensor.dtype).removeprefix("torch.")
    plain = tensor.dequantize() if tensor.is_quantized else tensor.to_dense()
    data = [
        f"{number:.5g}" if isinstance(number, float) else _number(number)
        for number in plain.reshape(-1).tolist()
    ]
    dtype_ = dtype if isinstance(value, torch.Tensor) else None
    return _array(list(plain.shape), dtype_, data)


def _as_tensor(value: Any) -> Any:  # noqa: ANN401  # any tensor, list or number
    """Return a tensor of numbers; torch takes seconds for a list of numpy's arrays."""
    import torch

    if isinstance(value, list | tuple) and any(map(_is_numpy, value)):
        value = sys.modules["numpy"].asarray(value)
    return torch.as_tensor(value).detach()


def _count_nodes(described: Json) -> int:
    return 1 + sum(map(_count_nodes, described.get("items", ())))


def encode_histogram(value: Any) -> Json:  # noqa: ANN401  # any tensor, list or number
    """Count a value's finite numbers in equal bins: the counts, then the two ends."""
    import torch

    numbers = _as_tensor(value).to(torch.float64).reshape(-1)
    numbers = numbers[numbers.isfinite()]
    low, high = float(numbers.min()), float(numbers.max())
    counts = torch.histc(numbers, BINS, low, high) if high > low else torch.ones(1)
    ends = _array([2], None, [repr(low), repr(high)])
    data = [str(int(count)) for count in counts.tolist()]
    bins = _array([len(data)], None, data)
    return _sequence([bins, ends])


def encode(value: object) -> Json:
    """Describe a value as JSON; one that exceeds a limit by its type and shape."""
    try:
        described = _Encoder().encode(value, 0)
    except (_TooLarge, RecursionError):
        return _too_large(value)
    except BaseException:
        return _opaque(value)
    if len(json.dumps(described)) > MAX_FRAME - 64:
        return _too_large(value)
    return described


class _TooLarge(Exception):
    """The value is beyond one of the limits of the protocol."""


class _Encoder:
    def __init__(self) -> None:
        self._nodes = 0

    def encode(self, value: object, depth: int) -> Json:
        self._nodes += 1
        if depth > MAX_NESTING or self._nodes > MAX_NODES:
            raise _TooLarge
        torch = sys.modules.get("torch")
        if torch is not None:
            if isinstance(value, torch.Tensor):
                return _tensor(value)
            if isinstance(value, torch.dtype):
                return {"k": ValueKind.DTYPE, "name": str(value).removeprefix("torch.")}
        if _is_numpy(value):
            return _numpy(value)
        if isinstance(value, bool | int | float):
            return _array([], None, [_number(value)])
        return self._other(value, depth)

    def _other(self, value: object, depth: int) -> Json:
        if value is None:
            return {"k": ValueKind.NONE}
        if isinstance(value, str):
            return _text(value[:MAX_TEXT])
        if isinstance(value, list | tuple):
            return self._items(value, depth)
        if isinstance(value, BaseException):
            return {"k": ValueKind.EXCEPTION, "name": type(value).__name__}
        if isinstance(value, type) and issubclass(value, BaseException):
            return {"k": ValueKind.EXCEPTION, "name": value.__name__}
        return _opaque(value)

    def _items(self, value: Sequence[object], depth: int) -> Json:
        if (rectangle := _rectangle(value)) is not None:
            shape, numbers = rectangle
            return _array(shape, None, numbers)
        items = [self.encode(item, depth + 1) for item in value]
        return _sequence(items)


def _array(shape: list[int], dtype: str | None, data: list[str]) -> Json:
    if len(shape) > MAX_DIMENSIONS:
        raise _TooLarge
    return {"k": ValueKind.ARRAY, "shape": shape, "dtype": dtype, "data": data}


def _sequence(items: list[Json]) -> Json:
    return {"k": ValueKind.SEQUENCE, "items": items}


def _text(text: str) -> Json:
    return {"k": ValueKind.TEXT, "text": text}


def _rectangle(value: object) -> tuple[list[int], list[str]] | None:
    """Return shape and elements of nested lists that form one array of numbers.

    None for anything else, and for more elements or dimensions than an array may have.
    """
    shape: list[int] = []
    first = value
    while isinstance(first, list | tuple):
        shape.append(len(first))
        if len(shape) > MAX_DIMENSIONS or math.prod(shape) > MAX_ELEMENTS:
            return None
        first = first[0] if first else None
    items: list[Any] = [value]
    for length in shape:
        for item in items:
            if not isinstance(item, list | tuple) or len(item) != length:
                return None
        items = [inner for item in items for inner in item]
    if not all(isinstance(item, bool | int | float) for item in items):
        return None
    return shape, [_number(item) for item in items]


def _tensor(value: Any) -> Json:  # noqa: ANN401  # any tensor, subclasses included
    shape, dtype = list(value.shape), str(value.dtype).removeprefix("torch.")
    if value.numel() > MAX_ELEMENTS:
        return _summary(shape, dtype, value)
    if value.is_complex():
        return _opaque(value)
    plain = value.detach()
    plain = plain.dequantize() if plain.is_quantized else plain
    numbers = plain.to_dense().reshape(-1).tolist() if plain.numel() else []
    data = [_number(number) for number in numbers]
    return _array(shape, dtype, data)


def _is_numpy(value: object) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray | numpy.generic)


def _numpy(value: Any) -> Json:  # noqa: ANN401  # any array or scalar of numpy
    shape, dtype = list(value.shape), str(value.dtype)
    if value.dtype.kind not in "biuf":
        return _opaque(value)
    if value.size > MAX_ELEMENTS:
        return _summary(shape, dtype, value)
    data = [_number(number) for number in value.reshape(-1).tolist()]
    return _array(shape, dtype, data)


def _summary(shape: list[int], dtype: str, value: Any) -> Json:  # noqa: ANN401
    """Describe a large array: shape, dtype, statistics, corners."""
    if len(shape) > MAX_DIMENSIONS:
        raise _TooLarge
    text = f"{dtype} of shape {tuple(shape)}"
    with suppress(Exception):
        import torch

        numbers = torch.as_tensor(value).detach().to(torch.float64)
        text += (
            f", mean {numbers.mean():.4g}, std {numbers.std():.4g},"
            f" from {numbers.min():.4g} to {numbers.max():.4g}{_corners(numbers)}"
        )
    return {"k": ValueKind.SUMMARY, "shape": shape, "dtype": dtype, "text": text}


def _corners(numbers: Any) -> str:  # noqa: ANN401
    """Return the first and last elements of a vector, the four corners of a matrix."""
    if numbers.dim() == 0:
        return ""
    for dim, size in enumerate(numbers.shape):
        ends = [0, size - 1] if dim >= numbers.dim() - 2 and size > 1 else [0]
        numbers = numbers.index_select(dim, numbers.new_tensor(ends).long())
    rows = numbers.reshape(-1, numbers.shape[-1]).tolist()
    texts = [" … ".join(f"{number:.4g}" for number in row) for row in rows]
    return f"; corners {' | '.join(texts)}"


def _too_large(value: object) -> Json:
    """Describe a value by its type, its shape or length, and a few of its items."""
    about = type(value).__name__[:100]
    with suppress(BaseException):
        if isinstance(value, int):
            about += f" of {value.bit_length()} bits"
        elif isinstance(value, list | tuple):
            about += f" of length {len(value)}"
        else:
            about = f"{value.dtype} of shape {tuple(value.shape)}"  # type: ignore[attr-defined]
    with suppress(BaseException):  # more digits than Python turns into text, for one
        about += f"; {_FEW.repr(value)}"
    return _opaque_text(value, f"{TOO_LARGE}{about}")


def _opaque(value: object) -> Json:
    try:
        text = repr(value)
    except BaseException:
        text = "(its repr raised)"
    return _opaque_text(value, text)


def _opaque_text(value: object, text: str) -> Json:
    name = type(value).__name__[:100]
    return {"k": ValueKind.OPAQUE, "type": name, "text": text[:MAX_TEXT]}


def _number(value: float) -> str:
    if isinstance(value, bool):
        return str(bool(value))
    plain = int(value) if isinstance(value, int) else float(value)
    if isinstance(plain, int) and abs(plain) >= _TOO_MANY_DIGITS:
        raise _TooLarge
    return repr(plain)
