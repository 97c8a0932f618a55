"""Values: typed predictions and results of runs, as data.

A value is read from text by `notation` or rebuilt from a runner's frames. It is never
evaluated and never holds an object of torch.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

Number: TypeAlias = bool | int | float

Bracket: TypeAlias = Literal["[", "(", "S", ","]
"""Of a list, a tuple, a `torch.Size`, and of typed items without any bracket."""

BRACKETS = frozenset({"[", "(", "S", ","})


class Array(Struct, frozen=True):
    """Numbers in row-major order. A scalar has shape `()` and one element."""

    shape: tuple[int, ...]
    elements: tuple[Number, ...]
    dtype: str | None = None
    """`float32`, without `torch.`; None for plain Python numbers and typed text."""
    brackets: str = ""
    """A `Bracket` for each dimension; empty if all of them are lists, or a tensor."""

    def bracket(self, depth: int) -> str:
        """Return the bracket of a dimension."""
        return self.brackets[depth] if self.brackets else "["


class ComplexArray(Struct, frozen=True):
    """Complex numbers, otherwise like `Array`."""

    shape: tuple[int, ...]
    elements: tuple[complex, ...]
    dtype: str | None = None


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
    bare: bool = False
    """Whether it was typed without quotes: then case and spaces do not count."""


class Bytes(Struct, frozen=True):
    """Bytes, or a bytearray."""

    data: bytes
    type: str = "bytes"


class Items(Struct, frozen=True):
    """A list or tuple whose items do not form one array of numbers."""

    items: tuple["Value", ...]
    bracket: Bracket = "["


class Members(Struct, frozen=True):
    """A set or frozenset, in the order of `writer.sorted_members` if it is a run's."""

    items: tuple["Value", ...]
    type: str = "set"


class DictPairs(Struct, frozen=True):
    """A dict, in its order."""

    pairs: tuple[tuple["Value", "Value"], ...]
    type: str = "dict"
    """`dict`, `Counter`, `OrderedDict`, `defaultdict` or another subclass."""
    factory: str = ""
    """Of a defaultdict: `<class 'int'>`."""


class Record(Struct, frozen=True):
    """A call as it is printed: `Point(x=1, y=2)`, `Fraction(1, 2)`, `range(0, 3)`."""

    name: str
    """Without its module."""
    arguments: tuple["Value", ...]
    keywords: tuple[tuple[str, "Value"], ...] = ()


class Nothing(Struct, frozen=True):
    """Python's None."""


class Opaque(Struct, frozen=True):
    """Any other object, known only by its type and its repr."""

    type: str
    text: str
    whole: bool = False
    """Whether the text is all of the repr, and the same in each run: no address."""


Value: TypeAlias = (
    Array
    | ComplexArray
    | TensorSummary
    | Dtype
    | ExceptionClass
    | Text
    | Bytes
    | Items
    | Members
    | DictPairs
    | Record
    | Nothing
    | Opaque
)


def scalar(number: Number, dtype: str | None = None) -> Array:
    """Return the array of shape `()` that holds one number."""
    return Array((), (number,), dtype)


def shape_of(value: Value) -> Array | None:
    """Return a value's shape as a 1-D array of integers, None if it has none."""
    if isinstance(value, Array | ComplexArray | TensorSummary):
        return Array((len(value.shape),), value.shape)
    return None


def dtype_of(value: Value) -> Dtype | None:
    """Return the element type of a tensor, None for anything without one."""
    if (
        isinstance(value, Array | ComplexArray | TensorSummary)
        and value.dtype is not None
    ):
        return Dtype(value.dtype)
    return value if isinstance(value, Dtype) else None
