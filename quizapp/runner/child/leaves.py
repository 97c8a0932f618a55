"""Leaves: values without other values in them, as JSON within the limits of a frame.

Numbers are sent as text, so that nan, inf and large integers arrive unchanged. An
array is described by its shape, dtype and elements; a large one by statistics.
"""

import re
import sys
from contextlib import suppress
from reprlib import Repr
from typing import Any

from quizapp.runner.protocol import (
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_ELEMENTS,
    MAX_TEXT,
    TOO_LARGE,
    ValueKind,
)

Json = dict[str, Any]

_TOO_MANY_DIGITS = 10**MAX_DIGITS
_FEW = Repr()
"""Of a value that is too large: its repr would take seconds."""
_FEW.maxother = _FEW.maxstring = 200

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")


_SIZED = (str, bytes, bytearray, list, tuple, dict, set, frozenset)


class TooLarge(Exception):
    """The value is beyond one of the limits of the protocol."""


def describe_array(
    shape: list[int], dtype: str | None, data: list[str], brackets: str = ""
) -> Json:
    """Describe an array of numbers that are texts already. Raises TooLarge."""
    if len(shape) > MAX_DIMENSIONS:
        raise TooLarge
    array = {"k": ValueKind.ARRAY, "shape": shape, "dtype": dtype, "data": data}
    return {**array, "brackets": brackets} if brackets else array


def describe_complex(shape: list[int], dtype: str | None, data: list[complex]) -> Json:
    """Describe complex numbers: two texts for each. Raises TooLarge."""
    parts = [part for number in data for part in (number.real, number.imag)]
    texts = [number_text(part) for part in parts]
    return {**describe_array(shape, dtype, texts), "k": ValueKind.COMPLEX}


def describe_text(text: str) -> Json:
    """Describe a string. Raises TooLarge: a part of it would be another string."""
    if str.__len__(text) > MAX_TEXT:
        raise TooLarge
    return {"k": ValueKind.TEXT, "text": str.__getitem__(text, slice(None))}


def describe_bytes(data: bytes, type_: str) -> Json:
    """Describe bytes. Raises TooLarge: half of them would be other bytes."""
    if len(data) > MAX_TEXT // 2:
        raise TooLarge
    return {"k": ValueKind.BYTES, "hex": data.hex(), "type": type_}


def describe_tensor(value: Any) -> Json:  # noqa: ANN401  # subclasses included
    """Describe any tensor; a large one by statistics. Raises TooLarge."""
    shape, dtype = list(value.shape), str(value.dtype).removeprefix("torch.")
    if value.numel() > MAX_ELEMENTS:
        return _summary(shape, dtype, value)
    plain = value.detach()
    plain = plain.dequantize() if plain.is_quantized else plain
    numbers = plain.to_dense().reshape(-1).tolist() if plain.numel() else []
    if value.is_complex():
        return describe_complex(shape, dtype, numbers)
    return describe_array(shape, dtype, [number_text(number) for number in numbers])


def is_numpy(value: object) -> bool:
    """Return whether a value is an array or a scalar of numpy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray | numpy.generic)


def describe_numpy(value: Any) -> Json:  # noqa: ANN401  # any array or scalar of numpy
    """Describe what numpy holds; what is neither number nor text by its repr."""
    shape, dtype, kind = list(value.shape), str(value.dtype), value.dtype.kind
    if isinstance(value, str):
        return describe_text(value)
    if isinstance(value, bytes):
        return describe_bytes(value, "bytes")
    if kind not in "biufc":
        return describe_opaque(value)
    if value.size > MAX_ELEMENTS:
        return _summary(shape, dtype, value)
    numbers = value.reshape(-1).tolist()
    if kind == "c":
        return describe_complex(shape, dtype, numbers)
    return describe_array(shape, dtype, [number_text(number) for number in numbers])


def _summary(shape: list[int], dtype: str, value: Any) -> Json:  # noqa: ANN401
    """Describe a large array: shape, dtype, statistics, corners."""
    if len(shape) > MAX_DIMENSIONS:
        raise TooLarge
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


def describe_too_large(value: object) -> Json:
    """Describe a value by its type, its shape or length, and a few of its items."""
    about = type(value).__name__[:100]
    with suppress(BaseException):
        if isinstance(value, int):
            about += f" of {value.bit_length()} bits"
        elif isinstance(value, _SIZED):
            about += f" of length {len(value)}"
        else:
            about = f"{value.dtype} of shape {tuple(value.shape)}"  # type: ignore[attr-defined]
    with suppress(BaseException):  # more digits than Python turns into text, for one
        about += f"; {_FEW.repr(value)}"
    return _opaque_text(value, f"{TOO_LARGE}{about}")


def describe_opaque(value: object) -> Json:
    """Describe any object by its repr; it is `whole` if it says all, in each run."""
    try:
        text = str.__str__(repr(value))
    except BaseException:
        return _opaque_text(value, "(its repr raised)")
    whole = len(text) <= MAX_TEXT and not has_address(text)
    return {**_opaque_text(value, text), "whole": whole}


def has_address(text: str) -> bool:
    """Return whether a repr contains an address, which differs between runs."""
    return _ADDRESS.search(text) is not None


def _opaque_text(value: object, text: str) -> Json:
    name = type(value).__name__[:100]
    described = {"k": ValueKind.OPAQUE, "type": name, "text": text[:MAX_TEXT]}
    return {**described, "whole": False}


def number_text(value: float) -> str:
    """Return a number as it is sent, digit for digit. Raises TooLarge."""
    if isinstance(value, bool):
        return str(bool(value))
    plain = int(value) if isinstance(value, int) else float(value)
    if isinstance(plain, int) and abs(plain) >= _TOO_MANY_DIGITS:
        raise TooLarge
    return repr(plain)
