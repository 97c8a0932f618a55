"""The child: runs one program and reports what it gave. Imports nothing of quizapp.

Standard output and error go out raw. Frames go out on a descriptor of their
own: a type byte, a 32-bit big-endian length, UTF-8 JSON. `R` says the child is
ready, `V` carries the value asked for, `X` an exception, `D` that it is done.
Numbers travel as text, so that nan, inf and large integers arrive unharmed.

The snippet owns this interpreter: nothing here protects against it, and the
app believes nothing but what its frame reader has checked.
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
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any

MAX_FRAME = 64 * 1024
MAX_ELEMENTS = 256
MAX_NODES = 512
MAX_DEPTH = 6
MAX_TEXT = 2000
MAX_DRAWN = 4096
"""Elements of a value that is drawn."""
BINS = 12

MAX_MEMORY = 512 * 2**20
"""Bytes a run may take beyond what the interpreter already has."""

SNIPPET = "<snippet>"
ASK = "<ask>"

Json = dict[str, Any]

try:
    import resource
except ImportError:  # Windows has none of these limits
    resource = None  # type: ignore[assignment]

_LINUX_NOTHING = [
    getattr(resource, name)
    for name in ("RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE")
    if hasattr(resource, name)
]

_libc = ctypes.CDLL(None) if sys.platform != "win32" else None

baseline: dict[int, int] = {}
"""What the process had when it was bounded, by the limit's kind."""


def serve(code_fd: int, frames_fd: int) -> None:
    """Announce readiness, take one program from `code_fd`, run it, leave."""
    _open_streams()
    versions = {"python": sys.version.split()[0], "torch": _torch_version()}
    _send(frames_fd, b"R", versions)
    program = json.loads(_read_all(code_fd))
    bound_run(program["cpu"], program["memory"])
    seed(program["seed"])
    run(program["code"], program["ask"], program["show"], frames_fd)
    os._exit(0)


def preload() -> None:
    """Import torch and run its common operations once, on one thread.

    The first use of several of them imports or builds something lazily: up to a
    second that would otherwise fall on a snippet.
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


def be_the_first_to_go() -> None:
    """Let the system prefer others: when it is short of memory, and of time."""
    with suppress(OSError):
        os.nice(5)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
        score.write("1000")


def bound_resources() -> None:
    """Put the limits on that hold for every run, before any code arrives.

    Memory counts from what the process has now. `bound_run` can only lower them.
    """
    if resource is None:
        return
    baseline.update(_memory_in_use())
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, *_LINUX_NOTHING):
        resource.setrlimit(kind, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    for kind, used in baseline.items():
        resource.setrlimit(kind, (used + MAX_MEMORY, used + MAX_MEMORY))


def bound_run(cpu: float, memory: int) -> None:
    """Lower the limits to what one run may use."""
    if resource is None:
        return
    seconds = math.ceil(time.process_time() + cpu)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for kind, used in baseline.items():
        bytes_ = used + min(memory, MAX_MEMORY)
        resource.setrlimit(kind, (bytes_, bytes_))


def _memory_in_use() -> dict[int, int]:
    """Return bytes of address space and of data, by the limit that bounds them."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
            pages = [int(word) for word in statm.read().split()]
    except OSError:  # elsewhere RLIMIT_AS is not dependable, and there is no baseline
        return {}
    page = os.sysconf("SC_PAGE_SIZE")
    kinds = {resource.RLIMIT_AS: pages[0], resource.RLIMIT_DATA: pages[5]}
    return {kind: used * page for kind, used in kinds.items()}


def rehearse() -> None:
    """Run something like a snippet once: the pages it writes are copied by now."""
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


def run(code: str, ask: str | None, show: list[list[str]], frames_fd: int) -> None:
    """Execute the code, evaluate what is asked and shown, report. Never raises."""
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
            _send(frames_fd, b"V", encode(value))
        for expression, sort in show:
            _show(module.__dict__, expression, sort, frames_fd)
    except BaseException as error:
        _send(frames_fd, b"X", _exception(error))
    _flush()
    _send(frames_fd, b"D", {})


def _show(names: Json, expression: str, sort: str, frames_fd: int) -> None:
    """Report a value to be drawn; one that cannot be had is left out."""
    with suppress(Exception):
        value = eval(compile(expression, ASK, "eval", dont_inherit=True), names)
        picture = _histogram(value) if sort == "histogram" else _picture(value)
        frame = {"name": expression, "value": picture}
        if len(json.dumps(frame)) > MAX_FRAME - 64:
            frame["value"] = encode(value)
        _send(frames_fd, b"S", frame)


def _picture(value: Any) -> Json:  # noqa: ANN401  # any tensor, list or number
    """Describe numbers to five digits: what is drawn needs no more."""
    import torch

    if isinstance(value, dict):
        named = [(str(name)[:40], line) for name, line in list(value.items())[:4]]
        pairs = [[{"k": "text", "text": name}, _picture(line)] for name, line in named]
        return {
            "k": "sequence",
            "items": [{"k": "sequence", "items": p} for p in pairs],
        }
    if isinstance(value, list | tuple) and any(
        isinstance(v, list | tuple) for v in value
    ):
        return {"k": "sequence", "items": [_picture(item) for item in value[:4]]}
    tensor = torch.as_tensor(value).detach()
    if tensor.is_complex() or tensor.numel() > MAX_DRAWN:
        return encode(tensor)
    dtype = str(tensor.dtype).removeprefix("torch.")
    plain = tensor.dequantize() if tensor.is_quantized else tensor.to_dense()
    data = [
        f"{each:.5g}" if isinstance(each, float) else _number(each)
        for each in plain.reshape(-1).tolist()
    ]
    dtype_ = dtype if isinstance(value, torch.Tensor) else None
    return {"k": "array", "shape": list(plain.shape), "dtype": dtype_, "data": data}


def _histogram(value: Any) -> Json:  # noqa: ANN401  # any tensor, list or number
    """Count a value's numbers in equal bins over their range."""
    import torch

    numbers = torch.as_tensor(value).detach().to(torch.float64).reshape(-1)
    numbers = numbers[numbers.isfinite()]
    low, high = float(numbers.min()), float(numbers.max())
    counts = torch.histc(numbers, BINS, low, high) if high > low else torch.ones(1)
    ends = {"k": "array", "shape": [2], "dtype": None, "data": [repr(low), repr(high)]}
    data = [str(int(count)) for count in counts.tolist()]
    bins = {"k": "array", "shape": [len(data)], "dtype": None, "data": data}
    return {"k": "sequence", "items": [bins, ends]}


def encode(value: object) -> Json:
    """Describe a value as JSON, within the limits on size, depth and nodes."""
    try:
        described = _Encoder().encode(value, 0)
    except BaseException:
        described = _opaque(value)
    if len(json.dumps(described)) > MAX_FRAME - 64:
        return _opaque(value)
    return described


class _TooLarge(Exception):
    """The value has more nodes, or is deeper, than a frame may carry."""


class _Encoder:
    def __init__(self) -> None:
        self._nodes = 0

    def encode(self, value: object, depth: int) -> Json:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise _TooLarge
        torch = sys.modules.get("torch")
        if torch is not None:
            if isinstance(value, torch.Tensor):
                return _tensor(value)
            if isinstance(value, torch.dtype):
                return {"k": "dtype", "name": str(value).removeprefix("torch.")}
        if _is_numpy(value):
            return _numpy(value)
        if isinstance(value, bool | int | float):
            return {"k": "array", "shape": [], "dtype": None, "data": [_number(value)]}
        return self._other(value, depth)

    def _other(self, value: object, depth: int) -> Json:
        if value is None:
            return {"k": "none"}
        if isinstance(value, str):
            return {"k": "text", "text": value[:MAX_TEXT]}
        if isinstance(value, list | tuple):
            return self._items(value, depth)
        if isinstance(value, BaseException):
            return {"k": "exception", "name": type(value).__name__}
        if isinstance(value, type) and issubclass(value, BaseException):
            return {"k": "exception", "name": value.__name__}
        return _opaque(value)

    def _items(self, value: Sequence[object], depth: int) -> Json:
        shape, numbers = _rectangle(value)
        if shape is not None and len(numbers) <= MAX_ELEMENTS:
            return {"k": "array", "shape": shape, "dtype": None, "data": numbers}
        items = [self.encode(item, depth + 1) for item in value]
        return {"k": "sequence", "items": items}


def _rectangle(value: object) -> tuple[list[int] | None, list[str]]:
    """Return shape and elements of nested lists of plain numbers, None for others."""
    if isinstance(value, bool | int | float):
        return [], [_number(value)]
    if not isinstance(value, list | tuple):
        return None, []
    parts = [_rectangle(item) for item in value[: MAX_ELEMENTS + 1]]
    shapes = [shape for shape, _ in parts]
    if not parts:
        return [0], []
    first = shapes[0]
    if first is None or any(shape != first for shape in shapes):
        return None, []
    return [len(value), *first], [number for _, part in parts for number in part]


def _tensor(value: Any) -> Json:  # noqa: ANN401  # any tensor, subclasses included
    shape, dtype = list(value.shape), str(value.dtype).removeprefix("torch.")
    if value.numel() > MAX_ELEMENTS:
        return _summary(shape, dtype, value)
    if value.is_complex():
        return _opaque(value)
    plain = value.detach()
    plain = plain.dequantize() if plain.is_quantized else plain
    numbers = plain.to_dense().reshape(-1).tolist() if plain.numel() else []
    data = [_number(number) for number in numbers]
    return {"k": "array", "shape": shape, "dtype": dtype, "data": data}


def _is_numpy(value: object) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray | numpy.generic)


def _numpy(value: Any) -> Json:  # noqa: ANN401  # any array or scalar of numpy
    shape, dtype = list(value.shape), str(value.dtype)
    if value.dtype.kind not in "biuf":
        return _opaque(value)
    if value.size > MAX_ELEMENTS:
        return _summary(shape, dtype, value)
    data = [_number(number) for number in value.reshape(-1).tolist()]
    return {"k": "array", "shape": shape, "dtype": dtype, "data": data}


def _summary(shape: list[int], dtype: str, value: Any) -> Json:  # noqa: ANN401
    """Describe what is too large to carry: shape, dtype, statistics, corners."""
    text = f"{dtype} of shape {tuple(shape)}"
    with suppress(Exception):
        import torch

        numbers = torch.as_tensor(value).detach().to(torch.float64)
        text += (
            f", mean {numbers.mean():.4g}, std {numbers.std():.4g},"
            f" from {numbers.min():.4g} to {numbers.max():.4g}{_corners(numbers)}"
        )
    return {"k": "summary", "shape": shape, "dtype": dtype, "text": text}


def _corners(numbers: Any) -> str:  # noqa: ANN401
    """Show the first and last elements of a vector, the four corners of a matrix."""
    if numbers.dim() == 0:
        return ""
    for dim, size in enumerate(numbers.shape):
        ends = [0, size - 1] if dim >= numbers.dim() - 2 and size > 1 else [0]
        numbers = numbers.index_select(dim, numbers.new_tensor(ends).long())
    rows = numbers.reshape(-1, numbers.shape[-1]).tolist()
    texts = [" … ".join(f"{each:.4g}" for each in row) for row in rows]
    return f"; corners {' | '.join(texts)}"


def _opaque(value: object) -> Json:
    try:
        text = repr(value)[:MAX_TEXT]
    except BaseException:
        text = "(its repr raised)"
    return {"k": "opaque", "type": type(value).__name__[:100], "text": text}


def _number(value: float) -> str:
    if isinstance(value, bool):
        return str(bool(value))
    plain = int(value) if isinstance(value, int) else float(value)
    try:
        return repr(plain)
    except ValueError:  # more digits than Python turns into text
        raise _TooLarge from None


def _exception(error: BaseException) -> Json:
    try:
        message = str(error)[:MAX_TEXT]
    except BaseException:
        message = "(its message raised)"
    return {
        "type": type(error).__name__[:100],
        "bases": [base.__name__[:100] for base in type(error).__mro__[:-1]][:20],
        "message": message,
        "line": _line(error),
        "memory": _is_memory(error, message),
    }


def _line(error: BaseException) -> int | None:
    """Return the last line of the snippet on the way to the exception."""
    if isinstance(error, SyntaxError) and error.filename == SNIPPET:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == SNIPPET]
    return lines[-1] if lines else None


def _is_memory(error: BaseException, message: str) -> bool:
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    return isinstance(error, RuntimeError) and "allocate memory" in message


def _send(fd: int, type_: bytes, payload: Json) -> None:
    body = json.dumps(payload).encode("ascii")
    data = type_ + len(body).to_bytes(4, "big") + body
    while data:
        data = data[os.write(fd, data) :]


def _read_all(fd: int) -> bytes:
    parts = []
    while part := os.read(fd, 65536):
        parts.append(part)
    os.close(fd)
    return b"".join(parts)


def _open_streams() -> None:
    """Let prints out as they come, whatever characters are in them."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = builtins.open(  # noqa: SIM115, PTH123  # lives as long as the process
            number, "w", encoding="utf-8", errors="backslashreplace", buffering=1
        )
        stream.reconfigure(write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _flush() -> None:
    if _libc is not None:
        _libc.fflush(None)  # what C printed
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):  # the snippet may have closed or replaced it
            stream.flush()


def _torch_version() -> str:
    torch = sys.modules.get("torch")
    return "" if torch is None else str(torch.__version__)
