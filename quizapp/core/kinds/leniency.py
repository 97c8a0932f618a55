"""Leniency: which differences between typed and right words do not count.

Case, runs of spaces, backticks, trailing punctuation, the spelling of characters and
the notation of a number do not matter. A misspelling is reported as such, but never
counts as right.
"""

import math
import re
from collections.abc import Iterable, Sequence

from quizapp.core.kinds.code_answer import same_code
from quizapp.core.kinds.phrases import plain_words, same_spelling, same_words, tidy
from quizapp.core.kinds.ranking import as_ranking, same_ranking
from quizapp.core.values.folding import fold
from quizapp.core.values.formula import Formula, as_formula, difference, read_like
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_number

_DECIMAL = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?\s*", re.IGNORECASE)
_EXACT = re.compile(r"[^a-z]")
_CALCULATED = re.compile(r"\w\s*[-+*/^]|\\|[-+*/^]\s*\(")
_LEFT_SIDE = re.compile(r"\s*[^\W\d]\w*\s*[=≈]\s*(?=[^=])")

_NEAR_ENOUGH = 0.05
"""A rounded number may be off by this share, or 0.00 would be right for 1/900."""


def accepts(right: str, given: str) -> bool:
    """Return whether a typed text is an accepted answer, which is one of five kinds.

    A formula is compared by its value, a number by its size, code by its name and
    arguments, an order by its items, and everything else as words.
    """
    formula = as_formula(right)
    if formula is not None:
        typed = read_like(formula, tidy(given))
        if isinstance(typed, Formula):
            return difference(formula, typed) is None
        return same_spelling(right, given)
    return (
        same_words(right, given)
        or same_number(right, given)
        or same_code(right, given)
        or same_ranking(right, given)
    )


def accepts_any(accepted: Iterable[str], given: str) -> bool:
    """Return whether a typed text is one of the accepted answers."""
    return any(accepts(right, given) for right in accepted)


def unreadable(accepted: Sequence[str], given: str) -> str | None:
    """Return why a typed formula has no single reading, None if it has one.

    Only where a formula is accepted and the text has operators: words are wrong there,
    not unreadable.
    """
    formulas = [formula for right in accepted if (formula := as_formula(right))]
    if not formulas or accepts_any(accepted, given):
        return None
    typed = read_like(formulas[0], tidy(given))
    if isinstance(typed, Misread) and _CALCULATED.search(given):
        return f"`{given}`: {typed.message}"
    return None


def remark(accepted: Sequence[str], given: str) -> str | None:
    """Return what to say about a wrong answer: how it differs, or its spelling."""
    for formula in filter(None, map(as_formula, accepted)):
        typed = read_like(formula, tidy(given))
        if isinstance(typed, Formula) and as_formula(tidy(given)) is not None:
            return difference(formula, typed)
    if any(is_misspelled(right, given) for right in accepted):
        return "close: check the spelling"
    return None


def same_number(right: str, given: str) -> bool:
    """Return whether both are the same number, however it is written.

    What the author wrote out is exact; what they left as arithmetic (`1/9`) may
    be rounded to two decimals or more.
    """
    true = _number(right)
    if true is None:
        return False
    given = _LEFT_SIDE.sub("", fold(given), count=1)
    typed = _number(given)
    if typed is None:
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

    Only letters can slip: `float16` is no misspelling of `float32`, and neither a
    formula nor an order has a spelling.
    """
    if as_formula(right) is not None or as_ranking(right) is not None:
        return False
    one, other = plain_words(right), plain_words(given)
    allowed = 0 if len(one) < 5 else 1 if len(one) < 9 else 2
    if _signs(one) != _signs(other) or _arguments(one) != _arguments(other):
        return False
    return allowed > 0 and 0 < _distance(one, other, allowed) <= allowed


def _arguments(text: str) -> str:
    """Return what is in brackets: another argument is no slip."""
    return text.partition("(")[2]


def _signs(text: str) -> str:
    """Return digits and signs; hyphens between words have gone before."""
    return "".join(_EXACT.findall(text))


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
