"""A window: one process of the app, and the page that shows it, if one does now.

App and server speak Textual's protocol for the web: packets of a type, a length and a
payload, by standard input and output. While no page is connected, what the app paints
is read and dropped; a page that comes back is painted in full.
"""

import asyncio
import json
import os
from contextlib import suppress
from enum import IntEnum
from math import inf
from typing import Protocol

from quizapp.serve.limits import ServeLimits
from quizapp.serve.process import AppProcess, Launcher, Start

_READY = b"__GANGLION__\n"
"""The line after which Textual's packets begin."""
_MOST_LINES = 100
"""Before that line: what the command prints."""
_HEADER = 5


class Close(IntEnum):
    """Why a page is not connected any more: codes of a websocket."""

    OVER = 4000
    """The user quit, or the app ended."""
    ELSEWHERE = 4001
    """Another page shows this window."""
    GONE = 4004
    """The window had been ended before."""
    FULL = 4008
    """There are too many windows."""
    IDLE = 4010
    """Nobody pressed a key for a long time."""
    STOPPED = 4011
    """The server was ended."""
    STUCK = 3000
    """The page reads too slowly; it connects again."""


class Page(Protocol):
    """The connection to a page: aiohttp's WebSocketResponse."""

    async def send_bytes(self, data: bytes) -> None:
        """Send what the terminal paints."""
        ...

    async def close(self, *, code: int = 1000) -> object:
        """End the connection."""
        ...


class Window:
    """A running app."""

    def __init__(self, name: str, limits: ServeLimits, now: float) -> None:
        self.name = name
        self._limits = limits
        self._process: AppProcess | None = None
        self._started = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self.page: Page | None = None
        self.deadline: float | None = None
        """When it ends if no page shows it until then."""
        self.touched = now
        """When the user did anything."""
        self.was_shown = False
        """Whether any page has shown it; until then, the app waits for one."""
        self.failure: str | None = None
        """Why the app could not be started."""

    def start(self, start: Start, launcher: Launcher) -> None:
        """Start the app; if no page comes soon, it ends."""
        self.deadline = self.touched + self._limits.unused_seconds
        self._running = asyncio.create_task(self._run(start, launcher))

    async def _run(self, start: Start, launcher: Launcher) -> None:
        """Run the app until it ends."""
        try:
            self._process = await launcher.launch(start)
        except OSError as error:
            self.failure = error.strerror
            return
        finally:
            for descriptor in start.descriptors:
                os.close(descriptor)
            self._started.set()
        await self._read(self._process.painted)

    @property
    def is_over(self) -> bool:
        """Whether the app has ended; one that is being started has not."""
        return self._running is not None and self._running.done()

    async def show_on(self, page: Page) -> None:
        """Let a page show it; one that did before gets a notice."""
        before, self.page, self.deadline = self.page, page, None
        self.was_shown = True
        if before is not None:
            await _closed(before, Close.ELSEWHERE)
            self.tell("returned")
        await self._started.wait()

    def lose(self, page: Page, now: float) -> None:
        """Note that the connection to a page is lost."""
        if self.page is page:
            self.page = None
            self._expire(now, self._limits.lost_seconds)

    def expect_closing(self, now: float) -> None:
        """Note that its tab was closed, or is loaded again."""
        self._expire(now, self._limits.closed_seconds)

    def _expire(self, now: float, seconds: float) -> None:
        before = self.deadline
        if before is None or before < now:  # a page that stayed had met it
            before = inf
        self.deadline = min(now + seconds, before)

    def expired(self, now: float) -> Close | None:
        """Return why it should end now, None if it should not."""
        if self.page is None and self.deadline is not None and now >= self.deadline:
            return Close.GONE
        return Close.IDLE if now - self.touched > self._limits.idle_seconds else None

    def type(self, text: str, now: float) -> None:
        """Hand over what was typed, or a mouse did."""
        self.touched = now
        self._send(b"D", text.encode(errors="replace"))

    def tell(self, what: str, **values: str | int) -> None:
        """Send a message that is not typed: shown, resize, focus, returned, scheme."""
        self._send(b"M", json.dumps({"type": what, **values}).encode())

    async def end(self, why: Close) -> None:
        """Let the app quit, or kill it, and close the page."""
        if self._running is not None:
            await self._started.wait()
            self.tell("quit")
            await asyncio.wait({self._running}, timeout=self._limits.quit_seconds)
        await self._stop()
        page, self.page = self.page, None
        if page is not None:
            await _closed(page, why)

    def _send(self, kind: bytes, payload: bytes) -> None:
        if self._process is None:
            return
        pipe = self._process.typed
        if pipe.get_write_buffer_size() > self._limits.packet_bytes:
            return  # the app does not read: what is typed is lost, and not kept
        with suppress(OSError, RuntimeError):  # it has ended
            pipe.write(kind + len(payload).to_bytes(4, "big") + payload)

    async def _read(self, out: asyncio.StreamReader) -> None:
        """Read packets until the app ends; then nothing of it is left."""
        try:
            await self._read_packets(out)
        except (asyncio.IncompleteReadError, ValueError, OSError):
            pass  # it ended, or printed what is no packet
        finally:
            await self._stop()

    async def _read_packets(self, out: asyncio.StreamReader) -> None:
        for _ in range(_MOST_LINES):
            line = await out.readline()
            if line == _READY or not line:
                break
        else:
            return
        while True:
            head = await out.readexactly(_HEADER)
            size = int.from_bytes(head[1:], "big")
            if head[:1] not in b"DMP" or size > self._limits.packet_bytes:
                return
            payload = await out.readexactly(size)
            if head[:1] == b"D":
                await self._paint(payload)
            elif head[:1] == b"M" and json.loads(payload).get("type") == "exit":
                return

    async def _paint(self, data: bytes) -> None:
        page = self.page
        if page is None:
            return
        try:
            async with asyncio.timeout(self._limits.stuck_seconds):
                await page.send_bytes(data)
        except TimeoutError:
            await _closed(page, Close.STUCK)
        except (OSError, RuntimeError):
            return  # the connection is lost; its reader notes it

    async def _stop(self) -> None:
        """Wait for the end of the process; kill it with its session if need be."""
        process = self._process
        if process is None:
            return
        process.typed.close()
        try:
            async with asyncio.timeout(self._limits.quit_seconds):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _closed(page: Page, why: Close) -> None:
    with suppress(OSError, RuntimeError):
        await page.close(code=why)
