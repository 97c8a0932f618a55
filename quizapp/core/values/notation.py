"""Notation: typed text read as a value of any sort, or of the sort asked for.

What a user types is parsed by `expression`, never evaluated, and anything
malformed is a `Misread` with a place, never an exception. `read_value` reads back
what `writer` writes.
"""

import re
from collections.abc import Mapping

from quizapp.core.values.dtype_names import dtype_named
from quizapp.core.values.expression import parse
from quizapp.core.values.folding import fold, original_place
from quizapp.core.values.misread import Misread, unfit_length
from quizapp.core.values.names import DTYPES, EXCEPTION
from quizapp.core.values.respelling import respell
from quizapp.core.values.tokens import Fault
from quizapp.core.values.value import (
    Array,
    Dtype,
    Text,
    Value,
)
from quizapp.core.values.writer import NOTHING_PRINTED
from quizapp.errors import nearest

NOT_A_NUMBER = "not a number; type one such as 0.25, 1/4 or 25%"

_WORDS = re.compile(r"[^\W\d][\w .:;!?'’&-]*")
_RAISED = re.compile(r"(?:\w+\.)*(\w+):")
_DECIMAL_COMMA = re.compile(r"\s*([+-]?\d{1,12}),(\d{1,12})\s*")
_SIZES = re.compile(r"\d{1,9}(?:\s*(?:,|;|x|×|\bby\b|\s)\s*\d{1,9})*", re.IGNORECASE)
_ROW = re.compile(
    r"\s*{item}(?:\s+{item})+\s*".format(item=r"(?:[\d.]+(?:e-?\d+)?|true|false|nan)"),
    re.IGNORECASE,
)
"""Numbers or truth values with spaces between them: a list without its brackets."""
_SCALAR = {"scalar", "a scalar", "0-d", "0d", "0-dim", "0-dimensional", "empty"}
_CONSTANTS = ("true", "false", "none", "inf", "-inf")


def read_value(text: str, names: Mapping[str, Value] | None = None) -> Value | Misread:
    """Read any value: number, arithmetic, list, tensor, dtype, exception, text.

    `names` have values of their own, and come before constants.
    """
    if (unfit := unfit_length(text)) is not None:
        return unfit
    plain = respell(text)
    if isinstance(plain, Misread):
        return plain
    if comma := _DECIMAL_COMMA.fullmatch(plain):
        return _which_comma(
            comma[1], comma[2], original_place(text, plain, comma.end(1))
        )
    row = f"[{plain}]" if _ROW.fullmatch(plain) else plain
    try:
        return parse(row, names)
    except Fault as fault:
        at = original_place(text, plain, fault.at)
        return _text_or_misread(fold(text).strip(), Misread(fault.message, at))


def _text_or_misread(words: str, misread: Misread) -> Text | Misread:
    """Take what is no other value as text, unless a constant was probably meant."""
    if near := nearest(words.casefold(), _CONSTANTS, cutoff=0.75):
        return Misread(f"did you mean {near}? (text goes in quotes)")
    return Text(words, bare=True) if _is_words(words) else misread


def _which_comma(whole: str, rest: str, at: int | None) -> Misread:
    """Ask whether a bare `5,55` is one number or two: a guess would be judged."""
    number = f"{whole}.{rest}" + (f" or {whole}{rest}" if len(rest) == 3 else "")
    message = f"a comma separates values: type {number}, or [{whole}, {int(rest)}]"
    return Misread(message, at)


def _is_words(text: str) -> bool:
    """Return whether a text is plain words, or an exception with any message."""
    raised = _RAISED.match(text)
    if raised is not None and EXCEPTION.fullmatch(raised[1]):
        return True
    return _WORDS.fullmatch(text) is not None


def read_number(text: str, names: Mapping[str, Value] | None = None) -> Array | Misread:
    """Read one number; arithmetic and percentages included."""
    value = read_value(text, names)
    if isinstance(value, Misread):
        return value
    if (
        isinstance(value, Array)
        and value.shape == ()
        and not isinstance(value.elements[0], bool)
    ):
        return value
    return Misread(NOT_A_NUMBER)


def read_shape(text: str, names: Mapping[str, Value] | None = None) -> Array | Misread:
    """Read a shape as a 1-D array: `(2, 3)`, `torch.Size([2, 3])`, `2 3`, `2x3`."""
    if (unfit := unfit_length(text)) is not None:
        return unfit
    stripped = text.strip()
    if stripped.casefold() in _SCALAR:
        return Array((0,), ())
    bracketed = stripped[0] + stripped[-1] in {"()", "[]"}
    inner = stripped[1:-1].strip() if bracketed else stripped
    if _SIZES.fullmatch(inner):
        dims = tuple(int(word) for word in re.findall(r"\d+", inner))
        return Array((len(dims),), dims)
    value = read_value(text, names)
    if not isinstance(value, Array) or len(value.shape) > 1:
        at = value.at if isinstance(value, Misread) else None
        message = "not a shape; type one such as (2, 3), or () for a scalar"
        return Misread(message, at)
    if not all(type(size) is int and size >= 0 for size in value.elements):
        return Misread("sizes are whole numbers; type a shape such as (2, 3)")
    return Array((len(value.elements),), value.elements)


def read_dtype(text: str) -> Dtype | Misread:
    """Read an element type: `float32`, `torch.float32`, `long`."""
    if (unfit := unfit_length(text)) is not None:
        return unfit
    words = fold(text)
    if (name := dtype_named(words)) is not None:
        return Dtype(name)
    near = nearest(words.strip().casefold().removeprefix("torch."), DTYPES)
    hint = f"did you mean {near}?" if near else "type one such as float32"
    return Misread(f"not a dtype; {hint}")


def read_printed(text: str) -> Text | Misread:
    r"""Read printed text as it is; a typed `\n` begins a new line."""
    if (unfit := unfit_length(text)) is not None:
        return unfit
    if text.strip() in {NOTHING_PRINTED, "''"}:
        return Text("")
    return Text(text.replace("\\n", "\n"))
