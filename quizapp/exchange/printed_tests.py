"""Tests that print: what is printed is compared with what the source expects.

The comparison knows that lists, tuples and arrays print differently, and how many
decimals the source gives. It is part of the checks, so it is run where they are.
"""

import ast
from collections.abc import Sequence

from quizapp.exchange.code_outline import text_before

HELPER = """\
import contextlib, io, re

def _tokens(value):
    def plain(v):
        if isinstance(v, dict):
            return {k: plain(v[k]) for k in sorted(v, key=str)}
        v = v.tolist() if hasattr(v, "tolist") else v
        return [plain(x) for x in v] if isinstance(v, (list, tuple)) else v
    text = value if isinstance(value, str) else str(plain(value))
    text = re.sub(r"(dtype|grad_fn|requires_grad|device)=[\\w.'<>]+", " ", text)
    of = r"\\b((np|numpy|torch)\\.)?(array|tensor|(float|u?int|bool)_?\\d*)\\("
    word, number = r"[A-Za-z_]\\w*", r"[-+]?[\\d.]*\\d\\.?(?:e[-+]?\\d+)?"
    return re.findall(rf"{word}|{number}|[^\\s,()'\\"]", re.sub(of, " ", text))

def _is_near(got, wanted):
    try:
        x, y = float(got), float(wanted)
    except ValueError:
        return got == wanted
    digits, _, power = wanted.lower().partition("e")
    places = max(len(digits.partition(".")[2]) - int(power or 0), 3)
    slack = 0.51 * 10.0 ** -min(places, 12) + 1e-6 * abs(y) * ("." in wanted)
    return abs(x - y) <= slack or x == y or (x != x and y != y)

def equal(got, wanted):
    a, b = _tokens(got), _tokens(wanted)
    return len(a) == len(b) and all(map(_is_near, a, b))
"""
"""Python for the checks: `equal` compares a value, or what was printed, with text."""


def comparing(code: str, expected: str, number: int) -> str | None:
    """Return a test as checks that use HELPER; None if it is not Python."""
    code, expected = code.strip("\n").rstrip(), expected.strip()
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not body or not expected:
        return None
    name = f"Test {number}"
    value = _single_print(body)
    literal = _literal(expected)
    if value is None or literal is None:
        lines = "\n".join(
            f"    {line}" for line in ast.unparse(ast.Module(body, [])).split("\n")
        )
        return (
            "with contextlib.redirect_stdout(io.StringIO()) as _printed:\n"
            f"{lines}\n"
            f"assert equal(_printed.getvalue(), {expected!r}), {name!r}"
        )
    before = text_before(code, body[-1]).strip("\n")
    label = f"{name}: {value} gives {expected}"
    shown = label if len(label) <= 100 and "\n" not in label else name
    last = f"assert equal({value}, {literal}), {shown!r}"
    return f"{before}\n{last}" if before else last


def _single_print(body: Sequence[ast.stmt]) -> str | None:
    """Return the expression that a test prints at its end, if it prints once."""
    prints = [
        node
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]
    match body[-1]:
        case ast.Expr(ast.Call(ast.Name("print"), [argument], [])) if len(prints) == 1:
            is_spread = isinstance(argument, ast.Starred)
            return None if is_spread else ast.unparse(argument)
        case _:
            return None


def _literal(expected: str) -> str | None:
    """Return what is expected as Python, None if it is not a literal."""
    try:
        tree = ast.parse(expected, mode="eval")
        value = ast.literal_eval(tree)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    # A set has no order, and text in quotes is printed without them.
    return None if isinstance(value, set | str | bytes) else ast.unparse(tree)
