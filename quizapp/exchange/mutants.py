"""Mutants: copies of a solution with one change, as people make mistakes.

A wrong sign, a wrong axis, a sum for a mean, an index that is off by one. Only the
changed place differs from the solution's own text. Which of them the checks notice is
for a run to say.
"""

import ast
from collections.abc import Iterator

from msgspec import Struct

MAX_MUTANTS = 16
"""Of one solution: they are spread over all of its code."""

_OPERATORS = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
}
_COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
}
_METHODS = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "amax": "amin",
    "argmax": "argmin",
    "sqrt": "square",
    "exp": "log",
    "triu": "tril",
    "tril": "triu",
    "append": "remove",
}
_KEYWORDS = {
    "keepdim": {"True": "False"},
    "keepdims": {"True": "False"},
    "unbiased": {"False": "True", "True": "False"},
    "dim": {"-1": "0", "0": "-1", "1": "0", "-2": "-1"},
    "axis": {"-1": "0", "0": "-1", "1": "0"},
    "diagonal": {"1": "0", "0": "1"},
}


class _Edit(Struct, frozen=True):
    """One change of a text, by offsets in its UTF-8 bytes."""

    start: int
    end: int
    text: str


def mutants_of(solution: str) -> tuple[str, ...]:
    """Return changed copies of a solution; none if it cannot be parsed."""
    try:
        tree = ast.parse(solution)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    data = solution.encode(errors="replace")
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits = list(dict.fromkeys(_edits(tree, data, starts)))
    step = -(-len(edits) // MAX_MUTANTS) or 1
    chosen = edits[::step]
    return tuple(_changed(data, edit) for edit in chosen)


def _changed(data: bytes, edit: _Edit) -> str:
    return (data[: edit.start] + edit.text.encode() + data[edit.end :]).decode()


def _edits(tree: ast.AST, data: bytes, starts: list[int]) -> Iterator[_Edit]:
    """Yield each change, in the order of the code."""
    found: list[_Edit] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            found += _of_node(node, data, starts)
    yield from sorted(found, key=lambda edit: (edit.start, edit.text))


def _of_node(node: ast.expr, data: bytes, starts: list[int]) -> Iterator[_Edit]:
    def at(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    match node:
        case ast.BinOp(left, operator, right):
            swap = _OPERATORS.get(type(operator))
            end = at(left.end_lineno, left.end_col_offset)
            yield from _swap(data, end, at(right.lineno, right.col_offset), swap)
        case ast.Compare(left, [operator], [right]):
            swap = _COMPARISONS.get(type(operator))
            end = at(left.end_lineno, left.end_col_offset)
            yield from _swap(data, end, at(right.lineno, right.col_offset), swap)
        case ast.Call(function, keywords=keywords):
            if isinstance(function, ast.Attribute) and function.attr in _METHODS:
                end = at(function.end_lineno, function.end_col_offset)
                start = end - len(function.attr.encode())
                yield _Edit(start, end, _METHODS[function.attr])
            for word in keywords:
                start = at(word.value.lineno, word.value.col_offset)
                end = at(word.value.end_lineno, word.value.end_col_offset)
                other = _KEYWORDS.get(word.arg or "", {})
                if (text := other.get(data[start:end].decode())) is not None:
                    yield _Edit(start, end, text)
        case _:
            pass


def _swap(
    data: bytes, start: int, end: int, swap: tuple[str, str] | None
) -> Iterator[_Edit]:
    """Yield the change of an operator that stands between two operands."""
    if swap is None:
        return
    sign, other = swap
    place = data.find(sign.encode(), start, end)
    if place >= 0:
        yield _Edit(place, place + len(sign), other)
