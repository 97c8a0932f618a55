"""Chain: a running number and a checksum for every event, so that damage shows.

Each device numbers its events 1, 2, 3... An event's link holds that number, the
checksum of the device's event before it, and a checksum over both and all columns
of the event. So one row alone shows whether a bit of it changed, and a device's
rows together show whether one is missing.

The checksum finds damage. It is no signature: whoever can write the file can write
a valid chain.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from struct import Struct as Packing
from typing import TypeAlias

from msgspec import Struct

Column: TypeAlias = str | int | float | bytes | None

SUM_BYTES = 8
START = b""
"""What the first event of a device has as the checksum of the one before it."""


class Link(Struct, frozen=True, array_like=True):
    """An event's place in the chain of its device."""

    number: int
    """1 for the first event of a device."""
    before: bytes
    """The checksum of event `number - 1`; START for the first."""
    sum: bytes
    """The checksum of this event."""


class Head(Struct, frozen=True, array_like=True):
    """The end of a device's chain: the number and checksum of its last event."""

    number: int = 0
    sum: bytes = START


def link_after(head: Head, table: str, columns: Iterable[Column]) -> Link:
    """Return the link of the event that follows a head."""
    number = head.number + 1
    return Link(number, head.sum, checksum(table, columns, number, head.sum))


def checksum(
    table: str, columns: Iterable[Column], number: int, before: bytes
) -> bytes:
    """Return the checksum of an event: 8 bytes of BLAKE2b over all that it holds.

    Every column is encoded with its type and length, so that no two different rows
    have the same encoding.
    """
    encoded = map(_encoded, (table, number, before, *columns))
    return blake2b(b"".join(encoded), digest_size=SUM_BYTES).digest()


def holds(table: str, columns: Iterable[Column], link: Link) -> bool:
    """Return whether an event is as it was when its link was made."""
    return checksum(table, columns, link.number, link.before) == link.sum


def _encoded(column: Column) -> bytes:
    """Encode a column; the most common types first, since every start encodes rows."""
    if isinstance(column, str):
        data = column.encode(errors="surrogatepass")
        return b"s%b%b" % (_size(len(data)), data)
    if isinstance(column, int):
        data = b"%d" % column
        return b"i%b%b" % (_size(len(data)), data)
    if column is None:
        return b"n"
    if isinstance(column, float):
        return b"f" + _double(column)
    return b"b%b%b" % (_size(len(column)), column)


_size, _double = Packing(">I").pack, Packing(">d").pack


class ChainGap(Struct, frozen=True, order=True):
    """Numbers of a device that no event has, first and last included."""

    device: str
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


def gaps(
    links: Iterable[tuple[str, Link]], heads: Mapping[str, Head] = {}
) -> Iterator[ChainGap]:
    """Yield the gaps in the chains of all devices, each with its links.

    `heads` are the ends that are known from elsewhere, such as a backup: a chain
    that ends before its head has a gap up to it.
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    for device, link in links:
        numbers[device].add(link.number)
    for device in sorted({*numbers, *heads}):
        expected = 1
        end = heads.get(device, Head()).number
        for number in (*sorted(numbers[device]), end + 1):
            if number > expected:
                yield ChainGap(device, expected, number - 1)
            expected = max(expected, number + 1)


def broken(links: Iterable[tuple[str, Link]]) -> Iterator[tuple[str, int]]:
    """Yield devices and numbers of events whose event before them is another one.

    Two events with one number are such a case, too: the copies of a cloned log.
    """
    sums: dict[tuple[str, int], bytes] = {}
    named_before: list[tuple[str, int, bytes]] = []
    for device, link in links:
        key = device, link.number
        if sums.setdefault(key, link.sum) != link.sum:
            yield key
        named_before.append((*key, link.before))
    for device, number, before in named_before:
        if before != sums.get((device, number - 1), START if number == 1 else before):
            yield device, number
