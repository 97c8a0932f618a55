"""Starts child interpreters: clean environment, clean path, no input.

Chooses once between the two modules with the same interface, `posix` and `windows`.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

if sys.platform == "win32":
    from quizapp.runner.system.windows import ChildHandle, interpreter, lend_descriptors
else:
    from quizapp.runner.system.posix import ChildHandle, interpreter, lend_descriptors

__all__ = ["ChildHandle", "clean_environment", "start"]

_ALLOWED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")

_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "CUDA_VISIBLE_DEVICES": "",
    # Each thread's arena would reserve 64 MB of the limited address space.
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
"""Moves descriptors to their places, then imports one module of quizapp.

The folder of quizapp is on the path during that import only.
"""


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the few variables that a child may see, and those that it needs."""
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

    `descriptors` maps our numbers to the child's; `wrapper` is a command that starts
    the interpreter. `-P` keeps the working directory and `-s` the user's packages
    off the path; `-I` would also ignore the hash seed. Raises OSError if the process
    cannot be started.
    """
    root = str(Path(__file__).parents[3])
    program, variables = interpreter()
    python = [program, "-P", "-s", "-c", _BOOT]
    with lend_descriptors(descriptors) as (lent, options):
        pairs = ",".join(f"{source}:{target}" for source, target in lent.items())
        return subprocess.Popen(
            [*wrapper, *python, root, module, pairs, *arguments],
            env={**clean_environment(environment), **variables},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
