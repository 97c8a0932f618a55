"""Checks: assertions that run after some code, each judged by itself.

`checks` is Python whose top level is split: every assertion is one check, and
the statements before it prepare it. The code and a harness built from the checks
become one program. The code comes first, so its line numbers hold; the harness
is a single line of data behind it, so unfinished code cannot break it in half. The
program is asked for `ROWS`, which `results` reads.

The code controls its interpreter and could fake its results: checks are for
learning, not for exams.
"""

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from quizapp.core.runs.harness import PRELUDE
from quizapp.core.values.value import Array, Items, Text, Value

_SHORTER = "compute it in steps"
ROWS = "_quiz_rows"
"""The expression whose value holds the results."""

_EASY = 200
"""Characters of a statement that need no closer look, and levels of blocks."""
_LEVELS = 8
MAX_CHECKS = 40
"""More would not fit into the one value that is returned."""

COMPARING_CALLS = frozenset({"allclose", "equal", "isclose", "array_equal"})


class Result(Struct, frozen=True):
    """The result of one check."""

    label: str
    passed: bool
    detail: str = ""
    """Why it failed: the values of both sides, or the exception."""
    lines: tuple[int, ...] = ()
    """Lines of the code on the way to the exception, from 1, the last innermost."""


class _Check(Struct, frozen=True):
    label: str
    source: str
    """Python that ends quietly if the check passes."""


def compose(code: str, checks: str) -> str:
    """Return one program: the code, then every check."""
    # An unfinished block or decorator fails at `pass`, before the harness.
    return f"{code}\n\npass\n{_run_of(_harness(checks))}\n"


def fault(checks: str) -> str | None:
    """Return the problem of the checks as they are written, None if they have none."""
    try:
        tree = ast.parse(checks)
        groups, rest = _grouped(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f" (its line {error.lineno})" if isinstance(error, SyntaxError) else ""
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        return f"is not Python: {message}{line}; fix the syntax"
    if not groups:
        return "asserts nothing; write at least one `assert`"
    if len(groups) > MAX_CHECKS:
        return f"has {len(groups)} checks; {MAX_CHECKS} at most, so merge some"
    if rest:
        return f"`{_first_line(rest[0])}` follows the last assert; remove it"
    is_easy = _is_easy(tree.body, checks.split("\n"))
    return None if is_easy else _unwritable(checks)


def _is_easy(body: Sequence[ast.stmt], lines: Sequence[str], level: int = 0) -> bool:
    """Return whether no statement is long or deep enough to be a problem.

    Writing the harness takes most of the time in which a deck is read. An expression
    is at most as deep as it has characters, and Python writes three hundred levels.
    """
    for statement in body:
        inner = [*getattr(statement, "body", ()), *getattr(statement, "orelse", ())]
        last = inner[0].lineno - 1 if inner else statement.end_lineno or 0
        own = lines[statement.lineno - 1 : max(last, statement.lineno)]
        if isinstance(statement, ast.Try | ast.Match) or sum(map(len, own)) > _EASY:
            return False
        if inner and (level > _LEVELS or not _is_easy(inner, lines, level + 1)):
            return False
    return True


def _unwritable(checks: str) -> str | None:
    """Return why the harness cannot be written from checks that were parsed."""
    try:
        _harness(checks)
    except (ValueError, RecursionError, MemoryError):
        return f"has an expression that is too deep or too long; {_SHORTER}"
    return None


def results(value: Value | None, checks: str) -> tuple[Result, ...] | None:
    """Read the results back; None if they are not what the harness would send."""
    labels = [check.label for check in _split(checks)]
    if not isinstance(value, Items) or len(value.items) != len(labels):
        return None
    read = [_result(label, row) for label, row in zip(labels, value.items, strict=True)]
    known = tuple(result for result in read if result is not None)
    return known if len(known) == len(labels) else None


def _result(label: str, row: Value) -> Result | None:
    match row:
        case Items((Array((), (bool(passed),)), Text(detail), Array((_,), lines))):
            return Result(label, passed, detail, tuple(int(line) for line in lines))
        case _:
            return None


def _run_of(harness: str) -> str:
    """Return one line that runs the harness under a file name of its own."""
    compiled = f'_quiz.compile({harness!r}, "<checks>", "exec", dont_inherit=True)'
    return f"import builtins as _quiz; _quiz.exec({compiled}, _quiz.globals())"


@lru_cache(maxsize=64)
def _harness(checks: str) -> str:
    return "\n".join([PRELUDE, *map(_guarded, _split(checks))])


def _guarded(check: _Check) -> str:
    body = "\n".join(f"    {line}" for line in check.source.split("\n"))
    return (
        f"try:\n{body}\n    _quiz_pass()\n"
        "except _quiz.BaseException as _quiz_error:\n    _quiz_fail(_quiz_error)\n"
    )


@lru_cache(maxsize=64)
def _split(checks: str) -> tuple[_Check, ...]:
    groups, _ = _grouped(ast.parse(checks))
    return tuple(_check(group) for group in groups)


def _grouped(tree: ast.Module) -> tuple[list[list[ast.stmt]], list[ast.stmt]]:
    """Group statements with the check they prepare; the rest prepare none."""
    groups: list[list[ast.stmt]] = []
    pending: list[ast.stmt] = []
    for statement in tree.body:
        pending.append(statement)
        if next(_asserts_in(statement), None) is not None:
            groups.append(pending)
            pending = []
    return groups, pending


def _asserts_in(statement: ast.stmt) -> Iterator[ast.Assert]:
    """Yield the assertions that run when the statement does."""
    if isinstance(statement, ast.Assert):
        yield statement
    elif not isinstance(
        statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ):
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt):
                yield from _asserts_in(child)
            elif isinstance(child, ast.ExceptHandler | ast.match_case):
                for inner in child.body:
                    yield from _asserts_in(inner)


def _check(group: list[ast.stmt]) -> _Check:
    label = _label(next(_asserts_in(group[-1])), group[-1])
    probing = _Probing()
    # Parse the sources again, since the transformer changes its tree.
    tree = probing.visit(ast.parse("\n".join(map(ast.unparse, group))))
    return _Check(label, ast.unparse(ast.fix_missing_locations(tree)))


def _label(check: ast.Assert, statement: ast.stmt) -> str:
    match check.msg:
        case ast.Constant(str(text)):
            return " ".join(text.split())
        case ast.JoinedStr():
            return ast.unparse(check.msg)[2:-1]
        case _:
            shown = check.test if statement is check else statement
            return _cut(_first_line(shown), 100)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


class _Probing(ast.NodeTransformer):
    """Replaces assertions by ones that report the values of both sides."""

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        test, shown = _probed(node.test)
        reason = ast.Constant(None)
        message = node.msg
        if message is not None and not isinstance(message, ast.Constant):
            reason = ast.Lambda(_no_arguments(), message)  # type: ignore[assignment]
        claim = ast.Constant("" if message is None else _claim(node.test))
        values = ast.List([value for _, value in shown], ast.Load())
        sources = ast.List([ast.Constant(source) for source, _ in shown], ast.Load())
        saved = ast.Assign([ast.Name("_quiz_values", ast.Store())], values)
        call = ast.Call(
            ast.Name("_quiz_hold", ast.Load()),
            [test, claim, sources, ast.Name("_quiz_values", ast.Load()), reason],
            [],
        )
        return [saved, ast.Expr(call)]


def _claim(test: ast.expr) -> str:
    """Return the expression that a message hides, or nothing if it is constant."""
    constant = isinstance(test, ast.Constant)
    return "" if constant else _cut(" ".join(ast.unparse(test).split()), 100)


def _no_arguments() -> ast.arguments:
    return ast.arguments([], [], None, [], [], None, [])


_LITERAL = (
    ast.Constant,
    ast.UnaryOp,
    ast.unaryop,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.expr_context,
    ast.Attribute,
    ast.Call,
    ast.keyword,
    ast.BinOp,
    ast.operator,
)

_Shown = list[tuple[str, ast.expr]]


def _probed(test: ast.expr) -> tuple[ast.expr, _Shown]:
    """Return the test over saved values, and these values with their sources.

    The source is empty if it shows its own value.
    """
    match test:
        case ast.UnaryOp(ast.Not(), inner):
            probed, shown = _probed(inner)
            return ast.UnaryOp(ast.Not(), probed), shown
        case ast.Compare(left, ops, rights):
            shown = [_shown(side) for side in (left, *rights)]
            saved = [_saved(place) for place in range(len(shown))]
            return ast.Compare(saved[0], ops, saved[1:]), shown
        case ast.Call(function, [_, _, *_] as sides, keywords) if _compares(test):
            shown = [_shown(side) for side in sides]
            saved = [_saved(place) for place in range(len(shown))]
            return ast.Call(function, saved, keywords), shown
        case _:
            return test, []


def _compares(call: ast.Call) -> bool:
    starred = any(isinstance(side, ast.Starred) for side in call.args)
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in COMPARING_CALLS and not starred
        case _:
            return False


def _shown(side: ast.expr) -> tuple[str, ast.expr]:
    source = ast.unparse(side)
    plain = len(source) <= 60 and all(map(_is_literal, ast.walk(side)))
    return "" if plain else _cut(" ".join(source.split()), 60), side


def _is_literal(node: ast.AST) -> bool:
    """Return whether an expression's part shows its own value: `torch.zeros(2)`."""
    if isinstance(node, ast.Name):
        return node.id == "torch"
    return isinstance(node, _LITERAL)


def _saved(place: int) -> ast.expr:
    values = ast.Name("_quiz_values", ast.Load())
    return ast.Subscript(values, ast.Constant(place), ast.Load())
