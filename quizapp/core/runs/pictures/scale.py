"""Scales: numbers as levels of color or of density, and the legend that explains them.

A level is from -1 to 1 and has the number's sign; None is exactly 0. The scale of
negative and positive numbers is symmetric, so that 0 is in its middle. The scale of
numbers with one sign begins at 0, or at their nearest if that is far from 0.
"""

import math
from collections.abc import Iterator, Sequence

from msgspec import Struct

from quizapp.core.runs.pictures.elements import finite_range, short
from quizapp.core.runs.pictures.span import Ink, PictureLine, Shades, Span, Tone

POSITIVE = "░▒▓█"
NEGATIVE = "-=≡#"
"""From weak to strong, as the positive ones."""
LEGEND_CELLS = 12
_MAX_KEYS = 4
"""Different numbers up to which each is named."""
_ZERO = " 0 "
_FAR = 0.5
"""Share of the largest magnitude from which the least one is the scale's start."""


class Scale(Struct, frozen=True):
    """From which number to which one."""

    low: float
    high: float

    @property
    def is_diverging(self) -> bool:
        """Whether there are both signs."""
        return self.low < 0 < self.high

    def level(self, number: float) -> float | None:
        """Return the level of a finite number on this scale."""
        if number == 0:
            return None
        sign = math.copysign(1, number)
        near, far = sorted((abs(self.low), abs(self.high)))
        if self.is_diverging:
            near = 0.0
        share = (abs(number) - near) / (far - near)
        return sign * max(0.01, round(share, 2))


def scale_of(numbers: Sequence[float]) -> Scale:
    """Return the scale on which finite numbers differ most."""
    low, high = finite_range(numbers)
    if low < 0 < high:
        return Scale(-max(-low, high), max(-low, high))
    near, far = sorted((abs(low), abs(high)))
    near = near if far * _FAR < near < far else 0.0
    return Scale(-far, -near) if low < 0 else Scale(near, far)


def sign_of(number: float, scale: Scale, shades: Shades) -> tuple[str, Tone | Ink]:
    """Return the character and role of a number's cell."""
    if not math.isfinite(number):
        return ("?" if math.isnan(number) else "↑" if number > 0 else "↓"), "odd"
    level = scale.level(number)
    if level is None:
        return " ", "plain"
    if shades == "colors":
        return "█", Ink(level, level)
    density = min(3, math.ceil(abs(level) * 4) - 1)
    return (
        (POSITIVE[density], "series0") if level > 0 else (NEGATIVE[density], "series1")
    )


def legend(
    numbers: Sequence[float], scale: Scale, shades: Shades, width: int
) -> Iterator[PictureLine]:
    """Yield the scale and what else there is among the numbers, in lines that fit."""
    known = {each for each in numbers if each and math.isfinite(each)}
    parts: list[PictureLine] = []
    if len(known) > _MAX_KEYS:
        parts.append(_bar(scale, shades, width))
    else:
        parts += (_key(number, scale, shades) for number in sorted(known))
    if 0 in numbers:
        parts.append((Span("blank is exactly 0", "quiet"),))
    odd = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
    for name, number in odd.items():
        if any(str(each) == name for each in numbers):
            parts.append(_key(number, scale, shades, name))
    line: PictureLine = ()
    for part in parts:
        if line and _cells(line) + 3 + _cells(part) > width:
            yield line
            line = ()
        line = (*line, Span("   "), *part) if line else part
    yield line


def _key(number: float, scale: Scale, shades: Shades, name: str = "") -> PictureLine:
    """Return a number's cell with its name, or else the number."""
    sign, tone = sign_of(number, scale, shades)
    return (Span(sign * 2, tone), Span(f" {name or short(number)}", "quiet"))


def _cells(line: PictureLine) -> int:
    return sum(len(span.text) for span in line)


def _bar(scale: Scale, shades: Shades, width: int) -> PictureLine:
    """Return the scale from its lower to its upper end; 0 is in the middle of two."""
    low, high = f"from {short(scale.low)} ", f" to {short(scale.high)}"
    if width - len(low) - len(high) < LEGEND_CELLS + 1:
        low, high = f"{scale.low:.1g} ", f" {scale.high:.1g}"
    room = width - len(low) - len(high)
    if scale.is_diverging:
        half = (min(room, LEGEND_CELLS + 1) - len(_ZERO)) // 2
        shares = [(number + 1) / half for number in range(half)]
        left = _steps(
            [-scale.high * share for share in reversed(shares)], scale, shades
        )
        right = _steps([scale.high * share for share in shares], scale, shades)
        middle = (*left, Span(_ZERO, "quiet"), *right)
    else:
        cells = min(room, LEGEND_CELLS)
        shares = [(number + 0.5) / cells for number in range(cells)]
        spread = scale.high - scale.low
        middle = _steps([scale.low + spread * share for share in shares], scale, shades)
    return (Span(low, "quiet"), *middle, Span(high, "quiet"))


def _steps(numbers: Sequence[float], scale: Scale, shades: Shades) -> PictureLine:
    return tuple(Span(*sign_of(number, scale, shades)) for number in numbers)
