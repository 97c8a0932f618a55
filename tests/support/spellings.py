"""Spellings: the many ways in which people type one value, and values that differ.

They know how people write, not how quizapp reads: a spelling that it refuses, or a
mutation that it accepts, is a fault.
"""

import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias, Union

Number: TypeAlias = bool | int | float
Rows: TypeAlias = Union[Number, "list[Rows]"]  # a quoted part
"""A number, or lists of them."""

_WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_TRUTHS = {
    True: ("True", "true", "T", "t", "yes", "y", "TRUE", "Yes"),
    False: ("False", "false", "F", "f", "no", "n", "FALSE", "No"),
}
_PAIRS_OF_TRUTHS = (
    *(("T", "F"), ("t", "f"), ("yes", "no"), ("y", "n")),
    *(("True", "False"), ("true", "false")),
)
_SPECIAL = {
    "inf": ("inf", "∞", "Infinity", "float('inf')", "+inf", "math.inf"),
    "-inf": ("-inf", "-∞", "−∞", "-Infinity", "float('-inf')", "-math.inf"),
    "nan": ("nan", "NaN", "float('nan')", "math.nan"),
}
_VULGAR = {(1, 2): "½", (1, 4): "¼", (3, 4): "¾", (1, 3): "⅓", (2, 3): "⅔", (1, 8): "⅛"}
_AROUND = (
    *("{}", "{}", "{}", " {} ", "`{}`", "{}.", "{};", "\u200b{}", "{}\u00a0"),
    *("{} ", "  {}", "\t{}", "\ufeff{}", "{},"),
)


def surrounded(chance: random.Random, text: str) -> str:
    """Add what people put around an answer without meaning anything by it."""
    return chance.choice(_AROUND).format(text)


# Numbers


def spelled_number(chance: random.Random, number: Number) -> str:
    """Return a number in one of the notations that people use."""
    if isinstance(number, bool):
        return chance.choice(_TRUTHS[number])
    if not math.isfinite(number):
        return chance.choice(_SPECIAL[str(number)])
    text = chance.choice(_forms(number))
    if chance.random() < 0.05:
        text = text.translate(_WIDE)
    if text.startswith("-") and chance.random() < 0.4:
        text = chance.choice("−–") + text[1:]
    return text


def _forms(number: int | float) -> Sequence[str]:
    forms = [repr(number)] * 4
    if abs(number) < 1e6:
        exact = Fraction(number).limit_denominator(1000)
        if math.isclose(exact, number, rel_tol=1e-9) and exact.denominator > 1:
            forms += _fractions(exact.numerator, exact.denominator)
        if isinstance(number, float):
            forms += [
                f"{number:.9f}",
                f"{number:+.9f}",
                re.sub(r"^0\.", ".", f"{number:.9f}"),
            ]
    if float(number).is_integer() and abs(number) < 2**53:
        forms += _whole(int(number))
    if 1e-6 < abs(number) < 1e6:
        forms += [f"{number:.12e}", f"{number:.12E}", f"{float(number) * 100!r}%"]
    return forms


def _fractions(above: int, below: int) -> list[str]:
    forms = [f"{above}/{below}", f"{above} / {below}", f"({above}/{below})"]
    if above > 0:
        forms += [f"\\frac{{{above}}}{{{below}}}"]
    vulgar = _VULGAR.get((above, below))
    return [*forms, vulgar] if vulgar else forms


def _whole(number: int) -> list[str]:
    forms = [str(number), f"{number}.0", f"{number}."]
    if number >= 10_000:
        forms += [f"{number:_}", f"{number:,}".replace(",", " ")]
    root = math.isqrt(number) if number > 1 else 0
    if root > 1 and root * root == number:
        forms += [
            f"{root}^2",
            f"{root}**2",
            f"{root}²",
            f"{root}*{root}",
            f"{root} × {root}",
        ]
    power = abs(number).bit_length() - 1
    if number > 2 and number == 2**power:
        forms += [f"2^{power}", "2" + str(power).translate(_SUPERSCRIPTS)]
    return forms


# Rows of numbers


def spelled_rows(chance: random.Random, rows: Rows) -> str:
    """Return a number or nested lists of them as somebody may type them."""
    if not isinstance(rows, list):
        return spelled_number(chance, rows)
    if _truths(rows) and chance.random() < 0.5:
        return _row_of_truths(chance, rows)
    if _is_mixed(rows):  # nobody shortens a truth among numbers
        return chance.choice((repr(rows), repr(rows).lower()))
    return chance.choice(_FORMS)(chance, rows)


def _truths(rows: list[Rows]) -> bool:
    return len(rows) > 1 and all(isinstance(row, bool) for row in rows)


def _is_mixed(rows: Rows) -> bool:
    """Return whether booleans and other numbers are in one list, at any depth."""
    kinds = {isinstance(number, bool) for number in _numbers(rows)}
    return len(kinds) > 1


def _numbers(rows: Rows) -> Iterator[Number]:
    if isinstance(rows, list):
        for row in rows:
            yield from _numbers(row)
    else:
        yield rows


def _row_of_truths(chance: random.Random, row: list[Rows]) -> str:
    """Return `TFFF`, `T F F F`, `yes no no no`, `y, n, n, n`."""
    true, false = chance.choice(
        (
            ("T", "F"),
            ("t", "f"),
            ("yes", "no"),
            ("y", "n"),
            ("True", "False"),
            ("true", "false"),
        )
    )
    gaps = (" ", ", ", ",") if len(true) > 1 else ("", " ", ", ", ",")
    return chance.choice(gaps).join(true if truth else false for truth in row)


def _nested(chance: random.Random, rows: Rows, brackets: str, comma: str) -> str:
    if not isinstance(rows, list):
        return spelled_number(chance, rows)
    inner = comma.join(_nested(chance, row, brackets, comma) for row in rows)
    last = "," if brackets == "()" and len(rows) == 1 else ""
    return f"{brackets[0]}{inner}{last}{brackets[1]}"


def _as_list(chance: random.Random, rows: list[Rows]) -> str:
    return _nested(chance, rows, "[]", chance.choice((", ", ",", " , ", ",  ")))


def _as_tuple(chance: random.Random, rows: list[Rows]) -> str:
    return _nested(chance, rows, "()", chance.choice((", ", ",")))


def _as_tensor(chance: random.Random, rows: list[Rows]) -> str:
    inner = _nested(chance, rows, "[]", ", ").replace("], [", "],\n        [")
    made = chance.choice(("tensor", "torch.tensor", "np.array", "array"))
    return f"{made}({inner})"


def _without_brackets(chance: random.Random, rows: list[Rows]) -> str:
    if any(isinstance(row, list) for row in rows) or len(rows) < 2:
        return _as_list(chance, rows)
    return ", ".join(repr(row) for row in rows)


def _as_printed(chance: random.Random, rows: Rows) -> str:
    """Return rows as numpy prints them: spaces, no commas."""
    if not isinstance(rows, list):
        return repr(rows)
    return f"[{' '.join(_as_printed(chance, row) for row in rows)}]"


_FORMS: tuple[Callable[[random.Random, list[Rows]], str], ...] = (
    *(_as_list, _as_list, _as_tuple, _as_tensor, _without_brackets, _as_printed),
)


def spelled_shape(chance: random.Random, sizes: Sequence[int]) -> str:
    """Return a shape as people write it: `(2, 3)`, `2x3`, `[2, 3]`, `2 by 3`."""
    words = [str(size) for size in sizes]
    if not words:
        return chance.choice(("()", "[]", "torch.Size([])", "scalar"))
    if len(words) == 1:
        return chance.choice(("({},)", "({})", "[{}]", "{}")).format(words[0])
    return chance.choice(
        (
            f"({', '.join(words)})",
            f"({','.join(words)})",
            f"[{', '.join(words)}]",
            f"torch.Size([{', '.join(words)}])",
            ", ".join(words),
            " ".join(words),
            "x".join(words),
            " x ".join(words),
            " × ".join(words),
            " by ".join(words),
        )
    )


# Words and formulas


def spelled_words(chance: random.Random, words: str) -> str:
    """Return words with another case, more spaces, a period, quotes or backticks."""
    change = chance.choice((str.lower, str.upper, str.capitalize, str, str))
    gap = chance.choice((" ", "  "))
    text = gap.join(change(words).split())
    around = ("{}", "{}", "{}.", "`{}`", "“{}”", '"{}"', " {}", "{} ", "\u200b{}")
    return chance.choice(around).format(text)


def spelled_formula(chance: random.Random, formula: str) -> str:
    """Return a formula with other spaces and signs, or in brackets."""
    text = formula
    for sign in "+-*/^":
        gap = chance.choice(("", " "))
        text = text.replace(f" {sign} ", f"{gap}{sign}{gap}")
    if chance.random() < 0.4:
        text = text.replace("-", "−")
    if chance.random() < 0.3:
        text = text.replace("*", "·") if "**" not in text else text
    if chance.random() < 0.3:
        text = text.replace("^", "**")
    around = ("{}", "{}", "({})", "{} ", "`{}`", "${}$", "{}.")
    return chance.choice(around).format(text)


# Wrong answers


def mutated(chance: random.Random, rows: Rows, tolerance: float) -> Rows | None:
    """Return rows that are wrong beyond the tolerance; None if none were found.

    One element, its sign, the order, the length or the nesting is another.
    """
    for _ in range(20):
        other = _changed(chance, rows, tolerance)
        if not alike(rows, other, tolerance):
            return other
    return None


def alike(one: Rows, other: Rows, tolerance: float) -> bool:
    """Return whether two values are equal to a person who rounds."""
    if isinstance(one, list) or isinstance(other, list):
        if not (isinstance(one, list) and isinstance(other, list)):
            return False
        same = map(alike, one, other, [tolerance] * len(one))
        return len(one) == len(other) and all(same)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if math.isfinite(one) and math.isfinite(other):
        return abs(one - other) <= tolerance * 1.01
    return one == other or (math.isnan(one) and math.isnan(other))


def _changed(chance: random.Random, rows: Rows, tolerance: float) -> Rows:
    if isinstance(rows, bool):
        return not rows
    if not isinstance(rows, list):
        return chance.choice(_other_numbers(rows, tolerance))
    return _changed_rows(chance, rows, tolerance)


def _other_numbers(number: int | float, tolerance: float) -> tuple[int | float, ...]:
    step = max(1, math.ceil(2.1 * tolerance)) if isinstance(number, int) else 0
    off = step or 2.1 * tolerance + 1e-3 * abs(number)
    return (number + off, number - off, -number, number * 2 + off, number + 10 * off)


def _changed_rows(
    chance: random.Random, rows: list[Rows], tolerance: float
) -> list[Rows]:
    changed = list(rows)
    if not changed:
        return [1]
    at = chance.randrange(len(changed))
    match chance.choice(("item", "item", "order", "missing", "extra")):
        case "item":
            changed[at] = _changed(chance, changed[at], tolerance)
        case "order":
            chance.shuffle(changed)
        case "missing" if len(changed) > 1:
            del changed[at]
        case _:
            changed.insert(at, changed[at])
    return changed
