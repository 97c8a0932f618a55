"""Values: typed predictions and results of runs, as data.

A value is read from text by `notation` or rebuilt from a runner's frames. It is never
evaluated and never holds an object of torch.
"""

from typing import TypeAlias

from msgspec import Struct

Number: TypeAlias = bool | int | float


class Array(Struct, frozen=True):
    """Numbers in row-major order. A scalar has shape `()` and one element."""

    shape: tuple[int, ...]
    elements: tuple[Number, ...]
    dtype: str | None = None
    """`float32`, without `torch.`; None for plain Python numbers and typed text."""


class TensorSummary(Struct, frozen=True):
    """A tensor with too many elements to carry: judged by shape and dtype only."""

    shape: tuple[int, ...]
    dtype: str
    text: str


class Dtype(Struct, frozen=True):
    """An element type such as `float32`, without `torch.`."""

    name: str


class ExceptionClass(Struct, frozen=True):
    """The name of an exception's class, without its module."""

    name: str


class Text(Struct, frozen=True):
    """A string."""

    text: str


class Items(Struct, frozen=True):
    """A list or tuple whose items do not form one array of numbers."""

    items: tuple["Value", ...]


class Nothing(Struct, frozen=True):
    """Python's None."""


class Opaque(Struct, frozen=True):
    """An object that has no typed form, known only by its type and its repr."""

    type: str
    text: str


Value: TypeAlias = (
    Array | TensorSummary | Dtype | ExceptionClass | Text | Items | Nothing | Opaque
)


def scalar(number: Number, dtype: str | None = None) -> Array:
    """Return the array of shape `()` that holds one number."""
    return Array((), (number,), dtype)


def shape_of(value: Value) -> Array | None:
    """Return a value's shape as a 1-D array of integers, None if it has none."""
    if isinstance(value, Array | TensorSummary):
        return Array((len(value.shape),), value.shape)
    return None


def dtype_of(value: Value) -> Dtype | None:
    """Return the element type of a tensor, None for anything without one."""
    if isinstance(value, Array | TensorSummary) and value.dtype is not None:
        return Dtype(value.dtype)
    return value if isinstance(value, Dtype) else None
