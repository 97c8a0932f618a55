"""Printed: a typed output against what was printed, line by line."""

import re

from quizapp.core.basics.english import quantity
from quizapp.core.judging.comparison import compare
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import (
    Correct,
    Verdict,
    Wrong,
    first_lines,
)
from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_number, read_value
from quizapp.core.values.value import (
    Value,
)

_PIECE = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\S",
)


_NOTHING = frozenset({"nothing", "none", "no output", "empty", "nothing is printed"})
"""What people type where nothing is printed."""


def compare_printed(true: str, given: str, tolerance: Tolerance) -> Verdict:
    """Judge printed text line by line; spacing and rounding do not count."""
    if not true.strip() and fold(given).strip(" .()").casefold() in _NOTHING:
        return Correct()
    right, typed = _lines(true), _lines(given)
    if len(right) != len(typed):
        lines = quantity(len(right), "line")
        return Wrong((f"expected {lines}, you typed {len(typed)}",))
    wrong = [
        f"line {number}: expected {line!r}, you typed {mine!r}"
        for number, (line, mine) in enumerate(zip(right, typed, strict=True), start=1)
        if not _same_line(line, mine, tolerance)
    ]
    return Wrong(tuple(first_lines(wrong))) if wrong else Correct()


def _lines(text: str) -> list[str]:
    # `\n` is how a new line is typed; a printed repr may hold it too.
    text = fold(text).replace("\\n", "\n")
    return [" ".join(line.split()) for line in text.strip().split("\n")]


def _same_line(true: str, given: str, tolerance: Tolerance) -> bool:
    """Compare word by word, or else as values: `[1.00, 0.00]` and `[1, 0]`."""
    right, mine = _pieces(true), _pieces(given)
    if len(right) == len(mine) and all(
        _same_piece(*pair, tolerance) for pair in zip(right, mine, strict=True)
    ):
        return True
    # In brackets, since a printed `2.5 -1.0` is two numbers, not arithmetic.
    return _same(read_value(f"[{true}]"), read_value(f"[{given}]"), tolerance)


def _pieces(line: str) -> list[str]:
    return _PIECE.findall(line)


def _same_piece(true: str, given: str, tolerance: Tolerance) -> bool:
    """Compare two pieces: numbers may be rounded, words and signs are exact."""
    if true == given:
        return True
    return _same(read_number(true), read_number(given), tolerance)


def _same(true: Value | Misread, given: Value | Misread, tolerance: Tolerance) -> bool:
    if isinstance(true, Misread) or isinstance(given, Misread):
        return False
    return isinstance(compare(true, given, tolerance), Correct)
