"""A real browser for tests: headless Chromium, driven by the DevTools protocol.

What the terminal in a page shows is a picture; its text is read from the frames that
the page received, by another terminal.
"""

import asyncio
import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyte
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium: apt-get install chromium"
)
KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, ""),
    "Tab": ("Tab", 9, ""),
    "F1": ("F1", 112, ""),
    "F2": ("F2", 113, ""),
}
_COLORS = """(() => {
  const layer = document.querySelector(".xterm-text-layer");
  const copy = new OffscreenCanvas(layer.width, layer.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(layer, 0, 0);
  const { data } = context.getImageData(0, 0, layer.width, layer.height);
  const colors = new Set();
  for (let at = 0; at < data.length; at += 12)
    colors.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  return colors.size;
})()"""
_READY = 'document.documentElement?.classList.contains("ready")'
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--remote-debugging-port=0", "--hide-scrollbars", "--mute-audio"),
    "--disable-3d-apis",  # some browsers have no WebGL
)


class Browser:
    """A running Chromium."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.tabs: dict[str, Tab] = {}
        self.reading = asyncio.create_task(self._read())

    async def call(self, method: str, session: str = "", **values: Any) -> Any:
        """Call a method of the protocol, and return its result."""
        number = next(self._numbers)
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        message = {"id": number, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        await self._socket.send_json(message)
        result = await asyncio.wait_for(answer, 30)
        assert "error" not in result, (method, result["error"])
        return result["result"]

    async def open(
        self, width: int = 1000, height: int = 640, scheme: str = "dark"
    ) -> "Tab":
        """Open a tab of this size, in pixels."""
        made = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call(
            "Target.attachToTarget", targetId=made["targetId"], flatten=True
        )
        tab = Tab(self, attached["sessionId"], made["targetId"])
        self.tabs[tab.session] = tab
        for domain in ("Page", "Network", "Runtime", "Log"):
            await tab.call(f"{domain}.enable")
        await tab.resize(width, height)
        await tab.prefer(scheme)
        return tab

    async def _read(self) -> None:
        async for message in self._socket:
            event = json.loads(message.data)
            if "id" in event:
                self._answers.pop(event["id"]).set_result(event)
            elif event.get("sessionId") in self.tabs:
                self.tabs[event["sessionId"]].note(event["method"], event["params"])


class Tab:
    """A tab, and what its terminal shows."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser = browser
        self.session = session
        self._target = target
        self.problems: list[str] = []
        """What the console complained about."""
        self.requests: list[str] = []
        """The addresses that were asked for."""
        self.raw = b""
        self._resized(80, 24)

    async def call(self, method: str, **values: Any) -> Any:
        """Call a method of the protocol for this tab."""
        return await self._browser.call(method, self.session, **values)

    def note(self, method: str, values: dict[str, Any]) -> None:
        """Note an event."""
        match method:
            case "Network.webSocketFrameReceived":
                frame = values["response"]
                if frame["opcode"] == 2:
                    data = base64.b64decode(frame["payloadData"])
                    self.raw += data
                    self._stream.feed(data)
            case "Network.webSocketFrameSent":
                self._sent(json.loads(values["response"]["payloadData"]))
            case "Network.requestWillBeSent" | "Network.webSocketCreated":
                address = values.get("url") or values["request"]["url"]
                self.requests.append(address)
                size = parse_qs(urlsplit(address).query)
                if "width" in size:  # the page of a window connects
                    self._resized(int(size["width"][0]), int(size["height"][0]))
            case "Runtime.exceptionThrown":
                self.problems.append(json.dumps(values["exceptionDetails"])[:500])
            case "Log.entryAdded":
                self.problems.append(values["entry"]["text"])
            case _:
                pass

    def _sent(self, message: list[Any]) -> None:
        if message[0] == "resize":
            self._resized(message[1]["width"], message[1]["height"])

    def _resized(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def seen(self) -> str:
        """The text on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    async def go(self, address: str) -> None:
        """Open an address."""
        await self.call("Page.navigate", url=address)

    async def visit(self, address: str) -> None:
        """Open the page of quizapp, and wait until its terminal takes keys."""
        await self.go(address)
        await self.becomes(_READY, True)

    async def reload(self) -> None:
        """Load the page of quizapp again."""
        self._screen.reset()
        await self.value("document.documentElement.className = ''")
        await self.call("Page.reload")
        await self.becomes(_READY, True)

    def forget(self) -> None:
        """Forget what the screen shows."""
        self._screen.reset()

    async def close(self) -> None:
        """Close the tab, as its user does."""
        await self.call("Page.close")

    async def resize(self, width: int, height: int) -> None:
        """Give the tab another size."""
        is_phone = width < 600
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,  # any other is emulated for some sizes and not others
            mobile=is_phone,
        )
        await self.call(
            "Emulation.setTouchEmulationEnabled", enabled=is_phone, maxTouchPoints=1
        )

    async def prefer(self, scheme: str) -> None:
        """Be dark or light from now on."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.call("Emulation.setEmulatedMedia", features=features)

    async def sees(self, text: str, seconds: float = 60) -> None:
        """Wait until the screen shows a text."""
        await self.until(lambda: text in self.seen, text, seconds)

    async def until(self, holds: Any, what: str = "", seconds: float = 60) -> None:
        """Wait until a condition holds."""
        for _ in range(int(seconds * 50)):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{what!r} never came:\n{self.seen}\n{self.problems}")

    async def type(self, text: str) -> None:
        """Type letters, each as a key."""
        for letter in text:
            await self.press(letter)

    async def paste(self, text: str) -> None:
        """Put a text into the clipboard of the browser, and press Ctrl+V."""
        await self._browser.call(
            "Browser.grantPermissions",
            permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
        )
        await self.value(f"navigator.clipboard.writeText({json.dumps(text)})")
        await self.call(
            "Input.dispatchKeyEvent",
            type="rawKeyDown",
            key="v",
            windowsVirtualKeyCode=86,
            modifiers=2,
            commands=["paste"],
        )

    async def press(self, key: str, modifiers: int = 0) -> None:
        """Press a key; modifiers: 1 Alt, 2 Ctrl, 8 Shift."""
        name, code, text = KEYS.get(key, (key, ord(key[0].upper()), key))
        values: dict[str, Any] = {
            "key": name,
            "windowsVirtualKeyCode": code,
            "modifiers": modifiers,
        }
        kind = "keyDown" if text and not modifiers else "rawKeyDown"
        if kind == "keyDown":
            values["text"] = text
        await self.call("Input.dispatchKeyEvent", type=kind, **values)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **values)

    async def tap(self, text: str, row: str = "") -> None:
        """Touch the last place where a text is shown, in a row that has another."""
        await self.sees(text)
        x, y = await self._place(text, row)
        await self.call(
            "Input.dispatchTouchEvent",
            type="touchStart",
            touchPoints=[{"x": x, "y": y}],
        )
        await self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def drag(self, dy: int) -> None:
        """Move a finger on the page, up if negative."""
        x, y = 150, 400
        point = [{"x": x, "y": y}]
        await self.call(
            "Input.dispatchTouchEvent", type="touchStart", touchPoints=point
        )
        for step in range(1, 6):
            point = [{"x": x, "y": y + dy * step // 5}]
            await self.call(
                "Input.dispatchTouchEvent", type="touchMove", touchPoints=point
            )
        await self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def _place(self, text: str, row: str) -> tuple[float, float]:
        lines = [*enumerate(self._screen.display)]
        y, line = next((y, e) for y, e in reversed(lines) if text in e and row in e)
        box = await self.value(
            "(() => { const b = document.querySelector('.xterm-screen')"
            ".getBoundingClientRect(); return [b.x, b.y, b.width, b.height] })()"
        )
        width, height = box[2] / self.columns, box[3] / self.rows
        column = line.rfind(text) + len(text) / 2
        return box[0] + column * width, box[1] + (y + 0.5) * height

    async def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        result = await self.call(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    async def becomes(self, expression: str, wanted: Any) -> None:
        """Wait until an expression in the page has a value."""
        found = None
        for _ in range(400):
            with suppress(AssertionError):  # while another page is being loaded
                found = await self.value(expression)
            if found == wanted:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{expression} is {found!r}:\n{self.seen}")

    async def colors(self) -> int:
        """Count the colors that the terminal has painted, at every third pixel."""
        return int(await self.value(_COLORS))

    async def paints_letters(self) -> None:
        """Wait for letters: their soft edges have many colors."""
        await self.becomes(f"{_COLORS} > 20", True)

    async def picture(self, file: Path) -> bytes:
        """Save a picture of the page, and return it."""
        shot = await self.call("Page.captureScreenshot", format="png")
        picture = base64.b64decode(shot["data"])
        file.write_bytes(picture)
        return picture


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start Chromium, and end it with everything it started."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [CHROMIUM, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": folder},
            start_new_session=True,
        )
        try:
            port = Path(folder) / "DevToolsActivePort"
            for _ in range(1500):
                if port.exists() and port.read_text().count("\n"):
                    break
                await asyncio.sleep(0.02)
            number, path = port.read_text().split()
            async with ClientSession() as session:
                address = f"ws://127.0.0.1:{number}{path}"
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    browser = Browser(socket)
                    yield browser
                    with suppress(Exception):
                        await browser.call("Browser.close")
                    browser.reading.cancel()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
