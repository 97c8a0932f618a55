"""Near misses: what is still right about a wrong array.

A learner who reads "all off by the factor 0.8" has found the mistake; one who reads
"4 of 5 are wrong" has not. Only the first description that fits is given, and it
holds for every element within the tolerance.

Any wrong number is off by some factor, so a factor is named by a number of the card
only where chance is an unlikely cause.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import starmap
from typing import TypeAlias

from msgspec import Struct

from quizapp.core.values.value import Array, Number

Same: TypeAlias = Callable[[Number, Number], bool]
"""Returns whether a true and a given number count as equal."""

_CLOSE = 0.01
"""Where several elements agree on a factor, rounding blurs it by about a hundredth."""

_EXACT = 1e-5
"""Of one number, where nothing was rounded: a run in float32 is not nearer."""

_SHARP = 1e-3
"""A number typed less finely says too little about a factor: many would fit."""

_MAX_COUNT = 12
"""Up to here a whole number explains a factor of one number as well as a name does."""

_POWERS = frozenset(base**n for base in (2, 10) for n in range(64))

_LARGEST = 1e150
"""The squares of smaller numbers are finite."""

_NAME = re.compile(r"[^\W\d]\w*")
_LITERAL = re.compile(
    r"^([^\W\d]\w*) *= *([0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})[ \t]*(?:#.*)?$",
    re.MULTILINE,
)


class Factor(Struct, frozen=True):
    """The one factor between all true and given elements."""

    ratio: float
    slack: float
    """The share by which rounding may have moved it."""
    is_shared: bool
    """Whether elements of different size agree on it, so that it is no accident."""


def near_miss(true: Array, given: Array, same: Same) -> str | None:
    """Name the nearest miss of an array of the right shape, None if there is none."""
    if len(true.elements) < 2:
        return None
    if all(isinstance(element, bool) for element in (*true.elements, *given.elements)):
        return _of_truths(true.elements, given.elements)
    if true.shape == given.shape and _all(same, true.elements, transposed(given)):
        return "yours is the transpose"
    off_by = factor(true, given, same)
    if off_by is not None and off_by.ratio != -1:
        return f"all off by the same factor: yours = {off_by.ratio:.3g} x the answer"
    return next(_of_numbers(true.elements, given.elements, same), None)


def factor(true: Array, given: Array, same: Same) -> Factor | None:
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
    sizes = {abs(right) for right, _ in pairs if right}
    return Factor(ratio, _blur(mine), len(sizes) > 1) if fits else None


def name_of(off_by: Factor, scope: Mapping[str, Number], text: str) -> str | None:
    """Return what a factor equals in the numbers of a card: `1 - p, with p = 0.2`.

    `text` is all that the card says: only what it computes with can be a mistake. None
    if nothing fits, or if something equally simple fits as well.
    """
    plain = _plain(text)
    fitting = [
        f"{expression}, with {name} = {value:.4g}"
        for name, value in scope.items()
        for expression, candidate in _candidates(name, value, plain)
        if _fits(off_by, candidate)
    ]
    if len(fitting) != 1 or _is_plain_number(off_by):
        return None
    return fitting[0]


def numbers_in(code: str, ask: str | None) -> dict[str, Number]:
    """Return the plain numbers that code assigns at its top level, and then uses."""
    rest = f"{_LITERAL.sub('', code)}\n{ask or ''}"
    used = set(_NAME.findall(rest))
    return {
        name: float(text) if "." in text else int(text)
        for name, text in _LITERAL.findall(code)
        if name in used
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


def _fits(off_by: Factor, candidate: float) -> bool:
    """Return whether a factor may be this number, and hardly any other."""
    off = abs(off_by.ratio - candidate) / candidate
    if off_by.is_shared:
        return off <= _CLOSE
    return off <= _EXACT or off <= off_by.slack <= _SHARP


def _is_plain_number(off_by: Factor) -> bool:
    """Return whether a factor is a half, a ten or the like, which needs no name.

    Of a single number that holds for every small count and every power of two.
    """
    size = abs(off_by.ratio)
    size = max(size, 1 / size)
    if off_by.is_shared:
        return abs(size - 2) <= 2 * _CLOSE
    whole = round(size)
    known = whole <= _MAX_COUNT or whole in _POWERS
    return known and abs(size - whole) <= _EXACT * size


def _blur(typed: Number) -> float:
    """Return the share by which rounding to the decimals typed may move a number."""
    exponent = Decimal(repr(typed)).as_tuple().exponent
    if not isinstance(typed, float) or not isinstance(exponent, int):
        return 0.0
    return float(0.5 * 10.0**exponent / abs(typed)) if exponent < -1 else 0.0


def _plain(text: str) -> str:
    """Return text without spaces, and with one sign for each operation."""
    return re.sub(r"\s+", "", text.replace("−", "-").replace("√", "sqrt"))


def _candidates(name: str, value: Number, text: str) -> Iterator[tuple[str, float]]:
    """Yield the likely expressions of a mistaken factor."""
    if value <= 0 or value == 1:
        return
    yield name, value
    yield f"1/{name}", 1 / value
    if value < 1 and f"1-{name}" in text:
        yield f"1/(1 - {name})", 1 / (1 - value)
        yield f"1 - {name}", 1 - value
        # Multiplied instead of divided, or the reverse.
        yield f"(1 - {name})**2", (1 - value) ** 2
        yield f"1/(1 - {name})**2", 1 / (1 - value) ** 2
    elif value > 1 and any(root in text for root in ("sqrt", "**0.5", "**-0.5")):
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
