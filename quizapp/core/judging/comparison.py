"""Comparison: a given value and the true one, element by element.

`nan` equals `nan`, -0.0 equals 0.0, integers and booleans are exact, floats may
differ by the tolerance. The verdict names every difference: shape, dtype, elements.
"""

import math
import re
from collections.abc import Iterator

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.judging.near_miss import factor, near_miss, transposed
from quizapp.core.judging.verdict import Correct, Mismatch, Unsettled, Verdict, Wrong
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_number, read_value, write, write_number
from quizapp.core.values.value import (
    Array,
    Dtype,
    ExceptionClass,
    Items,
    Nothing,
    Number,
    Opaque,
    TensorSummary,
    Text,
    Value,
)

MAX_MISMATCHES = 8
"""The most wrong elements that are listed; the rest are counted."""

_EDGE = 1 + 1e-3
"""Lets 1.105 count as 0.005 away from 1.11: exact in decimals, but not in float32."""


_PIECE = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\S",
)


class Tolerance(Struct, frozen=True):
    """|given - true| <= abs + rel * |true|, as in torch.allclose."""

    abs: float = 0.005
    """Half a unit of the second decimal, unless the author says otherwise."""
    rel: float = 0.0

    def __str__(self) -> str:
        if self == Tolerance():
            return "two decimals are enough"
        absolute = f"{self.abs:g}" if self.abs else ""
        relative = f"{self.rel * 100:g} %" if self.rel else ""
        parts = [part for part in (absolute, relative) if part]
        return f"within {' + '.join(parts)}" if parts else "exactly"

    def allows(self, true: Number, given: Number) -> bool:
        """Return whether two numbers count as equal."""
        if isinstance(true, bool) or isinstance(given, bool):
            return isinstance(true, bool) and true == given
        try:
            return self._allows(true, given)
        except OverflowError:  # an integer beyond every float
            return true == given

    def _allows(self, true: float, given: float) -> bool:
        if math.isnan(true) or math.isnan(given):
            return math.isnan(true) and math.isnan(given)
        if math.isinf(true) or math.isinf(given):
            return true == given
        slack = self.abs + self.rel * abs(true)
        if isinstance(true, int):
            return abs(true - given) <= slack // 1
        return abs(true - given) <= slack * _EDGE


def compare(true: Value, given: Value, tolerance: Tolerance) -> Verdict:
    """Judge a given value. Never raises, whatever the two values are."""
    match true:
        case Array():
            return _compare_array(true, given, tolerance)
        case Items():
            return _compare_sequence(true, given, tolerance)
        case Text(text=text):
            return _compare_text(text, given, tolerance)
        case TensorSummary():
            return Unsettled("the value is too large to be compared")
        case Opaque(type=name):
            return Unsettled(f"a {name} cannot be compared with typed text")
        case Dtype() | ExceptionClass() | Nothing():
            right = given == true or _names(given, true)
            return Correct() if right else _differs(true, given)


def compare_shape(true: Array, given: Array) -> Verdict:
    """Judge a shape, both as 1-D arrays of sizes."""
    if given.elements == true.elements:
        return Correct()
    return Wrong((f"the shape is {true.elements}, you said {given.elements}",))


def compare_printed(true: str, given: str, tolerance: Tolerance) -> Verdict:
    """Judge printed text line by line; spacing and rounding do not count."""
    right, typed = _lines(true), _lines(given)
    if len(right) != len(typed):
        lines = quantity(len(right), "line")
        return Wrong((f"expected {lines}, yours has {len(typed)}",))
    wrong = [
        f"line {number}: expected {line!r}, you said {mine!r}"
        for number, (line, mine) in enumerate(zip(right, typed, strict=True), start=1)
        if not _same_line(line, mine, tolerance)
    ]
    return Wrong(tuple(_capped(wrong))) if wrong else Correct()


def _compare_array(true: Array, given: Value, tolerance: Tolerance) -> Verdict:
    if isinstance(given, Items) and _of_numbers(given):
        return Wrong((f"the shape is {_shape(true)}, your rows differ in length",))
    if not isinstance(given, Array):
        return _differs(true, given)
    if given.shape == true.shape:
        return _compare_elements(true, given, tolerance)
    if len(true.elements) == len(given.elements) == 1:
        noted = Array(true.shape, given.elements, given.dtype)
        verdict = _compare_elements(true, noted, tolerance)
        return _noted(verdict, f"the shape is {_shape(true)}")
    return Wrong(tuple(_about_shape(true, given, tolerance)))


def _of_numbers(value: Value) -> bool:
    if isinstance(value, Items):
        return all(map(_of_numbers, value.items))
    return isinstance(value, Array)


def _compare_elements(true: Array, given: Array, tolerance: Tolerance) -> Verdict:
    elements = _as_truth(true, given)
    pairs = zip(true.elements, elements, strict=True)
    wrong = [
        Mismatch(_index(place, true.shape), write_number(right), write_number(mine))
        for place, (right, mine) in enumerate(pairs)
        if not tolerance.allows(right, mine)
    ]
    notes = tuple(_about_dtype(true, given))
    if not wrong:
        return Correct(notes)
    mine = Array(true.shape, elements)
    miss = near_miss(true, mine, tolerance.allows)
    total = len(true.elements)
    count = (
        f"{len(wrong)} of {total} elements {'is' if len(wrong) == 1 else 'are'} wrong"
    )
    listed = "" if len(wrong) <= MAX_MISMATCHES else f"; the first {MAX_MISMATCHES}:"
    named = () if miss is None else (miss,)
    reasons = (*named, count + listed, *notes) if total > 1 else notes
    off_by = factor(true, mine, tolerance.allows)
    return Wrong(reasons, tuple(wrong[:MAX_MISMATCHES]), off_by)


def _as_truth(true: Array, given: Array) -> tuple[Number, ...]:
    """Accept 0 and 1 for booleans if the true elements are booleans."""
    truths = true.elements and all(
        isinstance(element, bool) for element in true.elements
    )
    if truths and all(element in (0, 1) for element in given.elements):
        return tuple(bool(element) for element in given.elements)
    return given.elements


def _about_dtype(true: Array, given: Array) -> Iterator[str]:
    if given.dtype and true.dtype and given.dtype != true.dtype:
        yield f"the dtype is {true.dtype}, not {given.dtype}"


def _about_shape(true: Array, given: Array, tolerance: Tolerance) -> Iterator[str]:
    yield f"the shape is {_shape(true)}, yours is {_shape(given)}"
    if not true.elements:
        return
    if not given.shape:
        yield "type a number for each element"
    elif _all_right(true, given.elements, tolerance):
        yield "the numbers are right; their nesting is not"
    elif given.shape == true.shape[::-1] and _all_right(
        true, transposed(given), tolerance
    ):
        yield "yours is the transpose"


def _all_right(true: Array, elements: tuple[Number, ...], tolerance: Tolerance) -> bool:
    if len(true.elements) != len(elements):
        return False
    return all(map(tolerance.allows, true.elements, elements))


def _compare_sequence(true: Items, given: Value, tolerance: Tolerance) -> Verdict:
    length = _length(given)
    if length is None:
        return _differs(true, given)
    if length != len(true.items):
        items = quantity(len(true.items), "item")
        return Wrong((f"expected {items}, yours has {length}",))
    verdicts = [
        compare(right, mine, tolerance)
        for right, mine in zip(true.items, _unstacked(given), strict=True)
    ]
    if unsettled := [verdict for verdict in verdicts if isinstance(verdict, Unsettled)]:
        return unsettled[0]
    reasons, mismatches = [], []
    for place, verdict in enumerate(verdicts):
        if isinstance(verdict, Wrong):
            reasons += [f"item {place}: {reason}" for reason in verdict.reasons]
            mismatches += [
                Mismatch((place, *mismatch.index), mismatch.expected, mismatch.given)
                for mismatch in verdict.mismatches
            ]
    if reasons or mismatches:
        return Wrong(tuple(_capped(reasons)), tuple(mismatches[:MAX_MISMATCHES]))
    return Correct()


def _length(value: Value) -> int | None:
    """Return how many items a list, or an array along dimension 0, has."""
    if isinstance(value, Items):
        return len(value.items)
    return value.shape[0] if isinstance(value, Array) and value.shape else None


def _unstacked(value: Value) -> tuple[Value, ...]:
    """Return the items of a list, or the slices of an array along dimension 0."""
    if isinstance(value, Items):
        return value.items
    if not isinstance(value, Array) or not value.shape:
        return ()
    size = math.prod(value.shape[1:])
    return tuple(
        Array(value.shape[1:], value.elements[place * size : (place + 1) * size])
        for place in range(value.shape[0])
    )


def _compare_text(true: str, given: Value, tolerance: Tolerance) -> Verdict:
    mine = given.text if isinstance(given, Text) else write(given)
    if _folded(true) == _folded(mine):
        return Correct()
    if not isinstance(given, Text):  # a bare 3.50 or yes was read as a value
        value = read_value(true)
        if not isinstance(value, Misread | Text):
            if isinstance(compare(value, given, tolerance), Correct):
                return Correct()
    return Wrong((), (Mismatch((), repr(true), repr(mine)),))


def _names(given: Value, true: Value) -> bool:
    """Return whether a text such as `queue.Empty: nothing there` names an exception."""
    if not isinstance(given, Text) or not isinstance(true, ExceptionClass):
        return False
    match = re.match(r"\s*(?:\w+\.)*(\w+)", given.text)
    return match is not None and match[1] == true.name


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _differs(true: Value, given: Value) -> Verdict:
    if type(true) is type(given):
        return Wrong((), (Mismatch((), write(true), write(given)),))
    return Wrong((f"it is {_sort(true)}, {write(true)}; yours is {_sort(given)}",))


def _sort(value: Value) -> str:
    return _SORTS.get(type(value), "an object")


_SORTS: dict[type[Value], str] = {
    Array: "a number or an array of numbers",
    Items: "a list",
    Dtype: "a dtype",
    ExceptionClass: "an exception",
    Text: "a string",
    Nothing: "None",
}


def _noted(verdict: Verdict, note: str) -> Verdict:
    match verdict:
        case Correct(notes=notes):
            return Correct((*notes, note))
        case _:
            return verdict


def _shape(array: Array) -> str:
    return str(array.shape)


def _index(place: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return a row-major place as an index."""
    index = []
    for size in reversed(shape):
        place, remainder = divmod(place, size)
        index.append(remainder)
    return tuple(reversed(index))


def _lines(text: str) -> list[str]:
    text = text.replace("\\n", "\n")  # as it is typed; a printed repr may hold it too
    return [" ".join(line.split()) for line in text.strip().split("\n")]


def _same_line(true: str, given: str, tolerance: Tolerance) -> bool:
    """Compare word by word, or else as values: `[1.00, 0.00]` and `[1, 0]`."""
    right, mine = _pieces(true), _pieces(given)
    if len(right) == len(mine) and all(
        _same_piece(*pair, tolerance) for pair in zip(right, mine, strict=True)
    ):
        return True
    # In brackets, since a printed `2.5 -1.0` is two numbers, not arithmetic.
    return _same(read_value(f"[{true}]"), read_value(f"[{given}]"), tolerance)


def _pieces(line: str) -> list[str]:
    return _PIECE.findall(line)


def _same_piece(true: str, given: str, tolerance: Tolerance) -> bool:
    """Compare two pieces: numbers may be rounded, words and signs are exact."""
    if true == given:
        return True
    return _same(read_number(true), read_number(given), tolerance)


def _same(true: Value | Misread, given: Value | Misread, tolerance: Tolerance) -> bool:
    if isinstance(true, Misread) or isinstance(given, Misread):
        return False
    return isinstance(compare(true, given, tolerance), Correct)


def _capped(lines: list[str]) -> list[str]:
    if len(lines) <= MAX_MISMATCHES:
        return lines
    return [*lines[:MAX_MISMATCHES], f"and {len(lines) - MAX_MISMATCHES} more"]
