"""Tests of other programs as checks: each assertion is named after its test."""

import ast

from quizapp.core.runs.checks import fault


def labeled(code: str, name: str) -> str:
    """Return a test whose assertions say its name; empty if it is not Python.

    A test without assertions passes if it runs to its end.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    lines = code.split("\n")
    for node in sorted(asserts, key=lambda node: (-node.lineno, -node.col_offset)):
        new = ast.unparse(ast.Assert(node.test, _message(node.msg, name)))
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        before, after = lines[first], lines[last - 1]
        start = before.encode()[: node.col_offset].decode()
        end = after.encode()[node.end_col_offset :].decode()
        lines[first:last] = [f"{start}{new}{end}"]
    text = "\n".join(lines)
    if fault(text) is not None:  # nothing is asserted, or not at the end
        text = f"{text}\nassert True, {f'{name}: runs'!r}"
    return text if fault(text) is None else ""


def _message(message: ast.expr | None, name: str) -> ast.expr:
    match message:
        case None:
            return ast.Constant(name)
        case ast.Constant(str(text)):
            return ast.Constant(f"{name}: {text}")
        case ast.JoinedStr(values):
            return ast.JoinedStr([ast.Constant(f"{name}: "), *values])
        case _:
            return message
