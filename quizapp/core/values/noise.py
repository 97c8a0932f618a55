"""Float noise: what arithmetic in floats adds to a number of few digits.

`0.9000001` is 0.9 in float32, and `8.333338` is 25/3: a digit that repeats, and an end
that does not go on with it.
"""

import re
import struct
from decimal import Context, Decimal

_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.[0-9]+|[0-9]+(?:\.[0-9]+)?e[+-]?[0-9]{1,3})")
_SHORT = re.compile(
    r"(?P<head>\d{0,4}?)"
    r"(?:(?P<most>[09])(?P=most){2,}\d|(?P<any>\d)(?P=any){3,}\d{0,2}|9{3,})"
)
"""Digits that repeat almost to the end of a number written with up to nine."""
_LONG = re.compile(r"(?P<head>\d{0,6}?)(?P<any>\d)(?P=any){5,}\d*")
"""As a float is written in full: its noise is longer."""

_SHORTEST, _SHORT_END = 6, 9
_FULL = 15
"""Digits of a double that is no short decimal; one in single precision has fewer."""
_LARGEST_SINGLE = 3e38
_DIGITS, _DIGITS_IN_FULL = 7, 15
"""To how many digits a number must be what its pattern says."""


def without_noise(text: str) -> str | None:
    """Return a written number without its float noise, None if there is none."""
    if len(text) > 40 or not _PLAIN.fullmatch(text):
        return None
    number = Decimal(text)
    digits = "".join(map(str, number.normalize().as_tuple().digits))
    if len(digits) < _SHORTEST:
        return None
    if len(digits) >= _FULL and _is_single(float(text)):
        return f"{float(text):.7g}"
    short = len(digits) <= _SHORT_END
    match = (_SHORT if short else _LONG).fullmatch(digits.ljust(_DIGITS, "0"))
    if match is None:
        return None
    groups = match.groupdict()
    repeated = groups.get("most") or groups["any"] or "9"
    meant = _goes_on(number, len(groups["head"]), repeated)
    if repeated not in "09" or short:
        places = len(digits) if short else _DIGITS_IN_FULL
        context = Context(prec=places)
        meant = context.plus(meant)
        if context.plus(number) == meant:
            return None
    return f"{float(meant):.7g}" if meant != number else None


def _is_single(number: float) -> bool:
    """Return whether a number comes from single precision."""
    if not abs(number) < _LARGEST_SINGLE:
        return False
    return bool(struct.unpack("f", struct.pack("f", number))[0] == number)


def _goes_on(number: Decimal, head: int, repeated: str) -> Decimal:
    """Return the number whose digits, from the place `head` on, are all the same."""
    sign, digits, exponent = number.normalize().as_tuple()
    kept = "".join(map(str, digits[:head])) + repeated * 30
    scale = int(exponent) + len(digits) - len(kept)
    goes_on = Decimal((sign, tuple(map(int, kept)), scale))
    return Context(prec=25).plus(goes_on)
