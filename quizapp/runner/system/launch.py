"""How a child interpreter is started: clean environment, clean path, no input."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

if sys.platform == "win32":
    from quizapp.runner.system.windows import ChildHandle, interpreter, passed
else:
    from quizapp.runner.system.posix import ChildHandle, interpreter, passed

__all__ = ["ChildHandle", "clean", "start"]

_ALLOWED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")

_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "CUDA_VISIBLE_DEVICES": "",
    # Each thread's arena would reserve 64 MB of the address space that is limited.
    "MALLOC_ARENA_MAX": "1",
}

_BOOT = """\
import os, sys
root, module, pairs, *arguments = sys.argv[1:]
for pair in pairs.split(","):
    source, target = map(int, pair.split(":"))
    if sys.platform == "win32":
        import msvcrt
        source = msvcrt.open_osfhandle(source, 0)
    if source != target:
        os.dup2(source, target)
        os.close(source)
sys.path.insert(0, root)
from importlib import import_module
main = import_module(module).main
sys.path.remove(root)
sys.argv[:] = [""]
main(*arguments)
"""
"""Puts descriptors in place, imports one module of quizapp, forgets where from."""


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the few variables that a child may see."""
    allowed = {name: environment[name] for name in _ALLOWED if name in environment}
    return {**allowed, **_FIXED}


def start(
    module: str,
    environment: Mapping[str, str],
    descriptors: Mapping[int, int],
    arguments: Sequence[str] = (),
    wrapper: Sequence[str] = (),
) -> "subprocess.Popen[bytes]":
    """Start a module's `main(*arguments)` in its own session and environment.

    `descriptors` maps ours to the child's; `wrapper` is a command that starts
    the interpreter. `-P` keeps the working directory and `-s` the user's packages
    off the path; not `-I`, which would ignore the hash seed. Raises OSError if it
    cannot be started.
    """
    root = str(Path(__file__).parents[3])
    program, variables = interpreter()
    python = [program, "-P", "-s", "-c", _BOOT]
    with passed(descriptors) as (lent, options):
        pairs = ",".join(f"{source}:{target}" for source, target in lent.items())
        return subprocess.Popen(
            [*wrapper, *python, root, module, pairs, *arguments],
            env={**clean(environment), **variables},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
