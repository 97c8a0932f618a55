"""Foreseen: what sort of value an expression has, as far as its code shows it.

A question says how to type its answer before anything has run. The code is parsed,
never run; what it does not show is unknown, None, and nothing is judged by it.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias, TypeGuard

Sort: TypeAlias = Literal["boolean", "whole", "number", "text", "shape", "dtype"]
"""The sort of an answer, or of each item of a list. A `number` may have decimals."""

MAX_DEPTH = 12
"""The most names and calls that are followed one after the other."""

MAX_STEPS = 2_000
"""The most expressions that are looked at: lists of lists would take forever."""

_METHODS: dict[str, Sort] = {
    **dict.fromkeys(("equal", "allclose", "isclose", "any", "all"), "boolean"),
    **dict.fromkeys(("isinstance", "issubclass", "hasattr", "callable"), "boolean"),
    **dict.fromkeys(("isnan", "isinf", "isfinite", "is_tensor"), "boolean"),
    **dict.fromkeys(("is_contiguous", "is_floating_point", "bool"), "boolean"),
    **dict.fromkeys(("startswith", "endswith", "issubset", "isdisjoint"), "boolean"),
    **dict.fromkeys(("logical_and", "logical_or", "logical_not"), "boolean"),
    **dict.fromkeys(("array_equal", "is_grad_enabled"), "boolean"),
    **dict.fromkeys(("len", "int", "ord", "id", "numel", "nelement"), "whole"),
    **dict.fromkeys(("dim", "argmax", "argmin", "count_nonzero", "long"), "whole"),
    **dict.fromkeys(("data_ptr", "element_size", "bit_length", "index"), "whole"),
    **dict.fromkeys(("argsort", "bincount", "randint", "arange"), "whole"),
    **dict.fromkeys(("nonzero", "randperm"), "whole"),
    **dict.fromkeys(("float", "mean", "std", "var", "median", "norm"), "number"),
    **dict.fromkeys(("softmax", "log_softmax", "sigmoid", "tanh", "relu"), "number"),
    **dict.fromkeys(("exp", "log", "log2", "log10", "log1p", "sqrt"), "number"),
    **dict.fromkeys(("rand", "randn", "linspace", "cross_entropy"), "number"),
    **dict.fromkeys(("str", "repr", "format", "join", "upper", "lower"), "text"),
}
_ATTRIBUTES: dict[str, Sort] = {
    **dict.fromkeys(("requires_grad", "is_leaf", "training", "is_cuda"), "boolean"),
    **{"ndim": "whole", "itemsize": "whole", "nbytes": "whole"},
    **{"shape": "shape", "dtype": "dtype", "__name__": "text"},
}
_KEEPING = frozenset(
    {"item", "tolist", "detach", "clone", "cpu", "numpy", "flatten", "view", "reshape"}
    | {"squeeze", "unsqueeze", "tensor", "list", "tuple", "sorted", "stack", "cat"}
    | {"min", "max", "abs", "sum", "prod", "set", "reversed", "as_tensor", "array"}
    | {"round"}
)
"""Calls whose result is of the sort of their only value."""


@lru_cache(maxsize=256)
def foreseen(ask: str, snippet: str) -> Sort | None:
    """Return the sort of an expression behind a snippet, None if it is not clear."""
    try:
        program = ast.parse(snippet)
        expression = ast.parse(ask.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _Names(program.body, {}, iter(range(MAX_STEPS))).sort(expression, MAX_DEPTH)


class _Names:
    """The names that a block of code assigns, and what they are assigned to."""

    def __init__(
        self,
        body: Iterable[ast.stmt],
        outer: Mapping[str, ast.expr | ast.FunctionDef],
        steps: Iterator[int],
    ) -> None:
        self._steps = steps
        self._known: dict[str, ast.expr | ast.FunctionDef | None] = dict(outer)
        for statement in body:
            self._note(statement)

    def sort(self, node: ast.expr, depth: int) -> Sort | None:
        """Return the sort of an expression."""
        if depth <= 0 or next(self._steps, None) is None:
            return None
        match node:
            case ast.Name(id=name):
                value = self._known.get(name)
                return self.sort(value, depth - 1) if _is_value(value) else None
            case ast.Call():
                return self._of_call(node, depth)
            case ast.Subscript(value=item):
                sort = self.sort(item, depth - 1)
                return "whole" if sort == "shape" else sort
            case _:
                by_itself = _of_itself(node)
                parts = (self.sort(part, depth - 1) for part in _parts(node))
                return by_itself or _common(parts)

    def _note(self, statement: ast.stmt) -> None:
        """Note what a statement assigns; a name assigned in two ways is unknown."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._known[name] = value
            case ast.FunctionDef(name=name):
                self._known[name] = statement
            case _:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        self._known[node.id] = None

    def _of_call(self, node: ast.Call, depth: int) -> Sort | None:
        values = node.args
        match node.func:
            case ast.Name(id=name):
                defined = self._known.get(name)
                if isinstance(defined, ast.FunctionDef):
                    return self._of_function(defined, depth)
            case ast.Attribute(attr=name, value=receiver):
                values = values if _is_module(receiver) else [receiver]
            case _:
                return None
        if name in _METHODS or name not in _KEEPING or not values:
            return _METHODS.get(name)
        inner = self.sort(values[0], depth - 1)
        return "whole" if name in {"sum", "prod"} and inner == "boolean" else inner

    def _of_function(self, defined: ast.FunctionDef, depth: int) -> Sort | None:
        """Return the sort that every `return` of a function has."""
        known = {name: node for name, node in self._known.items() if node is not None}
        inside = _Names(defined.body, known, self._steps)
        returns = (node for node in ast.walk(defined) if isinstance(node, ast.Return))
        values = [node.value for node in returns if node.value is not None]
        return _common(inside.sort(value, depth - 1) for value in values)


def _of_itself(node: ast.expr) -> Sort | None:
    """Return the sort that an expression has whatever its parts are."""
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=bool()):
            return "boolean"
        case ast.Constant(value=int()) | ast.BinOp(op=ast.FloorDiv()):
            return "whole"
        case ast.Constant(value=float()):
            return "number"
        case ast.JoinedStr() | ast.Constant(value=str()):
            return "text"
        case ast.Attribute(attr=attr):
            return _ATTRIBUTES.get(attr)
        case _:
            return None


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return the parts whose common sort is that of the whole; none if it is not."""
    match node:
        case (
            ast.List(elts=items)
            | ast.Tuple(elts=items)
            | ast.Set(elts=items)
            | ast.BoolOp(values=items)
            | ast.Dict(values=items)
        ):
            return items
        case ast.ListComp(elt=item) | ast.SetComp(elt=item):
            return [item]
        case ast.DictComp(value=item) | ast.UnaryOp(operand=item):
            return [item]
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.BinOp(left=left, right=right, op=op) if not isinstance(op, ast.Div):
            return [left, right]
        case _:
            return []


def _is_value(node: ast.expr | ast.FunctionDef | None) -> TypeGuard[ast.expr]:
    return isinstance(node, ast.expr)


def _common(sorts: Iterable[Sort | None]) -> Sort | None:
    """Return the sort that all have; None if they differ, or if there are none.

    Booleans and whole numbers together have no decimals either; with numbers, they may.
    """
    distinct = set(sorts)
    if distinct <= {"boolean", "whole", "number"} and len(distinct) > 1:
        return "number" if "number" in distinct else "whole"
    return distinct.pop() if len(distinct) == 1 else None


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"torch", "np", "numpy", "math"}
