"""What a page sends and gets, read from its connection, whatever browser it is in."""

import json
import re
from collections.abc import Callable

import pyte

_SIZE = re.compile(rb"^GET \S*/ws\?width=(\d+)&height=(\d+)")
Take = Callable[[int, bytes], None]
"""Gets the kind and the content of a message."""


class Wire:
    """The terminal of the page that is connected, and all that it got."""

    def __init__(self) -> None:
        self.raw = b""
        self.resize(80, 24)

    def resize(self, columns: int, rows: int) -> None:
        """Begin with an empty screen of another size."""
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def forget(self) -> None:
        """Forget what the screen shows."""
        self._screen.reset()

    @property
    def lines(self) -> list[str]:
        """The lines on the screen."""
        return [*self._screen.display]

    def watch(self) -> tuple["Frames", "Frames"]:
        """Return what reads a new connection: from the page, and to it."""
        return Frames(self._sent, self._asked), Frames(self._got)

    def _asked(self, head: bytes) -> None:
        if found := _SIZE.match(head):
            self.resize(int(found[1]), int(found[2]))

    def _sent(self, kind: int, content: bytes) -> None:
        if kind == 1:
            what, *values = json.loads(content)
            if what == "resize":
                self.resize(values[0]["width"], values[0]["height"])

    def _got(self, kind: int, content: bytes) -> None:
        if kind == 2:
            self.raw += content
            self._stream.feed(content)


class Frames:
    """One direction of a connection: a head of HTTP, then the frames of a websocket."""

    def __init__(self, take: Take, head: Callable[[bytes], None] | None = None) -> None:
        self._take = take
        self._head = head
        self._data = b""
        self._is_socket = False

    def read(self, data: bytes) -> None:
        """Read what was sent; of other requests, nothing."""
        self._data += data
        if not self._is_socket:
            head, end, rest = self._data.partition(b"\r\n\r\n")
            if not end or b"upgrade: websocket" not in head.lower():
                return
            if self._head is not None:
                self._head(head)
            self._data, self._is_socket = rest, True
        while self._frame():
            pass

    def _frame(self) -> bool:
        data = self._data
        if len(data) < 2:
            return False
        size, at = data[1] & 127, 2
        if size >= 126:
            more = 2 if size == 126 else 8
            size, at = int.from_bytes(data[2 : 2 + more], "big"), 2 + more
        is_masked = data[1] >> 7
        end = at + 4 * is_masked + size
        if len(data) < end:
            return False
        content = data[end - size : end]
        if is_masked:
            mask = data[at : at + 4]
            content = bytes(byte ^ mask[n % 4] for n, byte in enumerate(content))
        self._data = data[end:]
        self._take(data[0] & 15, content)
        return True
