"""What code needs that a card cannot have: packages, files, a GPU, a notebook.

These are found in the syntax, so that the user reads a reason and not what the
sandbox refused. What is not found here is found by the run.
"""

import ast
import re
import sys
from collections.abc import Iterator

TOO_DEEP = "is nested too deeply"
_PACKAGES = frozenset({"torch", "numpy"})
_NETWORK = frozenset(
    {"ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "ssl", "urllib"}
)
_PROCESSES = frozenset({"subprocess", "multiprocessing", "concurrent"})
_CALLS = {
    "input": "waits for input",
    "get_ipython": "needs Jupyter",
    "display": "needs Jupyter",
    "open": "reads or writes a file (`open`)",
}
_OF_PATHS = frozenset(
    {"read_text", "read_bytes", "write_text", "write_bytes", "savefig", "tofile"}
)
_FILES = frozenset(
    {"load", "save", "savez", "loadtxt", "savetxt", "genfromtxt", "fromfile"}
    | {"dump", "listdir", "makedirs", "mkdir", "remove"}
)
_FILE_ROOTS = frozenset({"np", "numpy", "torch", "json", "pickle", "os"})
_CLOCKS = frozenset({"time", "perf_counter", "monotonic", "now", "today", "utcnow"})
_CLOCK_ROOTS = frozenset({"time", "datetime", "date"})

_MAGIC = re.compile(r"^[ \t]*(?:%|!|\?)|^[^#'\"\n]*=[ \t]*[!%]\w|^[\w. ]+\?+[ \t]*$")
_HARMLESS = re.compile(
    r"^[ \t]*%(?:matplotlib|load_ext|autoreload|config|reload_ext)\b"
)


def without_commands(source: str) -> tuple[str, str]:
    """Return a cell without its notebook commands, and the first that matters.

    A cell of another language, which starts with `%%`, becomes empty.
    """
    first = source.lstrip().partition("\n")[0].rstrip()
    if first.startswith("%%"):
        return "", first
    kept, command = [], ""
    for line in source.split("\n"):
        if not _MAGIC.match(line):
            kept.append(line)
            continue
        if not _HARMLESS.match(line):
            command = command or line.strip()
        kept.append(f"{line[: len(line) - len(line.lstrip())]}pass")
    text = "\n".join(kept)
    return (text if any(line != "pass" for line in kept) else ""), command


def obstacle(source: str) -> str | None:
    """Return why code cannot run on a card, None if nothing is known against it."""
    tree = ast.parse(source)
    is_conditional = "is_available" in source
    for node in ast.walk(tree):
        for reason in _obstacles(node):
            if not (is_conditional and "GPU" in reason):
                return reason
    return None


def _obstacles(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import() | ast.ImportFrom():
            for name in _imported(node):
                yield from _of_package(name)
        case ast.Constant(str(text)):
            if text in ("cuda", "mps") or text.startswith("cuda:"):
                yield "needs a GPU"
        case ast.Call(ast.Name(name)) if name in _CALLS:
            yield _CALLS[name]
        case ast.Call(ast.Attribute() as method):
            yield from _of_method(method)
        case _:
            pass


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "" if not node.level else ""]


def _of_package(name: str) -> Iterator[str]:
    package = name.partition(".")[0]
    if not package:
        yield "imports a file next to it"
    elif package in _NETWORK:
        yield f"needs the network (`{package}`)"
    elif package in _PROCESSES:
        yield f"starts processes (`{package}`)"
    elif package not in _PACKAGES and package not in sys.stdlib_module_names:
        yield f"needs `{package[:60]}`; cards have torch, numpy and Python's library"


def _of_method(method: ast.Attribute) -> Iterator[str]:
    root = method.value.id if isinstance(method.value, ast.Name) else ""
    name = method.attr
    if name == "cuda":
        yield "needs a GPU"
    elif name in _OF_PATHS or (name in _FILES and root in _FILE_ROOTS):
        yield f"reads or writes a file (`{name}`)"
    elif name in _CLOCKS and root in _CLOCK_ROOTS:
        yield f"depends on the clock (`{root}.{name}`)"
    elif ast.unparse(method).startswith("torch.hub."):
        yield "needs the network (`torch.hub`)"
