"""Near misses: what is still right about a wrong array.

A learner who reads "all off by the factor 0.8" has found the mistake; one who reads
"4 of 5 are wrong" has not. Only the first description that fits is given, and it
holds for every element within the tolerance.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import starmap
from typing import TypeAlias

from quizapp.core.values.value import Array, Number

Same: TypeAlias = Callable[[Number, Number], bool]
"""Returns whether a true and a given number count as equal."""

_CLOSE = 0.01
"""Typed numbers are rounded, so a factor is known to about a hundredth."""

_LARGEST = 1e150
"""The squares of smaller numbers are finite."""

_LITERAL = re.compile(
    r"^([^\W\d]\w*) *= *([0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})[ \t]*(?:#.*)?$",
    re.MULTILINE,
)


def near_miss(true: Array, given: Array, same: Same) -> str | None:
    """Name the nearest miss of an array of the right shape, None if there is none."""
    if len(true.elements) < 2:
        return None
    if all(isinstance(element, bool) for element in (*true.elements, *given.elements)):
        return _of_truths(true.elements, given.elements)
    if true.shape == given.shape and _all(same, true.elements, transposed(given)):
        return "yours is the transpose"
    off_by = factor(true, given, same)
    if off_by is not None and off_by != -1:
        return f"all off by the same factor: yours = {off_by:.3g} x the answer"
    return next(_of_numbers(true.elements, given.elements, same), None)


def factor(true: Array, given: Array, same: Same) -> float | None:
    """Return the one factor between true and given elements, None if there is none.

    Zeros must be where the truth has them; at least one element must not be zero.
    """
    pairs = list(zip(true.elements, given.elements, strict=True))
    if not pairs or not all(map(_is_number, (*true.elements, *given.elements))):
        return None
    right, mine = max(pairs, key=lambda pair: abs(pair[0]))
    if right == 0 or mine == 0:
        return None
    try:
        ratio = mine / right
        fits = all((a == 0) == (b == 0) and same(a * ratio, float(b)) for a, b in pairs)
    except OverflowError:  # an integer beyond every float
        return None
    return ratio if fits else None


def names_of(ratio: float, scope: Mapping[str, Number]) -> tuple[str, ...]:
    """Return the expressions in known numbers that a factor equals: `1 - p`."""
    return tuple(
        f"{text}, with {name} = {value:g}"
        for name, value in scope.items()
        for text, candidate in _candidates(name, value)
        if abs(ratio - candidate) <= _CLOSE * abs(candidate)
    )


def literals(code: str) -> dict[str, Number]:
    """Return the plain numbers that code assigns at its top level: `p = 0.2`."""
    return {
        name: float(text) if "." in text else int(text)
        for name, text in _LITERAL.findall(code)
    }


def _of_truths(true: Sequence[Number], given: Sequence[Number]) -> str | None:
    if all(a != b for a, b in zip(true, given, strict=True)):
        return "every value is the opposite"
    return None


def _of_numbers(
    true: Sequence[Number], given: Sequence[Number], same: Same
) -> Iterator[str]:
    if _all(same, true, [-element for element in given]):
        yield "all signs are flipped"
    elif _all(same, list(map(abs, true)), list(map(abs, given))):
        yield "the sizes are right; some signs are not"
    if _all(same, true, given[::-1]):
        yield "the right numbers in reverse order"
    elif _all(same, _sorted(true), _sorted(given)):
        yield "the right numbers in another order"
    yield from _of_differences(true, given, same)


def _of_differences(
    true: Sequence[Number], given: Sequence[Number], same: Same
) -> Iterator[str]:
    zeros = [element == 0 for element in true]
    matching = zeros == [element == 0 for element in given]
    if any(zeros) and not all(zeros) and matching:
        yield "the zeros are right; the other values are not"
    elif not any(starmap(same, zip(true, given, strict=True))):
        yield "the shape is right"


def _candidates(name: str, value: Number) -> Iterator[tuple[str, float]]:
    """Yield the likely expressions of a mistaken factor."""
    if 0 < value < 1:
        yield f"1/(1 - {name})", 1 / (1 - value)
        yield f"1 - {name}", 1 - value
        yield name, value
        yield f"1/{name}", 1 / value
        # Multiplied instead of divided, or the reverse.
        yield f"(1 - {name})**2", (1 - value) ** 2
        yield f"1/(1 - {name})**2", 1 / (1 - value) ** 2
    elif value > 1:
        yield name, value
        yield f"1/{name}", 1 / value
        yield f"sqrt({name})", math.sqrt(value)
        yield f"1/sqrt({name})", 1 / math.sqrt(value)


def _all(same: Same, true: Sequence[Number], given: Sequence[Number]) -> bool:
    return len(true) == len(given) and all(map(same, true, given))


def transposed(array: Array) -> tuple[Number, ...]:
    """Return a matrix's elements column by column."""
    if len(array.shape) != 2:
        return ()
    columns = array.shape[1]
    return tuple(
        element
        for column in range(columns)
        for element in array.elements[column::columns]
    )


def _sorted(numbers: Sequence[Number]) -> list[Number]:
    return sorted(numbers, key=lambda number: (_is_nan(number), number))


def _is_nan(value: Number) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _is_number(value: Number) -> bool:
    return not isinstance(value, bool) and -_LARGEST < value < _LARGEST
