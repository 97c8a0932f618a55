"""The driver of served screens: Textual's for the web, and two more messages.

A page that was loaded again knows nothing: it needs the modes of the terminal and the
whole screen.
"""

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

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle a message from the server; in the thread that reads the input."""
        match packet_type:
            case "returned":
                self._send_modes()
                self._app.post_message(PageReturned())
            case "scheme":
                scheme = "light" if payload.get("scheme") == "light" else "dark"
                self._app.post_message(SchemeChanged(scheme))
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
