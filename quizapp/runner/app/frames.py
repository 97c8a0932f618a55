"""Frames: what a child reports, checked before it is believed.

The reader never raises: at the first violation it stops reading for good. Its
buffer is bounded, and nothing is ever unpickled or evaluated.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from quizapp.core.values.value import (
    Array,
    Dtype,
    ExceptionClass,
    Items,
    Nothing,
    Number,
    Opaque,
    TensorSummary,
    Text,
    Value,
)
from quizapp.runner.protocol import (
    HEADER_BYTES,
    MAX_BASES,
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_DRAWN,
    MAX_ELEMENTS,
    MAX_FRAME,
    MAX_FRAMES,
    MAX_LENGTH,
    MAX_NESTING,
    MAX_NODES,
    MAX_PICTURES,
    MAX_TEXT,
    REFUSALS,
    FrameType,
    ValueKind,
    body_size,
)

_INTEGER = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}")
_FLOAT = re.compile(r"-?(?:[0-9]{1,30}\.[0-9]{1,30}|[0-9]{1,30})(?:e[+-]?[0-9]{1,4})?")
_SPECIAL = frozenset({"nan", "inf", "-inf"})


class Ready(Struct, frozen=True):
    """The child is set up and waits for code."""

    torch: str


class ExceptionReport(Struct, frozen=True):
    """An exception that the code raised."""

    type: str
    bases: tuple[str, ...]
    message: str
    line: int | None
    memory: bool
    refused: str
    """What the sandbox refused and what to do instead; empty if nothing."""


class FrameReader(Struct):
    """Takes bytes as they arrive; keeps the first result and what is to be drawn.

    The first value or exception counts, and nothing after `D`. `broken` is set by
    the first violation; nothing is read after it.
    """

    ready: Ready | None = None
    begun: bool = False
    value: Value | None = None
    exception: ExceptionReport | None = None
    shown: dict[str, Value] = field(default_factory=dict)
    done: bool = False
    broken: bool = False
    _buffer: bytearray = field(default_factory=bytearray)
    _total: int = 0

    def feed(self, data: bytes) -> None:
        """Read more bytes. Never raises."""
        if self.broken or self.done:
            return
        self._total += len(data)
        self._buffer += data[: MAX_FRAMES + HEADER_BYTES]
        if self._total > MAX_FRAMES:
            self._reject()
            return
        while self._take_frame():
            if self._is_finished():
                break

    def _take_frame(self) -> bool:
        if len(self._buffer) < HEADER_BYTES:
            return False
        size = body_size(self._buffer)
        if size > MAX_FRAME:
            self._reject()
            return False
        if len(self._buffer) < HEADER_BYTES + size:
            return False
        type_ = bytes(self._buffer[:1])
        body = bytes(self._buffer[HEADER_BYTES : HEADER_BYTES + size])
        del self._buffer[: HEADER_BYTES + size]
        try:
            self._accept(type_, json.loads(body.decode()))
        except (ValueError, KeyError, TypeError, RecursionError):
            self._reject()
        return True

    def _accept(self, type_: bytes, body: Any) -> None:  # noqa: ANN401  # unchecked JSON
        match type_:
            case FrameType.READY:
                self.ready = self.ready or Ready(_text(body["torch"]))
            case FrameType.BEGUN:
                self.begun = True
            case FrameType.VALUE | FrameType.RAISED:
                self._take_result(type_, body)
            case FrameType.SHOWN if len(self.shown) < MAX_PICTURES:
                value = decode(body["value"], MAX_DRAWN)
                self.shown.setdefault(_text(body["name"]), value)
            case FrameType.DONE:
                self.done = True
            case _:
                raise ValueError(type_)

    def _take_result(self, type_: bytes, body: Any) -> None:  # noqa: ANN401
        """Take a value or an exception: the first one counts."""
        if self.value is not None or self.exception is not None:
            return
        if type_ == FrameType.VALUE:
            self.value = decode(body)
        else:
            self.exception = _exception(body)

    def _is_finished(self) -> bool:
        return self.done or self.broken

    def _reject(self) -> None:
        self.broken = True
        self._buffer.clear()


def decode(body: object, elements: int = MAX_ELEMENTS) -> Value:
    """Rebuild a value from JSON, checking everything.

    An array may have `elements` elements. Raises ValueError, KeyError or TypeError
    for anything that is not a value.
    """
    nodes = iter(range(MAX_NODES))
    return _value(body, 0, nodes, elements)


def _value(body: Any, depth: int, nodes: Iterator[int], elements: int) -> Value:  # noqa: ANN401
    if depth > MAX_NESTING or next(nodes, None) is None:
        raise ValueError("too many nodes, or too deep")
    match body["k"]:
        case ValueKind.ARRAY:
            return _array(body, elements)
        case ValueKind.SEQUENCE:
            items = body["items"]
            if not isinstance(items, list):
                raise TypeError(items)
            parts = [_value(item, depth + 1, nodes, elements) for item in items]
            return Items(tuple(parts))
        case _:
            return _leaf(body)


def _leaf(body: Any) -> Value:  # noqa: ANN401
    match body["k"]:
        case ValueKind.SUMMARY:
            shape, dtype = _shape(body["shape"]), _text(body["dtype"])
            return TensorSummary(shape, dtype, _text(body["text"]))
        case ValueKind.DTYPE:
            return Dtype(_text(body["name"]))
        case ValueKind.EXCEPTION:
            return ExceptionClass(_text(body["name"]))
        case ValueKind.TEXT:
            return Text(_text(body["text"]))
        case ValueKind.NONE:
            return Nothing()
        case ValueKind.OPAQUE:
            return Opaque(_text(body["type"]), _text(body["text"]))
        case kind:
            raise ValueError(kind)


def _array(body: Any, elements: int) -> Array:  # noqa: ANN401
    shape, data = _shape(body["shape"]), body["data"]
    dtype = None if body["dtype"] is None else _text(body["dtype"])
    size = 1
    for length in shape:
        size *= length
    if not isinstance(data, list) or len(data) != size or size > elements:
        raise ValueError("data does not match its shape")
    return Array(shape, tuple(_number(text) for text in data), dtype)


def _shape(lengths: Any) -> tuple[int, ...]:  # noqa: ANN401
    if not isinstance(lengths, list) or len(lengths) > MAX_DIMENSIONS:
        raise TypeError("a shape must be a short list")
    if not all(type(length) is int and 0 <= length <= MAX_LENGTH for length in lengths):
        raise ValueError("lengths must be whole numbers")
    return tuple(lengths)


def _number(text: Any) -> Number:  # noqa: ANN401
    if not isinstance(text, str):
        raise TypeError(text)
    if text in {"True", "False"}:
        return text == "True"
    if _INTEGER.fullmatch(text):
        return int(text)
    if text in _SPECIAL or _FLOAT.fullmatch(text):
        return float(text)
    raise ValueError(text)


def _text(text: Any) -> str:  # noqa: ANN401
    if not isinstance(text, str):
        raise TypeError(text)
    return text[:MAX_TEXT]


def _refused(act: Any) -> str:  # noqa: ANN401
    if act is None:
        return ""
    if not isinstance(act, str):
        raise TypeError(act)
    return f"{act} ({REFUSALS[act]})"


def _exception(body: Any) -> ExceptionReport:  # noqa: ANN401
    line, bases = body["line"], body["bases"]
    if line is not None and type(line) is not int:
        raise TypeError(line)
    if not isinstance(bases, list) or len(bases) > MAX_BASES:
        raise TypeError(bases)
    return ExceptionReport(
        type=_text(body["type"]),
        bases=tuple(_text(base) for base in bases),
        message=_text(body["message"]),
        line=line,
        memory=body["memory"] is True,
        refused=_refused(body.get("refused")),
    )
