"""Leniency: which differences between typed and right words do not count.

Case, runs of spaces, backticks, trailing punctuation, the spelling of characters and
the notation of a number do not matter. A misspelling is reported as such, but never
counts as right.
"""

import math
import re

from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_number

_DECIMAL = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?\s*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")

_NEAR_ENOUGH = 0.05
"""A rounded number may be off by this share, or 0.00 would be right for 1/900."""


def tidy(text: str) -> str:
    """Return text without the differences that do not count, except case."""
    plain = re.sub(r"\s+", " ", fold(text).replace("`", " ")).strip()
    return plain.rstrip(".,;:!? ") or plain


def same_words(right: str, given: str) -> bool:
    """Return whether two texts are the same except for case, spaces and the like."""
    return tidy(right).casefold() == tidy(given).casefold()


def same_number(right: str, given: str) -> bool:
    """Return whether both are the same number, however it is written.

    What the author wrote out is exact; what they left as arithmetic (`1/9`) may
    be rounded to two decimals or more.
    """
    true, typed = _number(right), _number(given)
    if true is None or typed is None:
        return False
    if math.isclose(true, typed, rel_tol=1e-9):
        return True
    decimals = len(given.strip().partition(".")[2])
    plain = _DECIMAL.fullmatch(given) and not given.strip().endswith("%")
    if _DECIMAL.fullmatch(right) or not plain or decimals < 2:
        return False
    off = abs(true - typed)
    return off <= 0.5 * 10.0**-decimals and off <= _NEAR_ENOUGH * abs(true)


def is_misspelled(right: str, given: str) -> bool:
    """Return whether a typed text is the right one with a typing error.

    Digits are never a slip: `float16` is no misspelling of `float32`.
    """
    one, other = tidy(right).casefold(), tidy(given).casefold()
    allowed = 0 if len(one) < 5 else 1 if len(one) < 9 else 2
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return allowed > 0 and 0 < _distance(one, other, allowed) <= allowed


def _number(text: str) -> float | None:
    value = read_number(text)
    if isinstance(value, Misread):
        return None
    try:
        return float(value.elements[0])
    except OverflowError:
        return None


def _distance(one: str, other: str, enough: int) -> int:
    """Count letters changed, left out, added, or swapped with their neighbor."""
    if abs(len(one) - len(other)) > enough:
        return enough + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        after = [i]
        for j, typed in enumerate(other, start=1):
            changed = row[j - 1] + (letter != typed)
            swapped = one[i - 2 : i] == other[j - 2 : j][::-1] and i > 1 and j > 1
            best = min(changed, row[j] + 1, after[j - 1] + 1)
            after.append(min(best, before[j - 2] + 1) if swapped else best)
        before, row = row, after
    return row[-1]
