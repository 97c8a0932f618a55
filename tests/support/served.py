"""A server under test, in this process, with an app that only repeats what it gets."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from quizapp.serve.guard import Guard, Policy
from quizapp.serve.limits import ServeLimits
from quizapp.serve.process import ColdLauncher, Start
from quizapp.serve.server import Server
from quizapp.serve.windows import Windows

ECHO = r"""
import json, os, signal, sys
source, target, mode = sys.stdin.buffer, sys.stdout.buffer, sys.argv[1]
def write(kind, payload):
    target.write(kind + len(payload).to_bytes(4, "big") + payload)
    target.flush()
if mode == "stubborn":
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
if mode == "broken":
    print("Traceback: no screens today")
    sys.exit(3)
while True:
    head = source.read(5)
    if len(head) < 5:
        if mode == "stubborn":
            signal.pause()
        break
    payload = source.read(int.from_bytes(head[1:], "big"))
    if head[:1] == b"D":
        if payload == b"q":
            write(b"M", b'{"type": "exit"}')
            break
        write(b"D", payload)
        continue
    message = json.loads(payload)
    if message["type"] == "shown":
        target.write(b"a line before\n__GANGLION__\n")
        write(b"D", b"pid %d." % os.getpid())
    if mode != "stubborn":
        if message["type"] == "quit":
            break
        write(b"D", json.dumps(message).encode())
"""
"""Speaks Textual's protocol: repeats what is typed, and shows other messages."""


class Served:
    """A running server, and browsers that visit it."""

    def __init__(self, server: Server, guard: Guard, windows: Windows, port: int):
        self.server, self.guard, self.windows, self.port = server, guard, windows, port
        self.lines: list[str] = []
        """What the server said."""
        self.starts: list[str] = []
        """The color scheme of each app that was started."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def room(self) -> str:
        """The address of the page."""
        return f"{self.origin}/{self.guard.room}/"

    @asynccontextmanager
    async def visitor(self, *, known: bool = True) -> AsyncIterator[ClientSession]:
        """Return a browser, which was let in or not."""
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            if known:
                token = self.guard.new_token()
                address = f"{self.room}?once={token}"
                async with browser.get(address, allow_redirects=False) as answer:
                    assert answer.status == 303
            yield browser

    async def visitor_loads(
        self, browser: ClientSession, headers: dict[str, str] | None = None
    ) -> None:
        """Load the page."""
        async with browser.get(self.room, headers=headers) as answer:
            assert answer.status == 200

    async def visitor_closes(self, browser: ClientSession, window: str) -> None:
        """Say that a tab was closed, as its page does."""
        async with browser.post(
            f"{self.room}closed", data=window, headers={"Origin": self.origin}
        ) as answer:
            assert answer.status == 204

    @asynccontextmanager
    async def connected(
        self,
        browser: ClientSession,
        window: str = "",
        *,
        loaded: bool = True,
        scheme: str = "dark",
    ) -> AsyncIterator["Connection"]:
        """Connect as the page does."""
        look = f"width=80&height=24&scheme={scheme}"
        query = f"{look}&window={window}&loaded={int(loaded)}"
        async with browser.ws_connect(
            f"{self.room}ws?{query}", headers={"Origin": self.origin}
        ) as socket:
            yield Connection(socket)


class Connection:
    """The websocket of a page, which reads all the time, as a browser does."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.window = ""
        self.seen = b""
        self._came = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is WSMsgType.BINARY:
                self.seen += message.data
            else:
                what, value = message.json()
                self.window = value if what == "window" else self.window
            self._came.set()

    @property
    def transport(self) -> asyncio.Transport:
        """What is below the websocket."""
        connection = self.socket._response.connection
        assert connection is not None
        assert isinstance(connection.transport, asyncio.Transport)
        return connection.transport

    async def send(self, *message: Any) -> None:
        """Send a message of the page."""
        await self.socket.send_json(message)

    async def sees(self, text: str) -> bytes:
        """Wait until a text was painted; a first start reads every deck."""
        async with asyncio.timeout(60):
            while text.encode() not in self.seen:
                assert not self.socket.closed, self.socket.close_code
                self._came.clear()
                await self._came.wait()
        return self.seen

    async def pid(self) -> int:
        """Return the process of the app, once it has painted."""
        await self.sees("pid ")
        await self.sees(".")
        return int(self.seen.split(b"pid ")[1].split(b".")[0])

    async def closed(self) -> int | None:
        """Wait for the end, and return its code."""
        async with asyncio.timeout(20):
            await self._reading
        return self.socket.close_code


@asynccontextmanager
async def served(
    limits: ServeLimits = ServeLimits(), mode: str = "echo", **policy: Any
) -> AsyncIterator[Served]:
    """Run a server on a free port, and end it."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    bits = Random(port).getrandbits  # noqa: S311
    lines: list[str] = []
    guard = Guard(Policy(port, **policy), limits, bits)
    start = Start([sys.executable, "-c", ECHO], [mode], {})
    starts: list[str] = []

    def starter(scheme: str) -> Start:
        starts.append(scheme)
        return start

    windows = Windows(starter, ColdLauncher(), limits, bits, lines.append)
    server = Server(guard, windows, limits, bits, lines.append)
    await server.start([listening])
    sweeping = asyncio.create_task(windows.watch(asyncio.get_running_loop().time))
    try:
        running = Served(server, guard, windows, port)
        running.lines, running.starts = lines, starts
        yield running
    finally:
        sweeping.cancel()
        await server.stop()
