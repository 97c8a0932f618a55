"""Shares: hits out of tries, and how reliable the number is.

A percentage of three answers means nothing, so `value` is None for too few tries. A
share is shown with its counts and its interval.
"""

from math import sqrt

from msgspec import Struct

ENOUGH_TRIES = 10
"""With fewer there is no percentage: even with ten, the interval is half the scale."""

_Z = 1.959964
"""95 % of a normal distribution lie within this many standard deviations."""


class Share(Struct, frozen=True):
    """Hits among a number of tries; a partly right answer counts as its part."""

    hits: float = 0.0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.of + other.of)

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None for too few tries."""
        return self.hits / self.of if self.of >= ENOUGH_TRIES else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of Wilson (1927), which stays within 0 and 1.

        Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22, 209-212. Made for
        hits that are whole; with parts it is at least as wide as it must be,
        since no spread within 0 and 1 is larger for the same mean.
        """
        if not self.of:
            return 0.0, 1.0
        rate, shrunk = self.hits / self.of, _Z * _Z / self.of
        middle = (rate + shrunk / 2) / (1 + shrunk)
        spread = rate * (1 - rate) / self.of + shrunk / (4 * self.of)
        half = _Z * sqrt(max(0.0, spread)) / (1 + shrunk)
        return max(0.0, middle - half), min(1.0, middle + half)

    def differs(self, from_: float) -> int:
        """Return 1 if the share is above a number, -1 if below, 0 if unclear."""
        low, high = self.interval
        if self.value is None or low <= from_ <= high:
            return 0
        return 1 if low > from_ else -1
