"""Protobuf: the little of it that reading Anki's newer files needs.

A message is fields, each with a number. What its bytes are (text, a message, packed
floats) is known by who asks.
"""

import struct
from collections.abc import Iterator
from itertools import chain

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_SIZES = {_FIXED_64: 8, _FIXED_32: 4}
_LONGEST_VARINT = 10


class Message:
    """The fields of a message. Raises ValueError if the bytes are none."""

    def __init__(self, data: bytes) -> None:
        self._numbers: dict[int, int] = {}
        self._bytes: dict[int, list[bytes]] = {}
        for field, value in _fields(data):
            if isinstance(value, int):
                self._numbers[field] = value
            else:
                self._bytes.setdefault(field, []).append(value)

    def number(self, field: int) -> int:
        """Return a whole number; 0 if there is none."""
        return self._numbers.get(field, 0)

    def texts(self, field: int) -> tuple[str, ...]:
        """Return every text of a field."""
        return tuple(each.decode(errors="replace") for each in self.all_bytes(field))

    def text(self, field: int) -> str:
        """Return the last text of a field; empty if there is none."""
        return (*self.texts(field), "")[-2 if self.all_bytes(field) else -1]

    def all_bytes(self, field: int) -> tuple[bytes, ...]:
        """Return every value of a field with a length, or of a fixed size."""
        return tuple(self._bytes.get(field, ()))

    def floats(self, field: int) -> tuple[float, ...]:
        """Return the 32-bit numbers of a field, packed or not."""
        packed = (each[: len(each) // 4 * 4] for each in self.all_bytes(field))
        return tuple(chain.from_iterable(chain(*map(_FLOAT.iter_unpack, packed))))


_FLOAT = struct.Struct("<f")


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        field, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield field, value
            continue
        if kind == _BYTES:
            size, at = _varint(data, at)
        elif kind in _SIZES:
            size = _SIZES[kind]
        else:
            raise ValueError(f"a field of protobuf has the unknown type {kind}")
        if at + size > len(data):
            raise ValueError("a field of protobuf is cut")
        yield field, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins here, and where it ends."""
    number = 0
    for place, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number & (2**64 - 1), at + place + 1
    raise ValueError("a number of protobuf is cut")
