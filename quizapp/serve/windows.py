"""All windows: how many, which ones end, and when.

An app needs as long to start as a browser needs to load a page, so it starts when the
page is asked for. One at most waits for a page, and it ends soon if none comes.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from quizapp.flow.ports import Bits
from quizapp.serve.limits import ServeLimits
from quizapp.serve.process import Launcher, Start
from quizapp.serve.window import Close, Page, Window

SWEEP_SECONDS = 1.0
Starter = Callable[[str], Start]
"""Says how to start an app, which will probably be shown in a color scheme."""


class Opening(Struct, frozen=True):
    """What a page asks for: its window, and how it looks."""

    window: str = ""
    """The name of the window that it showed; empty for a new one."""
    width: int = 80
    height: int = 24
    scheme: str = "dark"
    is_loaded: bool = True
    """Whether the page was just loaded: it then takes a new window for a lost one."""


class Windows:
    """The windows of a server."""

    def __init__(
        self,
        starter: Starter,
        launcher: Launcher,
        limits: ServeLimits,
        bits: Bits,
        say: Callable[[str], None],
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self._starter = starter
        self._rest = rest
        """Called when the last window was closed."""
        self._launcher = launcher
        self._limits = limits
        self._bits = bits
        self._say = say
        self._windows: dict[str, Window] = {}
        self._scheme = "dark"
        """That of the last page; the next one probably has the same."""
        self._ending: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._windows)

    async def open(self, opening: Opening, page: Page, now: float) -> Window | Close:
        """Return the window of a page: the one that it showed, or a new one."""
        self._scheme = opening.scheme
        window = self._windows.get(opening.window)
        if window is not None and not window.is_over:
            await window.show_on(page)
            window.tell("resize", width=opening.width, height=opening.height)
            window.tell("scheme", scheme=opening.scheme)
            window.tell("returned")
            return window
        if opening.window and not opening.is_loaded:
            return Close.GONE
        window = self._waiting() or self._start(now)
        if window is None:
            self._say(f"refused: there are {len(self._windows)} windows already")
            return Close.FULL
        await window.show_on(page)
        if window.failure is not None:
            self._say(f"a window could not be started: {window.failure}")
            return Close.OVER
        window.tell(
            "shown",
            width=opening.width,
            height=opening.height,
            scheme=opening.scheme,
        )
        self._say(f"a window was opened; windows: {len(self)}")
        return window

    def prepare(self, now: float) -> None:
        """Start an app for a page that was asked for, unless one waits already."""
        if self._waiting() is None:
            self._start(now)

    def _waiting(self) -> Window | None:
        """Return the window that no page has shown yet."""
        for window in self._windows.values():
            if not window.was_shown and not window.is_over:
                return window
        return None

    def _start(self, now: float) -> Window | None:
        """Start a window, which waits for its page; None if there are too many."""
        if len(self._windows) >= self._limits.windows:
            return None
        window = Window(f"{self._bits(128):032x}", self._limits, now)
        self._windows[window.name] = window
        window.start(self._starter(self._scheme), self._launcher)
        return window

    def expect_closing(self, name: str, now: float) -> None:
        """Note that the tab of a window was closed, or is loaded again."""
        if name in self._windows:
            self._windows[name].expect_closing(now)

    def sweep(self, now: float) -> None:
        """End the windows that are over, or were left alone for too long."""
        for window in [*self._windows.values()]:
            why = Close.OVER if window.is_over else window.expired(now)
            if why is not None:
                del self._windows[window.name]
                task = asyncio.create_task(self._end(window, why))
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    async def _end(self, window: Window, why: Close) -> None:
        await window.end(why)
        if window.was_shown:
            self._say(f"a window was closed; windows: {len(self)}")
        if not self._windows:
            self._rest()

    async def watch(self, now: Callable[[], float]) -> None:
        """Sweep for as long as the server runs."""
        while True:
            await self._launcher.keep(now())
            await asyncio.sleep(SWEEP_SECONDS)
            self.sweep(now())

    async def end_all(self) -> None:
        """End every window: nothing is left running."""
        end = partial(Window.end, why=Close.STOPPED)
        windows = [*self._windows.values()]
        self._windows.clear()
        await asyncio.gather(*map(end, windows), *self._ending)
        await self._launcher.close()
