"""What a piece of Python defines, read from its syntax: names, imports, signatures."""

import ast
from collections.abc import Sequence

_USUAL = {
    "torch": "import torch",
    "nn": "import torch.nn as nn",
    "F": "import torch.nn.functional as F",
    "math": "import math",
    "np": "import numpy as np",
    "Tensor": "from torch import Tensor",
    "List": "from typing import List",
    "Optional": "from typing import Optional",
    "Tuple": "from typing import Tuple",
}
"""What others' code takes for imported."""


def names_of(code: str) -> frozenset[str]:
    """Return the names that code defines at its top; none if it is not Python."""
    found: set[str] = set()
    for node in _body(code):
        match node:
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                found.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names = (a.asname or a.name.partition(".")[0] for a in node.names)
                found.update(names)
            case ast.Assign(targets):
                found.update(t.id for t in targets if isinstance(t, ast.Name))
            case _:
                pass
    return frozenset(found)


def imports_of(code: str) -> tuple[str, ...]:
    """Return the imports at the top of code, each as one line."""
    kinds = (ast.Import, ast.ImportFrom)
    return tuple(ast.unparse(node) for node in _body(code) if isinstance(node, kinds))


def signature_of(code: str, name: str) -> str:
    """Return how a function is called, such as `f(x, p=0.5)`; of a class, its init."""
    for node in _body(code):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return f"{name}({ast.unparse(node.args)})"
        if isinstance(node, ast.ClassDef) and node.name == name:
            return f"class {name}"
    return name


def text_before(code: str, statement: ast.stmt) -> str:
    """Return what is before a statement, without what parts it from that."""
    lines = code.split("\n")
    own = lines[statement.lineno - 1].encode()[: statement.col_offset].decode()
    return "\n".join([*lines[: statement.lineno - 1], own.rstrip("; \t")])


def defined_in(code: str) -> tuple[str, ...]:
    """Return the functions and classes that code defines at its top, in order."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return tuple(node.name for node in _body(code) if isinstance(node, kinds))


def outline_of(code: str, name: str) -> str:
    """Return code with `...` for the body of one function, or of a class's methods.

    What else the code defines is left out, since it helps with the answer.
    """
    kept: list[ast.stmt] = []
    for node in _body(code):
        if isinstance(node, ast.Import | ast.ImportFrom):
            kept.append(node)
        elif isinstance(node, ast.FunctionDef) and node.name == name:
            kept.append(_emptied(node))
        elif isinstance(node, ast.ClassDef) and node.name == name:
            methods = [
                _emptied(child) if isinstance(child, ast.FunctionDef) else child
                for child in node.body
                if isinstance(child, ast.FunctionDef) or _is_text(child)
            ]
            node.body = methods or [ast.Expr(ast.Constant(...))]
            kept.append(node)
    text = ast.unparse(ast.Module(kept, []))
    return f"{text}\n" if text else f"# define {name}\n"


def usual_imports(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the imports that pieces of code take for granted."""
    missing: set[str] = set()
    for code in codes:
        nodes = (node for part in _body(code) for node in ast.walk(part))
        used = {node.id for node in nodes if isinstance(node, ast.Name)}
        missing |= used - names_of(code)
    return tuple(line for name, line in _USUAL.items() if name in missing)


def with_usual_imports(code: str) -> str:
    """Return code that imports what it uses."""
    return _after(usual_imports([code]), code)


def with_imports_of(other: str, code: str) -> str:
    """Return code with the imports of other code as well."""
    own = imports_of(code)
    return _after([line for line in imports_of(other) if line not in own], code)


def _after(lines: Sequence[str], code: str) -> str:
    return "\n".join([*lines, "", code]) if lines else code


def _emptied(node: ast.FunctionDef) -> ast.FunctionDef:
    words = [child for child in node.body[:1] if _is_text(child)]
    node.body = [*words, ast.Expr(ast.Constant(...))]
    return node


def _is_text(node: ast.stmt) -> bool:
    """Return whether a statement is a docstring."""
    match node:
        case ast.Expr(ast.Constant(str())):
            return True
        case _:
            return False


def _body(code: str) -> list[ast.stmt]:
    try:
        return ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
