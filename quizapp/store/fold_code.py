"""Fold code: a hash of the code that an index of memories follows from.

It covers what fills an index and what adds each later event to it: every module of the
sealed folders that they import, however deeply, and no other. A new version of quizapp
that folds as before keeps the index. Comments and docstrings do not count. It takes a
while, so it is kept until a source file changes. What is hashed is bytecode, not syntax
trees: Python before 3.12.3 fails where two threads build trees at once (gh-106905), and
figures are read in a thread.
"""

import dis
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from types import CodeType

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
    codes = modules_behind(module, package)
    lines = [sys.version, msgspec.__version__]
    lines += (f"{name} {_text(codes[name])}" for name in sorted(codes))
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def modules_behind(module: str, package: Path) -> dict[str, CodeType]:
    """Return a module and all that it imports from the package, by their names."""
    codes: dict[str, CodeType] = {}
    left = [module]
    while left:
        name = left.pop()
        file = _file(name, package)
        if name not in codes and file is not None:
            codes[name] = _compiled(file)
            left += [*_imported(codes[name]), name.rpartition(".")[0]]
    return codes


def _compiled(file: Path) -> CodeType:
    """Return a module's code without docstrings and assertions."""
    return compile(file.read_bytes(), "", "exec", dont_inherit=True, optimize=2)


def _file(module: str, package: Path) -> Path | None:
    """Return the file of a module; None if it is a name in one, or not sealed."""
    first, *names = module.split(".")
    if first != package.name or names[:1] not in ([folder] for folder in cache.SEALED):
        return None
    place = package.joinpath(*names)
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def _imported(code: CodeType) -> Iterator[str]:
    """Yield what is imported at any time, and each name that is imported from it."""
    module = ""
    for instruction in dis.get_instructions(code):
        match instruction.opname:
            case "IMPORT_NAME":
                module = instruction.argval
                yield module
            case "IMPORT_FROM":
                yield f"{module}.{instruction.argval}"
            case _:
                pass
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _imported(constant)


def _text(constant: object) -> str:
    """Return a constant of some code; of code, all that it does, but not its lines.

    From Python 3.13 on, the line on which a class begins is a constant, and counts.
    """
    match constant:
        case CodeType():
            names = (constant.co_names, constant.co_varnames, constant.co_freevars)
            return repr(
                (
                    *(constant.co_name, constant.co_flags, constant.co_code, *names),
                    *(constant.co_argcount, constant.co_posonlyargcount),
                    *(constant.co_kwonlyargcount, constant.co_exceptiontable),
                    *map(_text, constant.co_consts),
                )
            )
        case tuple():
            return f"({','.join(map(_text, constant))})"
        case frozenset():  # its order differs from process to process
            return f"{{{','.join(sorted(map(_text, constant)))}}}"
        case _:
            return repr(constant)
