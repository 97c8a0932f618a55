"""Frames: what a child reports, checked before it is believed.

The reader never raises: at the first violation it stops reading for good. Its
buffer is bounded, and nothing is ever unpickled or evaluated.
"""

import json
from typing import Any

from msgspec import Struct, field

from quizapp.core.values.value import (
    Value,
)
from quizapp.runner.app.decoding import (
    checked_text,
    decode,
)
from quizapp.runner.protocol import (
    HEADER_BYTES,
    MAX_BASES,
    MAX_DRAWN,
    MAX_FRAME,
    MAX_FRAMES,
    MAX_PICTURES,
    REFUSALS,
    FrameType,
    body_size,
)


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
                self.ready = self.ready or Ready(checked_text(body["torch"]))
            case FrameType.BEGUN:
                self.begun = True
            case FrameType.VALUE | FrameType.RAISED:
                self._take_result(type_, body)
            case FrameType.SHOWN if len(self.shown) < MAX_PICTURES:
                value = decode(body["value"], MAX_DRAWN)
                self.shown.setdefault(checked_text(body["name"]), value)
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
        type=checked_text(body["type"]),
        bases=tuple(checked_text(base) for base in bases),
        message=checked_text(body["message"]),
        line=line,
        memory=body["memory"] is True,
        refused=_refused(body.get("refused")),
    )
