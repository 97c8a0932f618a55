"""Worker: runs one program in this interpreter and reports its result.

Standard output and error are sent raw; results are sent as the frames of `protocol`.

The snippet controls this interpreter: nothing here protects against it, and the app
believes only what its frame reader has checked.
"""

import builtins
import ctypes
import errno
import json
import linecache
import math
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import ModuleType
from typing import TypeVar

from quizapp.runner.child.drawing import encode_drawing, encode_histogram
from quizapp.runner.child.encoding import encode
from quizapp.runner.child.leaves import Json
from quizapp.runner.child.refusals import refused_act
from quizapp.runner.protocol import (
    CODE_FD,
    FRAMES_FD,
    MAX_BASES,
    MAX_FRAME,
    MAX_MEMORY,
    MAX_TEXT,
    FrameType,
    ProgramMessage,
    header,
)

Answer = TypeVar("Answer")

SNIPPET = "<snippet>"
ASK = "<ask>"

MAX_LINE = 2**31
"""Number of a line: no code is that long."""

_ZERO_LIMITS = ("RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE")
"""Resources that a run gets none of; only Linux has the last two."""

_libc = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)

_is_confined = False
"""Whether a refused act is the sandbox's doing."""

baseline: dict[int, int] = {}
"""Memory in use when the limits were first set, in bytes, by resource."""


def serve(*, is_confined: bool) -> None:
    """Report readiness, read one program, run it, and exit.

    `is_confined`: whether every layer of the sandbox is applied to this process.
    """
    global _is_confined  # noqa: PLW0603  # a fact of this process, as its limits are
    _is_confined = is_confined
    _open_streams()
    versions = {"python": sys.version.split()[0], "torch": _torch_version()}
    _send(FrameType.READY, versions)
    program: ProgramMessage = json.loads(_read_all(CODE_FD))
    _send(FrameType.BEGUN, {})
    lower_limits(program["cpu"], program["memory"])
    seed(program["seed"])
    run(program["code"], program["ask"], program["show"])
    os._exit(0)


def preload() -> None:
    """Import torch and run its common operations once, on one thread.

    Several of them import or build something at their first use, which takes up to a
    second. A snippet should not have to wait for that.
    """
    import numpy as np
    import torch

    torch.set_num_threads(1)
    np.random.default_rng(0)
    import torch._decomp.decompositions_for_jvp  # a forward derivative's first use
    import torch._dynamo
    import torch.distributions
    import torch.func
    import torch.optim
    import torch.utils.checkpoint
    import torch.utils.data

    model = torch.nn.Sequential(
        torch.nn.Conv1d(2, 2, 1), torch.nn.Flatten(), torch.nn.Linear(4, 2)
    )
    optimizer = torch.optim.Adam(model.parameters())
    functional = torch.nn.functional
    loss = functional.cross_entropy(
        functional.dropout(model(torch.ones(2, 2, 2)), 0.5), torch.tensor([0, 1])
    )
    loss.backward()
    optimizer.step()
    query = torch.ones(1, 1, 2, 2)
    functional.scaled_dot_product_attention(query, query, query)
    repr(query)


def lower_priority() -> None:
    """Let the system favor other processes when time or memory is short."""
    if sys.platform == "win32":  # a lower priority there may get no time at all
        return
    with suppress(OSError):
        os.nice(5)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
        score.write("1000")


def set_base_limits() -> None:
    """Set the limits of every run, before any code arrives.

    Memory counts from what the process uses now. `lower_limits` can only lower them.
    """
    if sys.platform == "win32":  # a job object holds the limits there
        return
    import resource

    baseline.update(_memory_in_use())
    for name in _ZERO_LIMITS:
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    for kind, used in baseline.items():
        resource.setrlimit(kind, (used + MAX_MEMORY, used + MAX_MEMORY))


def lower_limits(cpu: float, memory: int) -> None:
    """Lower the limits to those of one run: seconds of CPU time, bytes of memory."""
    if sys.platform == "win32":
        return
    import resource

    seconds = math.ceil(time.process_time() + cpu)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for kind, used in baseline.items():
        bytes_ = used + min(memory, MAX_MEMORY)
        resource.setrlimit(kind, (bytes_, bytes_))


def _memory_in_use() -> dict[int, int]:
    """Return the bytes of address space and of data, by the resource to limit."""
    if sys.platform == "win32":
        return {}
    import resource

    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
            pages = [int(word) for word in statm.read().split()]
    except OSError:  # not Linux: RLIMIT_AS is not reliable there
        return {}
    page = os.sysconf("SC_PAGE_SIZE")
    kinds = {resource.RLIMIT_AS: pages[0], resource.RLIMIT_DATA: pages[5]}
    return {kind: used * page for kind, used in kinds.items()}


def warm_up() -> None:
    """Run something like a snippet once, so that the pages it writes are copied."""
    code = (
        "import torch\n"
        "x = torch.tensor([1., 2., 3.])\n"
        "mask = torch.tensor([1., 0., 1.])\n"
        "y = torch.nn.functional.dropout(x, 0.5) + x * mask / (1 - 0.2)\n"
        "text = f'{y}'\n"
    )
    namespace = ModuleType("__main__").__dict__
    exec(compile(code, SNIPPET, "exec", dont_inherit=True), namespace)
    value = eval(compile("y", ASK, "eval", dont_inherit=True), namespace)
    json.dumps(encode(value))
    seed(0)


def seed(number: int) -> None:
    """Seed `random`, numpy and torch; each only if it is loaded."""
    import random

    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number % 2**32)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number)


def run(code: str, ask: str | None, show: Sequence[tuple[str, str]]) -> None:
    """Execute the code, evaluate what is asked and shown, report. Never raises.

    `show` has pairs of an expression and how to draw its value.
    """
    module = ModuleType("__main__")
    sys.modules["__main__"] = module
    linecache.cache[SNIPPET] = (
        len(code),
        None,
        code.splitlines(keepends=True),
        SNIPPET,
    )
    try:
        exec(compile(code, SNIPPET, "exec", dont_inherit=True), module.__dict__)
        if ask is not None:
            value = eval(
                compile(ask.strip(), ASK, "eval", dont_inherit=True), module.__dict__
            )
            _send(FrameType.VALUE, encode(value))
        for expression, style in show:
            _show(module.__dict__, expression, style)
    except BaseException as error:
        _send(FrameType.RAISED, _exception(error))
    _flush()
    _send(FrameType.DONE, {})


def _show(names: Json, expression: str, style: str) -> None:
    """Report a value to draw; leave out one that cannot be computed."""
    with suppress(Exception):
        value = eval(compile(expression, ASK, "eval", dont_inherit=True), names)
        is_histogram = style == "histogram"
        drawn = encode_histogram(value) if is_histogram else encode_drawing(value)
        frame = {"name": expression, "value": drawn}
        if len(json.dumps(frame)) > MAX_FRAME - 64:
            frame["value"] = encode(value)
        _send(FrameType.SHOWN, frame)


def _exception(error: BaseException) -> Json:
    try:
        message = str(error)[:MAX_TEXT]
    except BaseException:
        message = "(its message raised)"
    return {
        "type": type(error).__name__[:100],
        "bases": [base.__name__[:100] for base in type(error).__mro__[:-1]][:MAX_BASES],
        "message": message,
        "line": _ask(_line, error),
        "memory": _ask(_is_memory, error, message) is True,
        "refused": _ask(refused_act, error) if _is_confined else None,
    }


def _line(error: BaseException) -> int | None:
    """Return the innermost line of the snippet in the traceback."""
    if isinstance(error, SyntaxError) and error.filename == SNIPPET:
        line = error.lineno  # the snippet may have set it
        return line if type(line) is int and line < MAX_LINE else None
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == SNIPPET]
    return lines[-1] if lines else None


def _ask(question: Callable[..., Answer], *arguments: object) -> Answer | None:
    """Ask about an exception; None if its class, the snippet's, raises meanwhile."""
    with suppress(BaseException):
        return question(*arguments)
    return None


def _is_memory(error: BaseException, message: str) -> bool:
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    if not isinstance(error, RuntimeError):
        return False
    return "allocate memory" in message or "not enough memory" in message  # Windows


def _send(type_: bytes, payload: Json) -> None:
    body = json.dumps(payload).encode("ascii")
    data = header(type_, len(body)) + body
    while data:
        data = data[os.write(FRAMES_FD, data) :]


def _read_all(fd: int) -> bytes:
    parts = []
    while part := os.read(fd, 65536):
        parts.append(part)
    os.close(fd)
    return b"".join(parts)


def _open_streams() -> None:
    """Make output unbuffered, and able to carry any character."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = builtins.open(  # noqa: SIM115, PTH123  # open as long as the process
            number,
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            buffering=1,
            newline="\n",  # on Windows too
        )
        stream.reconfigure(write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _flush() -> None:
    _libc.fflush(None)  # output of C code
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):  # the snippet may have closed or replaced it
            stream.flush()


def _torch_version() -> str:
    torch = sys.modules.get("torch")
    return "" if torch is None else str(torch.__version__)
