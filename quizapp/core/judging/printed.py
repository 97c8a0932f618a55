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
from quizapp.core.values.exception_names import read_exception
from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread
from quizapp.core.values.names import EXCEPTION
from quizapp.core.values.notation import read_number, read_value
from quizapp.core.values.value import ExceptionClass, Nothing, Value

_PIECE = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\S",
)


_NOTHING = frozenset({"nothing", "none", "no output", "empty", "nothing is printed"})
"""What people type where nothing is printed."""
_QUOTES = "`'\""
_BETWEEN = re.compile(
    r"\s*[,;|]\s*|\s+(?:/|->|&|and|then)\s+"
    r"|(?<=[^\W\d])\s*[+/]\s*(?=[^\W\d])",
    re.IGNORECASE,
)
"""What people type between items that are printed with spaces between them."""
_QUOTED_ITEM = re.compile(r"(?<!\S)([`'\"])([^`'\"\s]+)\1(?!\S)")


def compare_printed(true: str, given: str, tolerance: Tolerance) -> Verdict:
    """Judge what a program prints, as people write it down.

    Quotes around it are none of it, and neither are separators between its items,
    unless it is printed with some itself. An exception may be named in a sentence.
    """
    verdict = _compare_lines(true, given, tolerance)
    if isinstance(verdict, Correct) or _names_same(true, given):
        return Correct()
    plain = _without_quotes(true, fold(given).strip())
    for other in (plain, _with_spaces(true, plain)):
        if isinstance(_compare_lines(true, other, tolerance), Correct):
            return Correct()
    return verdict


def _names_same(true: str, given: str) -> bool:
    """Return whether an exception, or `none`, is printed and typed."""
    name = true.strip()
    if EXCEPTION.fullmatch(name) is None and name != "none":
        return False
    typed = read_exception(given)
    if isinstance(typed, ExceptionClass):
        return typed.name == name
    return isinstance(typed, Nothing) and name == "none"


def _without_quotes(true: str, given: str) -> str:
    """Return typed text without one pair of quotes around all of it."""
    mark = given[:1]
    if mark not in _QUOTES or mark in true or given.count(mark) != 2:
        return given
    return given[1:-1] if given.endswith(mark) else given


def _with_spaces(true: str, given: str) -> str:
    """Return typed text with spaces between its items, if it is printed so."""
    if _BETWEEN.search(true.strip()) is not None:
        return given
    spaced = _BETWEEN.sub(" ", given)
    return spaced if any(map(true.count, _QUOTES)) else _QUOTED_ITEM.sub(r"\2", spaced)


def _compare_lines(true: str, given: str, tolerance: Tolerance) -> Verdict:
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
