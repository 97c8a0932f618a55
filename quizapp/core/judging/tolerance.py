"""Tolerance: which differences between two numbers do not count."""

import math

from msgspec import Struct

from quizapp.core.values.value import (
    Number,
)

_EDGE = 1 + 1e-3
"""Lets 1.105 count as 0.005 away from 1.11: exact in decimals, but not in float32."""


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
            if not isinstance(given, int) and math.isclose(true, given, rel_tol=1e-12):
                return True  # 1000 * (0.9 - 0.3) is 600 but for its last bit
            return abs(true - given) <= slack // 1
        return abs(true - given) <= slack * _EDGE
