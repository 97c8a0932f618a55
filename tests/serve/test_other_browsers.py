"""The screens in Firefox and in WebKit, where they can be had."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from quizapp.tui.pause import PAUSE_SECONDS
from support.maps import MAPS
from support.other_browsers import KEYS, NEEDS, OtherBrowser, other_browser
from support.relay import Relay, relayed
from support.serving import Program, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
BROWSERS = [pytest.param(name, marks=needed) for name, needed in NEEDS.items()]


class Visit:
    """A browser that shows a session, over a network that can be lost."""

    def __init__(
        self, browser: OtherBrowser, program: Program, relay: Relay, address: str
    ) -> None:
        self.browser, self.program, self.relay = browser, program, relay
        self.address = address

    @property
    def seen(self) -> str:
        """The text on the screen."""
        return "\n".join(line.rstrip() for line in self.relay.wire.lines)

    async def sees(self, text: str, seconds: float = 90) -> None:
        """Wait until the screen shows a text; then for keys to be taken."""
        await self.until(lambda: text in self.seen, text, seconds)
        await asyncio.sleep(PAUSE_SECONDS + 0.3)

    async def until(
        self, holds: Callable[[], bool], what: str, seconds: float = 90
    ) -> None:
        """Wait until a condition holds."""
        for _ in range(int(seconds * 50)):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{what!r} never came:\n{self.seen}")

    async def ready(self) -> None:
        """Wait until the terminal takes keys."""
        for _ in range(400):
            if await self.browser.value(
                "document.documentElement.classList.contains('ready')"
            ):
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it is never ready")

    async def press(self, *keys: str, held: str = "") -> None:
        """Press keys, one after the other."""
        actions: list[dict[str, Any]] = []
        for key in keys:
            value = KEYS.get(key, key)
            actions += [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        if held:
            value = KEYS[held]
            actions.insert(0, {"type": "keyDown", "value": value})
            actions.append({"type": "keyUp", "value": value})
        await self.browser.act("key", actions)

    async def point(self, text: str, row: str = "", kind: str = "mouse") -> None:
        """Click or touch the last place where a text is shown."""
        lines = [*enumerate(self.relay.wire.lines)]
        y, line = next((y, e) for y, e in reversed(lines) if text in e and row in e)
        box = await self.browser.value(
            "(() => { const b = document.querySelector('.xterm-screen')"
            ".getBoundingClientRect(); return [b.x, b.y, b.width, b.height] })()"
        )
        wire = self.relay.wire
        column = line.rfind(text) + len(text) / 2
        where = {
            "x": int(box[0] + column * box[2] / wire.columns),
            "y": int(box[1] + (y + 0.5) * box[3] / wire.rows),
        }
        await self.browser.act(
            kind,
            [
                {"type": "pointerMove", "origin": "viewport", "duration": 0, **where},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        )


@asynccontextmanager
async def visiting(name: str, home: Path) -> AsyncIterator[Visit]:
    """Start everything, and come in with the token."""
    (home / "quizapp").mkdir(parents=True)
    (home / "maps.toml").write_text(MAPS)
    (home / "quizapp/config.toml").write_text(
        f'decks = ["{home}/maps.toml"]\ntopics = ["Testing"]\n'
    )
    async with relayed() as relay, other_browser(name) as browser:
        origin = f"http://127.0.0.1:{relay.port}"
        with serving(home, QUIZAPP_SERVE_ORIGIN=origin) as program:
            relay.target = int(program.origin.rpartition(":")[2])
            address = program.address.replace(program.origin, origin)
            visit = Visit(browser, program, relay, address)
            await browser.go(address)
            await visit.ready()
            await visit.sees("Maps")
            yield visit


async def answer_wrongly(visit: Visit) -> None:
    """Type a wrong answer, look at the hint, and be certain."""
    await visit.press("Enter")
    await visit.sees("What is y?")
    await visit.press(*"[1, 0, 3]")
    await visit.press("F2")
    await visit.sees("Divide by 0.8")
    await visit.press("Enter")
    await visit.sees("How sure?")
    await visit.press("4")
    await visit.sees("off by the same factor", 60)


@pytest.mark.parametrize("name", BROWSERS)
async def test_a_verdict_stays_in_another_browser(home, name):
    """When its page is loaded again, has another size, or loses the network."""
    async with visiting(name, home) as visit:
        await answer_wrongly(visit)
        await visit.browser.go(visit.address.partition("?")[0])  # it is void by now
        await visit.ready()
        await visit.browser.resize(700, 900)
        await visit.until(lambda: visit.relay.wire.columns < 80, "resized")
        await visit.sees("off by the same factor")
        visit.relay.fall_silent()
        await asyncio.sleep(5)
        visit.relay.restore()
        visit.relay.wire.forget()
        await visit.sees("off by the same factor", 60)


@pytest.mark.parametrize("name", BROWSERS)
async def test_copying_and_clicking_in_another_browser(home, name):
    """What `y` copies; a grade, an option, a confidence."""
    async with visiting(name, home) as visit:
        await answer_wrongly(visit)
        await visit.browser.value(
            "navigator.clipboard.writeText = (t) => { window.copied = t; }"
        )
        await visit.press("y")
        await asyncio.sleep(1)
        assert await visit.browser.value("window.copied") == "they are scaled."
        await visit.point("Again", "Hard")
        await visit.sees("Where is it scaled?")
        for _ in range(2):
            await visit.point("in training")
        await visit.sees("How sure?")
        await visit.point("certain")
        await visit.sees("✓ Correct")


@pytest.mark.parametrize("name", BROWSERS)
async def test_leaving_the_page_in_another_browser_ends_its_processes(home, name):
    """The page says so when it goes; its browser must say where that comes from."""
    async with visiting(name, home) as visit:
        assert visit.program.apps()
        await visit.browser.go("about:blank")
        await visit.until(lambda: not visit.program.apps(), "ended")
