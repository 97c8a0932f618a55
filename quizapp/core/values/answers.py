"""Answers: a typed value in view of what is asked, and later of what is true.

Some answers can be read in several ways: `1,000` is a number or two, `T F` booleans
or a text, `2x3` a product or a shape. `read_answer` takes any of them; `read_against`
takes the one that the truth is of. Neither changes which values are equal.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeGuard

from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.booleans import (
    is_boolean,
    read_boolean_rows,
    read_booleans,
)
from quizapp.core.values.dtype_names import dtypes_listed
from quizapp.core.values.folding import fold, folded_words, original_place
from quizapp.core.values.labels import has_another_order, in_asked_order
from quizapp.core.values.misread import Misread, unfit_length
from quizapp.core.values.notation import (
    read_dtype,
    read_shape,
    read_value,
)
from quizapp.core.values.quantity import (
    MAX_LAST,
    bare,
    read_quantity,
    without_name,
)
from quizapp.core.values.rescaling import rescaled
from quizapp.core.values.respelling import respell
from quizapp.core.values.sequences import joined, length_of
from quizapp.core.values.value import (
    Array,
    Dtype,
    Items,
    Text,
    Value,
    scalar,
)
from quizapp.core.values.words import describes, may_describe, read_words

_SIZES = re.compile(
    r"[(\[]?\s*\d{1,9}(?:\s*(?:[x×]|by)\s*\d{1,9})+\s*[)\]]?", re.IGNORECASE
)
"""A shape or the product of its sizes, whichever the truth is."""
_NUMBERS = re.compile(r"(?:[\d.+*/^%()\s-]|e[+-]?\d|inf|nan|pi)+", re.IGNORECASE)
_AND = re.compile(r"(?:\s*,)?\s+and\s+|\s*;\s*", re.IGNORECASE)
_PARTS = re.compile(r"[,;]\s+(?:(?:and|then)\s+)?|\s+(?:and|then)\s+", re.IGNORECASE)
"""A comma without a space may belong to a number."""
_SLASHES = re.compile(r"\s+/\s+")
_BRACKETED = re.compile(r"\[[^\[\]]+\]|\([^()]+\)")
_MOST_PARTS = 20
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_LAST_UNIT = re.compile(r"(?<=[\d\s])(?:%|[^\W\d_][\w /-]*)$")
_ROW_ENDS = re.compile(r"\]\s+\[")
_EITHER_COMMA = re.compile(r"[+-]?\d{1,3},\d{3}")
"""Thousands or decimals, whichever is nearer to the truth."""
_PRODUCT = re.compile(r"\d{1,9}(?:\s*\*\s*\d{1,9})+")
_WANTED = {
    "boolean": "True or False, or a list such as T, F",
    "whole": "a number, or a list such as 3, 0",
    "number": "a number, or a list such as 0.25, 3",
    "shape": "sizes such as (2, 3)",
    "dtype": "a dtype, or a list such as float32, int64",
}
"""What to type for each sort that is no text."""
_SHAPE_IS = re.compile(r"^(?:the )?(?:shape|size)(?: is)?\s*(?=[(\[\d])", re.IGNORECASE)


def read_answer(text: str, context: AnswerContext) -> Value | Misread:
    """Read any value, as long as nothing is known about the true one."""
    if has_another_order(text, context.about):
        return Misread("type the values without labels, in the order of the question")
    ordered = in_asked_order(text, context.about)
    value = _any_value(ordered, context)
    if isinstance(value, Misread) and ordered != text:
        return _any_value(text, context)  # it knows the place in this text
    return value


def _any_value(text: str, context: AnswerContext) -> Value | Misread:
    value = read_value(text, context.values)
    if not isinstance(value, Misread | Text) or text.strip()[:1] in {"'", '"'}:
        return value
    plain = _plain(text)
    if isinstance(plain, Misread):
        return value
    for sort in _SORTS:
        reading = _READERS[sort](plain, context)
        if reading is not None and not isinstance(reading, Misread):
            return reading
        if isinstance(value, Misread) and sort == "quantity" and plain[0].isdecimal():
            value = reading or value  # it says what is wrong with a unit
    if isinstance(value, Misread):
        return _listed(plain, context) or read_words(plain, context.values) or value
    return _unless_asked(value, plain, context)


def _unless_asked(value: Value, plain: str, context: AnswerContext) -> Value | Misread:
    """Ask about words where the code shows that the answer is no text."""
    wanted = _WANTED.get(context.sort)
    if wanted is None or not isinstance(value, Text) or may_describe(value.text):
        return value
    row = _row(plain, context)
    if row is not None and not isinstance(row, Misread):
        return value  # it is read so against a list
    return Misread(f"type {wanted}")


def read_sizes(text: str, context: AnswerContext) -> Array | Misread:
    """Read a shape, whose sizes may be named; a product of sizes is asked about."""
    plain = _plain(text)
    if isinstance(plain, Misread):
        return plain
    plain = _SHAPE_IS.sub("", plain).rstrip(".")
    if _PRODUCT.fullmatch(plain):
        return Misread("a product is one size: type (6,), or (2, 3) for a shape")
    shape = read_shape(plain, context.values)
    if isinstance(shape, Misread):
        return Misread(shape.message, original_place(text, plain, shape.at))
    return shape


def read_element_type(text: str) -> Dtype | Misread:
    """Read the name of a dtype."""
    plain = _plain(text)
    return plain if isinstance(plain, Misread) else read_dtype(plain)


def read_against(true: Value, text: str, value: Value, context: AnswerContext) -> Value:
    """Return the reading of a text that the true value is of, else the given one."""
    text = in_asked_order(text, context.about)
    reading = _of_its_sort(true, text, value, context)
    other_scale = rescaled(true, text, reading, context)
    return reading if other_scale is None else other_scale


def _of_its_sort(true: Value, text: str, value: Value, context: AnswerContext) -> Value:
    if describes(fold(text), true):
        return true
    if _is_number(true) and _is_number(value) and _EITHER_COMMA.fullmatch(text.strip()):
        return _nearer(true, value, scalar(float(text.replace(",", "."))))
    listed = _as_rows(true, text, value) or _as_many(true, text, value, context)
    if listed is not None:
        return listed
    sort = _sort_asked(true, value)
    plain = None if sort is None else _plain(text)
    if sort is None or not isinstance(plain, str):
        return value
    if sort == "words":
        return _as_text(true, text, value, context)
    if sort == "booleans" and isinstance(true, Array):
        plain = _spaced(plain, len(true.elements))
    reading = _READERS[sort](plain, context)
    return value if reading is None or isinstance(reading, Misread) else reading


def _as_text(true: Value, text: str, value: Value, context: AnswerContext) -> Value:
    """Take words as text if they are the true ones, or no value by themselves."""
    words, plain = fold(text).strip(), read_value(text, context.values)
    same = isinstance(true, Text) and folded_words(true.text) == folded_words(words)
    if same or isinstance(plain, Misread):
        return Text(words, bare=True)
    return plain if isinstance(plain, Text) else value


def _as_rows(true: Value, text: str, value: Value) -> Value | None:
    """Read `T F T, T F F` as rows of booleans if the truth has such rows."""
    if not isinstance(true, Array) or not is_boolean(true) or length_of(value) is None:
        return None
    plain = _plain(text)
    return read_boolean_rows(plain, true.shape) if isinstance(plain, str) else None


def _as_many(
    true: Value, text: str, value: Value, context: AnswerContext
) -> Value | None:
    """Read as many numbers as the truth has, if a text can be read as that many.

    `16,640, 33,088, 256` has thousands, and `16640 / 33088 / 256` no quotients.
    """
    match true:
        case Array(shape=(count,)) if count > 1 and length_of(value) != count:
            plain = _plain(text)
        case _:
            return None
    if isinstance(plain, Misread) or is_boolean(true):
        return None
    inner = plain[1:-1] if _BRACKETED.fullmatch(plain) else plain
    for ends in (_PARTS, _SLASHES):
        parts = ends.split(inner)
        if len(parts) == count and (read := _numbers_of(parts, context)) is not None:
            return read
    return None


def _plain(text: str) -> str | Misread:
    """Return a text without what people write around an answer."""
    if (unfit := unfit_length(text)) is not None:
        return unfit
    spelled = respell(text)
    return without_name(bare(spelled)) if isinstance(spelled, str) else spelled


def _spaced(text: str, count: int) -> str:
    """Spell `1000` as letters if it has a digit for each of the true booleans."""
    digits = re.fullmatch("[01]{2,}", text) is not None and len(text) == count
    return text.translate({48: "F", 49: "T"}) if digits else text


def _booleans(text: str, context: AnswerContext) -> Value | Misread | None:
    return read_booleans(text)


def _sizes(text: str, context: AnswerContext) -> Value | Misread | None:
    return read_shape(text) if _SIZES.fullmatch(text.strip()) else None


def _listed(text: str, context: AnswerContext) -> Value | None:
    """Read `1, 2, and 3` and `BF16 / FP32`, if each part is a value."""
    if (names := dtypes_listed(text)) is not None:
        return joined([Dtype(name) for name in names], ",")
    listed = _AND.sub(", ", text)
    value = read_value(listed, context.values) if listed != text else None
    if value is None or isinstance(value, Misread | Text):
        return _quantities(text, context)
    return value


def _quantities(text: str, context: AnswerContext) -> Value | None:
    """Read `zero and 1.5` and `4.5 bits, 4.1 bits`, if each part is a number.

    A unit behind the last number alone is that of all: `4.5 and 4.1 bits`.
    """
    parts = _PARTS.split(text)
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    unit = _LAST_UNIT.search(parts[-1][-MAX_LAST:])
    if unit is not None and all(map(_PLAIN_NUMBER.fullmatch, parts[:-1])):
        parts = [*(f"{part} {unit[0]}" for part in parts[:-1]), parts[-1]]
    return _numbers_of(parts, context)


def _numbers_of(parts: Sequence[str], context: AnswerContext) -> Value | None:
    numbers = [read_quantity(part, context) for part in parts]
    if any(isinstance(number, Misread) for number in numbers):
        return None
    return joined([number for number in numbers if isinstance(number, Array)])


def _row(text: str, context: AnswerContext) -> Value | Misread | None:
    """Read `5,55`, `5 -1` and `nan and 0` as two values, and `2x3` as two sizes."""
    if _SIZES.fullmatch(text.strip()):
        return read_shape(text)
    if (listed := _listed(text, context)) is not None:
        return listed
    spaced = _ROW_ENDS.sub("], [", text)
    return (
        read_value(f"[{spaced}]", context.values)
        if " " in spaced or "," in spaced
        else None
    )


def _numbers(text: str, context: AnswerContext) -> Value | Misread | None:
    """Read rows or numbers without brackets around them, as they are printed."""
    printed = _NUMBERS.fullmatch(text) or _ROW_ENDS.search(text)
    return _row(text, context) if printed else None


def _dtype(text: str, context: AnswerContext) -> Value | Misread | None:
    return read_dtype(text)


def _value(text: str, context: AnswerContext) -> Value | Misread | None:
    value = read_value(text, context.values)
    return None if isinstance(value, Text) else value


_READERS: dict[str, Callable[[str, AnswerContext], Value | Misread | None]] = {
    "value": _value,
    "booleans": _booleans,
    "sizes": _sizes,
    "row": _row,
    "numbers": _numbers,
    "quantity": read_quantity,
    "dtype": _dtype,
}
_SORTS = ("value", "numbers", "booleans", "sizes", "quantity", "dtype")
"""In this order while nothing is known about the truth."""


def _sort_asked(true: Value, value: Value) -> str | None:
    """Return how to read a text again, None if its value is of the right sort."""
    match true:
        case Array() if is_boolean(true):
            return None if is_boolean(value) else "booleans"
        case Array(elements=(_,)):
            return None if _is_number(value) else "quantity"
        case Array(shape=(_,)) | Items():
            return None if length_of(value) is not None else "row"
        case Dtype():
            return None if isinstance(value, Dtype) else "dtype"
        case Text():
            return None if isinstance(value, Text) else "words"
        case _:
            return None


def _nearer(true: Array, one: Array, other: Array) -> Array:
    """Return the number that is nearer to the true one."""
    (right,) = true.elements
    try:
        return min((one, other), key=lambda number: abs(number.elements[0] - right))
    except OverflowError:  # a whole number beyond every float
        return one


def _is_number(value: Value) -> TypeGuard[Array]:
    one = isinstance(value, Array) and len(value.elements) == 1
    return one and not is_boolean(value)
