"""Endings: however the app ends, the terminal is left as it was.

SIGTERM, SIGHUP and a lost terminal end the app as a key would, so Textual restores
the terminal, and every child process ends. If the app does not react, a timer restores
the terminal and exits. After SIGKILL nothing can be done until the next start, which
repairs the modes first.
"""

import os
import select
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `doctor` resets a terminal without Textual
    from textual.app import App

if sys.platform != "win32":
    import termios

GRACE_SECONDS = 5.0
"""Seconds for the app to react to a signal."""
CHECK_SECONDS = 1.0
"""How often the terminal is checked."""
RESET = "".join(
    (
        *(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006, 1016)),  # mouse
        *(f"\x1b[?{mode}l" for mode in (2004, 1004, 2048)),  # paste, focus, resize
        "\x1b[<u",  # the kitty keyboard protocol
        "\x1b[?1049l",  # the alternate screen
        "\x1b[?7h\x1b[?25h\x1b[0m",  # line wrap, cursor, colors
    )
)
"""Switches off everything that Textual switches on."""


class Endings:
    """Watches for what ends an app from outside."""

    def __init__(self, app: "App[None]") -> None:
        self._app = app
        self._modes: list[object] | None = None
        self._is_watching = False
        self.signal: int | None = None
        """The signal that ended the app; SIGHUP also for a terminal that is gone."""

    def catch_signals(self) -> None:
        """Handle signals from now on; in the main thread, before the app runs."""
        self._modes = _modes()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) is signal.SIG_IGN:
                continue  # `nohup` wants it ignored
            signal.signal(number, self._on_signal)
        self._is_watching = True

    def watch_terminal(self) -> None:
        """Check the terminal regularly, if it is a real one."""
        if self._is_watching:
            self._app.set_interval(CHECK_SECONDS, self._check_terminal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._end(number)

    def _check_terminal(self) -> None:
        """End the app if its terminal is gone: Textual would spin on its input."""
        if sys.platform != "win32" and _is_hung_up(0):
            self._end(signal.SIGHUP)

    def _end(self, number: int) -> None:
        if self.signal is not None:
            return
        self.signal = number
        timer = threading.Timer(GRACE_SECONDS, self._exit, (number,))
        timer.daemon = True
        timer.start()
        with suppress(RuntimeError):  # the app does not run yet: the timer exits
            self._app.call_later(self._app.exit)

    def _exit(self, number: int) -> None:
        """Restore the terminal without the app, and exit."""
        reset_terminal(self._modes)
        os._exit(128 + number)


def reset_terminal(modes: list[object] | None = None) -> None:
    """Switch off all that Textual switches on, and restore modes, or repair them."""
    with suppress(OSError):
        os.write(1, RESET.encode())
    if modes is None:
        repair_modes()
    elif sys.platform != "win32":
        with suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, modes)  # type: ignore[arg-type]


def repair_modes() -> None:
    """Restore the line mode of a terminal that a killed program left raw."""
    if sys.platform == "win32" or (modes := _modes()) is None:
        return
    local, wanted = modes[3], termios.ICANON | termios.ECHO | termios.ISIG
    if not isinstance(local, int) or local & wanted == wanted:
        return
    modes[3] = local | wanted | termios.IEXTEN
    modes[0] = _flags(modes[0]) | termios.ICRNL | termios.IXON
    modes[1] = _flags(modes[1]) | termios.OPOST
    with suppress(termios.error):
        termios.tcsetattr(0, termios.TCSANOW, modes)  # type: ignore[arg-type]


def _flags(value: object) -> int:
    return value if isinstance(value, int) else 0


def _modes() -> list[object] | None:
    """Return the terminal's modes, None if standard input is no terminal."""
    if sys.platform == "win32":
        return None
    try:
        return list(termios.tcgetattr(0))
    except termios.error:
        return None


def _is_hung_up(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, 0)
    gone = select.POLLHUP | select.POLLERR | select.POLLNVAL
    return any(event & gone for _, event in poll.poll(0))
