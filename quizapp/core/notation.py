"""The notation in which values are typed and shown.

What a user types is parsed by `expression`, never evaluated, and whatever is
malformed is a `Misread` with a place, never an exception. `write` gives the
canonical text, which `read_value` reads back.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from quizapp.core.expression import ALIASES, DTYPES, Fault, parse
from quizapp.core.response import Misread
from quizapp.core.value import (
    Array,
    Dtype,
    ExceptionClass,
    Nothing,
    Number,
    Opaque,
    Sequence,
    Summary,
    Text,
    Value,
)

MAX_BYTES = 4096

_WORDS = re.compile(r"[^\W\d][\w .:;!?'’&-]*")


def read_value(text: str) -> Value | Misread:
    """Read any value: number, arithmetic, list, tensor, dtype, exception, text."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        return Misread(f"too long: at most {MAX_BYTES} bytes are read")
    if not text.strip():
        return Misread("nothing was typed")
    try:
        return parse(text)
    except Fault as fault:
        if _WORDS.fullmatch(text.strip()):
            return Text(text.strip())
        return Misread(fault.message, fault.at)


def read_number(text: str) -> Array | Misread:
    """Read one number; arithmetic and percentages included."""
    value = read_value(text)
    if isinstance(value, Misread):
        return value
    if (
        isinstance(value, Array)
        and value.shape == ()
        and not isinstance(value.elements[0], bool)
    ):
        return value
    return Misread("not a number; type one such as 0.25, 1/4 or 25%")


def read_shape(text: str) -> Array | Misread:
    """Read a shape as a 1-D array: `(2, 3)`, `torch.Size([2, 3])`, `2 3`, `2x3`."""
    stripped = text.strip()
    if stripped.casefold() in {"scalar", "0-d", "()", "[]", "torch.size([])"}:
        return Array((0,), ())
    if re.fullmatch(r"\d{1,9}(\s*[\sx×]\s*\d{1,9})*", stripped):
        dims = tuple(int(word) for word in re.findall(r"\d+", stripped))
        return Array((len(dims),), dims)
    value = read_value(text)
    if isinstance(value, Misread):
        return value
    if not isinstance(value, Array) or len(value.shape) > 1:
        return Misread("not a shape; type one such as (2, 3), or () for a scalar")
    if not all(type(size) is int and size >= 0 for size in value.elements):
        return Misread("sizes are whole numbers; type a shape such as (2, 3)")
    return Array((len(value.elements),), value.elements)


def read_dtype(text: str) -> Dtype | Misread:
    """Read an element type: `float32`, `torch.float32`, `long`."""
    name = text.strip().casefold().removeprefix("torch.")
    if name in DTYPES or name in ALIASES:
        return Dtype(ALIASES.get(name, name))
    nearest = get_close_matches(name, DTYPES, n=1)
    hint = f"did you mean {nearest[0]}?" if nearest else "type one such as float32"
    return Misread(f"not a dtype; {hint}")


def read_exception(text: str) -> ExceptionClass | Nothing | Misread:
    """Read an exception's class, or `none` for code that runs to its end."""
    stripped = text.strip()
    if stripped.casefold() in {"none", "nothing", "no", "no error", "no exception"}:
        return Nothing()
    match = re.match(r"(?:\w+\.)*(?P<name>[^\W\d]\w*)\s*(?:$|[:(])", stripped)
    if match is None or not match["name"][0].isupper():
        return Misread("type an exception's class such as ValueError, or none")
    return ExceptionClass(match["name"])


def read_printed(text: str) -> Text | Misread:
    r"""Read printed text as it is; a typed `\n` begins a new line."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        return Misread(f"too long: at most {MAX_BYTES} bytes are read")
    return Text(text.replace("\\n", "\n"))


def write(value: Value) -> str:
    """Return the canonical text of a value, numbers to seven digits."""
    match value:
        case Array(shape=shape, elements=elements):
            return _write_array(shape, iter(elements))
        case Sequence(items=items):
            return f"[{', '.join(map(write, items))}]"
        case Text(text=text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + escaped.replace("\n", "\\n") + '"'
        case Dtype(name=name) | ExceptionClass(name=name):
            return name
        case Nothing():
            return "None"
        case Summary(text=text) | Opaque(text=text):
            return text


def write_number(number: Number) -> str:
    """Return a number's text: floats always look like floats."""
    if isinstance(number, bool | int):
        return str(number)
    text = f"{number:.7g}"
    return text if re.search(r"[.en]", text) else f"{text}.0"


def _write_array(shape: tuple[int, ...], elements: Iterator[Number]) -> str:
    if not shape:
        return write_number(next(elements))
    rows = (_write_array(shape[1:], elements) for _ in range(shape[0]))
    return f"[{', '.join(rows)}]"
