"""Fold code: a hash of the code that an index of memories follows from.

It covers what fills an index and what adds each later event to it: every module of the
sealed folders that they import, however deeply, and no other. A new version of quizapp
that folds as before keeps the index. Comments and docstrings do not count. It takes a
while, so it is kept until a source file changes.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

from quizapp import cache

ROOT = "quizapp.store.kept_memories"
"""The module that adds events to an index; it imports the one that fills it."""
KEPT_IN = "fold-code"
"""The name of the file in the cache."""


def fold_code(folder: Path) -> str:
    """Return the hash of the code that is running, with a folder to keep it in."""
    file = folder / KEPT_IN
    kept = cache.load(file, b"", bytes.decode)
    if kept is None:
        kept = code_behind(ROOT, Path(__file__).parents[1])
        cache.store(file, b"", kept.encode())
    return kept


def code_behind(module: str, package: Path) -> str:
    """Return a hash of a module and of all that it imports from the package."""
    trees = modules_behind(module, package)
    lines = [sys.version, msgspec.__version__]
    lines += (f"{name} {_text(trees[name])}" for name in sorted(trees))
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def modules_behind(module: str, package: Path) -> dict[str, ast.Module]:
    """Return a module and all that it imports from the package, by their names."""
    trees: dict[str, ast.Module] = {}
    left = [module]
    while left:
        name = left.pop()
        file = _file(name, package)
        if name not in trees and file is not None:
            trees[name] = ast.parse(file.read_bytes())
            left += [*_imported(trees[name]), name.rpartition(".")[0]]
    return trees


def _file(module: str, package: Path) -> Path | None:
    """Return the file of a module; None if it is a name in one, or not sealed."""
    first, *names = module.split(".")
    if first != package.name or names[:1] not in ([folder] for folder in cache.SEALED):
        return None
    place = package.joinpath(*names)
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield what is imported at any time, but not what only type checkers read."""
    inner: Iterable[ast.AST] = ast.iter_child_nodes(tree)
    match tree:
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=otherwise):
            inner = otherwise
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
            return
        case ast.ImportFrom(module=str(module), names=names):
            yield module
            yield from (f"{module}.{alias.name}" for alias in names)
            return
        case _:
            pass
    for each in inner:
        yield from _imported(each)


def _text(tree: ast.Module) -> str:
    """Return what a module does, without its docstrings."""
    for node in ast.walk(tree):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef():
                node.body = [each for each in node.body if not _is_text(each)]
            case _:
                pass
    return ast.dump(tree)


def _is_text(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case _:
            return False
