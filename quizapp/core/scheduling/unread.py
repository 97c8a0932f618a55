"""Unread: the part of a sequence that is read when it is asked for.

What was read stays, so a session that goes back finds the same cards in the same order.
How many are left is known without reading them.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Generic, TypeVar

_T = TypeVar("_T")

READ_AT_ONCE = 100
"""So many are read at once: more than most sessions ask."""


class ItemStream(Generic[_T]):
    """Items in an order that are read one after the other, and then kept."""

    def __init__(
        self, items: Callable[[], Iterator[_T]], total: Callable[[], int]
    ) -> None:
        self._make, self._total = items, total
        self._items: Iterator[_T] | None = items()
        self._read: list[_T] = []

    def __len__(self) -> int:
        return len(self._read) if self._items is None else self._total()

    def cut(self, count: int) -> "ItemStream[_T]":
        """Return the first so many items."""
        return ItemStream(
            lambda: islice(self._make(), count), lambda: min(count, len(self))
        )

    def part(self, start: int, count: int) -> tuple[_T, ...]:
        """Return so many items from a place on, fewer at the end."""
        missing = start + count - len(self._read)
        if missing > 0 and self._items is not None:
            try:
                found = list(islice(self._items, missing))
            except BaseException:  # an iterator that raised has no more items
                self._items = islice(self._make(), len(self._read), None)
                raise
            self._read += found
            if len(found) < missing:
                self._items = None
        return tuple(self._read[start : start + count])


class Unread(Generic[_T]):
    """The items of a stream from a place on."""

    def __init__(self, stream: ItemStream[_T], start: int = 0) -> None:
        self._stream, self._start = stream, start

    def __len__(self) -> int:
        return max(0, len(self._stream) - self._start)

    def read(self, count: int) -> "tuple[tuple[_T, ...], Unread[_T]]":
        """Return the next items, and those behind them."""
        batch = self._stream.part(self._start, count)
        return batch, Unread(self._stream, self._start + len(batch))

    def read_all(self) -> tuple[_T, ...]:
        """Return all items."""
        return self._stream.part(self._start, _ALL)


_ALL = 2**40
"""More than there are."""
