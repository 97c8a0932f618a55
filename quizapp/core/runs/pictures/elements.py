"""Elements: the numbers of a value, as floats and in short.

Numbers come from a child process: there may be nan, inf, and integers beyond floats.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from quizapp.core.values.value import Array, Number


def as_float(number: Number) -> float:
    """Return a number as a float; an integer beyond floats is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def finite(numbers: Iterable[Number]) -> list[float]:
    """Return the finite numbers among these."""
    return [each for each in map(as_float, numbers) if math.isfinite(each)]


def finite_range(numbers: Iterable[Number]) -> tuple[float, float]:
    """Return the least and the largest finite number; two zeros if there is none."""
    known = finite(numbers)
    return (min(known), max(known)) if known else (0.0, 0.0)


def short(number: Number) -> str:
    """Return a number with four digits; only a true zero is written 0."""
    if isinstance(number, bool) or (isinstance(number, int) and abs(number) < 10**9):
        return str(number)
    number = as_float(number)
    return "0" if number == 0 else f"{number:.4g}"


def range_text(low: float, high: float) -> str:
    """Say between which numbers others are."""
    if low == high:
        return f"all {short(low)}"
    return f"from {short(low)} to {short(high)}"


def share_text(share: float) -> str:
    """Return a share in percent; only what is none is 0%, only what is all is 100%."""
    if 0 < share < 0.01:
        return "<1%"
    return f"{min(share, 0.99) if share < 1 else share:.0%}"


def not_finite(numbers: Iterable[Number]) -> str:
    """Name the numbers that are not finite, with their counts; empty without any."""
    odd = [each for each in map(as_float, numbers) if not math.isfinite(each)]
    counts = {
        "nan": sum(math.isnan(each) for each in odd),
        "inf": odd.count(math.inf),
        "-inf": odd.count(-math.inf),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def matrix(array: Array) -> list[tuple[Number, ...]]:
    """Return the last dimension's rows, whatever the other dimensions."""
    columns = array.shape[-1]
    return list(_rows(array.elements, columns)) if columns else []


def _rows(elements: Sequence[Number], columns: int) -> Iterator[tuple[Number, ...]]:
    for start in range(0, len(elements), columns):
        yield tuple(elements[start : start + columns])
