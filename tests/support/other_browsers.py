"""Firefox and WebKit, the engine of Safari, for tests: each by the protocol it speaks.

Firefox is driven by WebDriver BiDi, which it speaks itself; WebKit's MiniBrowser by
Debian's WebKitWebDriver. Both draw on a screen of Xvfb that nobody looks at.
"""

import asyncio
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

KEYS = {"Enter": "\ue007", "Control": "\ue009", "F2": "\ue032", "Escape": "\ue00c"}
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT = shutil.which("WebKitWebDriver")
XVFB = shutil.which("Xvfb")
_MINI = [*Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser")]
NEEDS = {
    "firefox": pytest.mark.skipif(
        FIREFOX is None, reason="there is no Firefox: apt-get install firefox-esr"
    ),
    "webkit": pytest.mark.skipif(
        not (WEBKIT and XVFB and _MINI),
        reason="there is no WebKit: apt-get install webkit2gtk-driver xvfb",
    ),
}


class OtherBrowser(Protocol):
    """A browser with one tab."""

    async def go(self, address: str) -> None:
        """Open an address."""
        ...

    async def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        ...

    async def act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        """Do something with the keyboard, a mouse or a finger."""
        ...

    async def resize(self, width: int, height: int) -> None:
        """Give the page about this size, in pixels."""
        ...

    async def picture(self) -> bytes:
        """Return a picture of the page."""
        ...


class Firefox:
    """A Firefox, by WebDriver BiDi."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._tab = ""

    async def call(self, method: str, **values: Any) -> Any:
        """Call a method of the protocol, and return its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": values}
        await self._connection.send_json(message)
        while True:
            answer = await self._connection.receive_json(timeout=60)
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    async def begin(self) -> None:
        """Find the tab."""
        await self.call("session.new", capabilities={})
        tree = await self.call("browsingContext.getTree")
        self._tab = tree["contexts"][0]["context"]

    async def go(self, address: str) -> None:
        """Open an address."""
        await self.call(
            "browsingContext.navigate", context=self._tab, url=address, wait="complete"
        )

    async def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        result = await self.call(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        assert result["type"] == "success", result
        return json.loads(result["result"].get("value", "null"))

    async def act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        """Do something with the keyboard, a mouse or a finger."""
        await self.call(
            "input.performActions", context=self._tab, actions=_device(kind, actions)
        )

    async def resize(self, width: int, height: int) -> None:
        """Give the page this size, in pixels."""
        size = {"width": width, "height": height}
        await self.call("browsingContext.setViewport", context=self._tab, viewport=size)

    async def picture(self) -> bytes:
        """Return a picture of the page."""
        shot = await self.call("browsingContext.captureScreenshot", context=self._tab)
        return base64.b64decode(shot["data"])


class WebKit:
    """A MiniBrowser, by WebDriver."""

    def __init__(self, session: ClientSession, driver: str) -> None:
        self._session = session
        self._driver = driver
        self._path = "/session"

    async def call(self, path: str, **values: Any) -> Any:
        """Post a command, and return its result."""
        address = f"{self._driver}{self._path}{path}"
        async with self._session.post(address, json=values) as answer:
            result = (await answer.json())["value"]
            assert answer.status == 200, result
            return result

    async def begin(self) -> None:
        """Start the browser."""
        binary = {"binary": str(_MINI[0]), "args": ["--automation"]}
        options = {"alwaysMatch": {"webkitgtk:browserOptions": binary}}
        began = await self.call("", capabilities=options)
        self._path = f"/session/{began['sessionId']}"

    async def end(self) -> None:
        """End the browser."""
        await self._session.delete(self._driver + self._path)

    async def go(self, address: str) -> None:
        """Open an address."""
        await self.call("/url", url=address)

    async def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        script = f"""const done = arguments[arguments.length - 1];
            (async () => await ({expression}))().then(done, (e) => done("" + e));"""
        return await self.call("/execute/async", script=script, args=[])

    async def act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        """Do something with the keyboard, a mouse or a finger."""
        await self.call("/actions", actions=_device(kind, actions))

    async def resize(self, width: int, height: int) -> None:
        """Give the window this size, in pixels."""
        await self.call("/window/rect", x=0, y=0, width=width, height=height)

    async def picture(self) -> bytes:
        """Return a picture of the page."""
        address = f"{self._driver}{self._path}/screenshot"
        async with self._session.get(address) as answer:
            return base64.b64decode((await answer.json())["value"])


def _device(kind: str, actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if kind == "key":
        return [{"type": "key", "id": "keyboard", "actions": actions}]
    parameters = {"pointerType": kind}
    return [
        {"type": "pointer", "id": kind, "parameters": parameters, "actions": actions}
    ]


@asynccontextmanager
async def other_browser(name: str) -> AsyncIterator[OtherBrowser]:
    """Start a browser, and end it with everything it started."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = _firefox if name == "firefox" else _webkit
        async with ClientSession() as session, made(Path(folder), session) as browser:
            yield browser


@asynccontextmanager
async def _firefox(folder: Path, session: ClientSession) -> AsyncIterator[OtherBrowser]:
    assert FIREFOX is not None
    words = [FIREFOX, "--headless", "--no-remote", "--profile", str(folder)]
    async with _process([*words, "--remote-debugging-port", "0"], folder):
        file = folder / "WebDriverBiDiServer.json"
        for _ in range(1500):
            if file.exists() and file.read_text():
                break
            await asyncio.sleep(0.04)
        port = json.loads(file.read_text())["ws_port"]
        address = f"ws://127.0.0.1:{port}/session"
        async with session.ws_connect(address, max_msg_size=0) as connection:
            browser = Firefox(connection)
            await browser.begin()
            yield browser


@asynccontextmanager
async def _webkit(folder: Path, session: ClientSession) -> AsyncIterator[OtherBrowser]:
    assert XVFB is not None
    assert WEBKIT is not None
    reading, writing = os.pipe()
    words = [XVFB, "-displayfd", str(writing), "-screen", "0", "1400x1000x24"]
    async with _process(words, folder, writing):
        os.close(writing)
        with os.fdopen(reading) as said:
            display = (await asyncio.to_thread(said.readline)).strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        driver = [WEBKIT, "--host=127.0.0.1", f"--port={port}"]
        apart = {"DISPLAY": f":{display}", "NO_AT_BRIDGE": "1"}
        apart["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        # Its compositor's thread crashes now and then in Mesa's swrast_dri.so.
        apart["WEBKIT_DISABLE_COMPOSITING_MODE"] = "1"
        async with _process(driver, folder, **apart):
            browser = WebKit(session, f"http://127.0.0.1:{port}")
            for _ in range(300):
                with suppress(OSError):
                    await browser.begin()
                    break
                await asyncio.sleep(0.1)
            yield browser
            with suppress(OSError):
                await browser.end()


@asynccontextmanager
async def _process(
    words: list[str], folder: Path, *descriptors: int, **variables: str
) -> AsyncIterator[None]:
    apart = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    process = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **apart, **variables},
        pass_fds=descriptors,
        start_new_session=True,
    )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
