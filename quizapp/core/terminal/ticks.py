"""Ticks: round numbers along an axis, and their texts.

They enclose the range that is drawn, so that an axis begins and ends with a tick.
"""

import math
from collections.abc import Iterator, Sequence

_FACTORS = (1.0, 2.0, 2.5, 5.0)
_MAX_FIXED = 1e6
"""Larger numbers are written with an exponent."""


def round_ticks(
    low: float, high: float, most: int, *, whole: bool = False
) -> tuple[float, ...]:
    """Return evenly spaced round numbers around a finite range, at least two.

    At most `most` intervals, which is at least 1; whole numbers only if asked for.
    A range of one number is extended to zero. Where floats leave no room for round
    numbers, the ends themselves are returned.
    """
    if not low < high:
        low, high = min(low, 0.0), max(high, 0.0)
        if low == high:
            high = 1.0
    least = high / most - low / most
    size = max(abs(low), abs(high))
    if not 1e-290 < least < 1e290 or least < 1e-12 * size:
        return (low, high)
    for step in _steps(least):
        if whole and step != int(step):
            continue
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            return tuple(number * step for number in range(first, last + 1))
    return (low, high)


def tick_texts(ticks: Sequence[float]) -> tuple[str, ...]:
    """Return the numbers with as many digits as tell them apart, the same for all.

    Each takes at most 14 cells.
    """
    near = abs(ticks[-1] / 100 - ticks[0] / 100) / max(1, len(ticks) - 1)
    if max(map(abs, ticks)) < _MAX_FIXED:
        for digits in range(7):
            if all(abs(round(tick, digits) - tick) <= near for tick in ticks):
                return tuple(f"{tick + 0.0:.{digits}f}" for tick in _signed(ticks))
    texts: tuple[str, ...] = ()
    for digits in range(1, 8):
        texts = tuple(f"{tick:.{digits}g}" for tick in _signed(ticks))
        pairs = zip(texts, ticks, strict=True)
        if all(abs(float(text) / 2 - tick / 2) <= near / 2 for text, tick in pairs):
            break
    return texts


def _signed(ticks: Sequence[float]) -> Iterator[float]:
    """Yield the ticks, a zero without its sign."""
    return (0.0 if tick == 0 else tick for tick in ticks)


def _steps(least: float) -> Iterator[float]:
    """Yield round steps from this one on, for four powers of ten."""
    power = math.floor(math.log10(least))
    for exponent in range(power, power + 4):
        for factor in _FACTORS:
            step = factor * 10.0**exponent
            if step >= least * (1 - 1e-9):
                yield step
