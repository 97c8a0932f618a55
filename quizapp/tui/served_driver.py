"""The driver of served screens: Textual's for the web, and some more messages.

The app is started before its page is loaded: it waits here for the page's size. A page
that was loaded again knows nothing: it needs the modes of the terminal and the whole
screen.
"""

import json
import os

from textual.drivers.web_driver import WebDriver
from textual.geometry import Size
from textual.message import Message


class PageReturned(Message):
    """A page shows the screens again, and has an empty terminal."""


class SchemeChanged(Message):
    """The browser became dark or light."""

    def __init__(self, scheme: str) -> None:
        super().__init__()
        self.scheme = scheme


class ServedDriver(WebDriver):
    """Shows the screens in a page."""

    page_size: Size | None = None
    """The size that the page sent last."""
    has_lost_focus = False
    """Whether the page ever said that it lost the focus."""

    def start_application_mode(self) -> None:
        """Start when a page shows the screens; or end, if none will."""
        match self._first_message():
            case {"type": "shown", "width": int(width), "height": int(height), **look}:
                self._size = (width, height)
                self.on_meta("scheme", {"scheme": look.get("scheme")})
                super().start_application_mode()
            case _:
                super().start_application_mode()
                self.on_meta("quit", {})

    def _first_message(self) -> object:
        """Wait for a message of the server; None at the end of the input."""
        head = self._read(5)
        return json.loads(self._read(int.from_bytes(head[1:], "big")) or b"null")

    def _read(self, size: int) -> bytes:
        """Read so many bytes and none that follow, or fewer at the end of the input."""
        data = b""
        while len(data) < size and (more := os.read(0, size - len(data))):
            data += more
        return data

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle a message from the server; in the thread that reads the input."""
        match packet_type:
            case "returned":
                self._send_modes()
                self._app.post_message(PageReturned())
            case "scheme":
                scheme = "light" if payload.get("scheme") == "light" else "dark"
                self._app.post_message(SchemeChanged(scheme))
            case "blur":
                self.has_lost_focus = True
                super().on_meta(packet_type, payload)
            case "resize":
                super().on_meta(packet_type, payload)
                if self._size is not None:
                    self.page_size = Size(*self._size)
            case _:
                super().on_meta(packet_type, payload)

    def _send_modes(self) -> None:
        """Begin again: the alternate screen, mouse and paste; no cursor."""
        self.write("\x18\x1b[?1049h\x1b[?25l")  # first, end what was cut off
        self._enable_mouse_support()
        self._enable_bracketed_paste()
