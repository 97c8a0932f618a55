"""The screens in a real browser: a session, a phone, a lost connection, other sites."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from quizapp.tui.pause import PAUSE_SECONDS
from support.browser import Browser, Tab, chromium, needs_chromium
from support.maps import MAPS
from support.relay import Relay, relayed
from support.serving import Program, serving
from support.shipped import warm

pytestmark = [
    pytest.mark.slow,
    needs_chromium,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]


@pytest.fixture
def maps(home: Path) -> Path:
    """Return a home with a deck whose first card draws a heatmap."""
    warm(home / "quizapp")
    (home / "maps.toml").write_text(MAPS)
    (home / "quizapp/config.toml").write_text(
        f'decks = ["{home}/maps.toml"]\ntopics = ["Testing"]\n'
    )
    return home


@asynccontextmanager
async def network(home: Path) -> AsyncIterator[tuple[Browser, Program, Relay, str]]:
    """Start server and browser, with a network between them that can be lost."""
    async with relayed() as relay, chromium() as browser:
        origin = f"http://127.0.0.1:{relay.port}"
        with serving(home, QUIZAPP_SERVE_ORIGIN=origin) as program:
            relay.target = int(program.origin.rpartition(":")[2])
            address = program.address.replace(program.origin, origin)
            yield browser, program, relay, address


async def pause() -> None:
    """Wait until a new question or verdict takes keys."""
    await asyncio.sleep(PAUSE_SECONDS + 0.3)


async def answer_wrongly(tab: Tab) -> None:
    """Type a wrong answer to the first card, and be certain."""
    await tab.sees("What is y?")
    await pause()
    await tab.type("[1, 0, 3]")
    await be_certain(tab)


async def be_certain(tab: Tab) -> None:
    """Submit a wrong answer, and wait for its verdict."""
    await tab.press("Enter")
    await tab.sees("How sure?")
    await pause()
    await tab.press("4")
    await tab.sees("off by the same factor", 60)
    await pause()


@pytest.mark.parametrize("seconds", [6, pytest.param(65, marks=pytest.mark.long)])
async def test_a_session_survives_a_reload_and_a_lost_connection(maps, seconds):
    """Answer, see verdict and heatmap, reload, lose the network, grade, go on."""
    async with network(maps) as (browser, program, relay, address):
        tab = await browser.open()
        await tab.visit(address)
        await tab.sees("Maps")
        assert await tab.value("document.title") == "quizapp"
        await tab.paints_letters()
        await tab.press("Enter")
        await answer_wrongly(tab)
        assert "picture  float32 (12, 24)" in tab.seen
        assert await tab.colors() > 50  # the heatmap is painted, not only sent
        processes = program.lasting()
        await tab.reload()
        await tab.sees("off by the same factor")
        relay.fall_silent()
        await asyncio.sleep(seconds)
        relay.restore()
        tab.forget()
        await tab.sees("off by the same factor", 60)
        await pause()
        await tab.press("1")
        await tab.sees("1 done")
        assert program.lasting() == processes
        assert [each for each in tab.problems if "WebSocket" not in each] == []
        assert {each.split("/")[2] for each in tab.requests} == {address.split("/")[2]}


async def test_on_a_phone_everything_is_tapped(maps):
    """Hint, option, grade; a finger scrolls; nothing is wider than the screen."""
    async with network(maps) as (browser, _, _, address):
        tab = await browser.open(390, 844, "light")
        await tab.visit(address)
        await tab.paints_letters()
        await tab.tap("study", "Enter deck")
        await tab.sees("What is y?")
        await tab.tap("hint")
        await tab.sees("Divide by 0.8")
        await answer_wrongly(tab)
        assert await tab.colors() > 50
        assert await tab.value("document.documentElement.scrollWidth") <= 390
        before = tab.seen
        await tab.drag(300)
        await tab.until(lambda: tab.seen != before, "scrolled")
        await tab.tap("Again", "Hard")
        await tab.sees("Where is it scaled?")
        await pause()
        await tab.tap("in training")
        await tab.tap("in training")
        await tab.sees("How sure?")
        await pause()
        await tab.tap("certain")
        await tab.sees("✓ Correct", 40)
        assert tab.problems == []


async def test_copy_paste_and_the_color_scheme(maps):
    """Ctrl+V pastes, y copies, and the screens become light with the browser."""
    async with network(maps) as (browser, _, _, address):
        tab = await browser.open()
        await tab.visit(address)
        await tab.sees("Maps")
        await tab.press("Enter")
        await tab.sees("What is y?")
        await pause()
        await tab.paste("[1, 0, 3]")
        await tab.sees("[1, 0, 3]")
        await tab.press("F2")
        await tab.sees("Divide by 0.8")
        tab.raw = b""
        await tab.prefer("light")
        await tab.until(lambda: b"48;2;250;248;244" in tab.raw, "a light background")
        await be_certain(tab)
        await tab.value("navigator.clipboard.writeText = (t) => { window.copied = t; }")
        await tab.press("y")
        await tab.becomes("window.copied", "they are scaled.")


async def test_the_passphrase_is_typed_into_a_form(maps):
    """The browser must say that the form is ours."""
    secret = "correct horse battery"  # noqa: S105
    async with chromium() as browser:
        with serving(maps, "--lan", QUIZAPP_SERVE_PASSPHRASE=secret) as program:
            tab = await browser.open()
            await tab.go(program.origin)
            await tab.becomes("document.querySelector('input')?.name", "passphrase")
            await tab.value(
                f"document.querySelector('input').value = '{secret}';"
                "document.querySelector('button').click()"
            )
            await tab.sees("Maps")


async def test_closing_a_tab_ends_its_processes_and_quitting_says_so(maps):
    """After `q`, the page offers to start again; that is a new session."""
    async with network(maps) as (browser, program, _, address):
        tab = await browser.open()
        await tab.visit(address)
        await tab.sees("Maps")
        await tab.press("q")
        await tab.becomes("document.getElementById('over').hidden", False)
        assert "The session is over" in await tab.value("document.body.innerText")
        tab.forget()
        await tab.value("document.getElementById('again').click()")
        await tab.sees("Maps")
        assert len(program.apps()) >= 1
        await tab.close()
        for _ in range(300):
            if not program.apps():
                break
            await asyncio.sleep(0.1)
        assert not program.apps()


EVIL = """<!DOCTYPE html><title>evil</title>
<iframe id=frame src="{room}"></iframe>
<script>
  window.outcomes = [];
  const note = (what) => window.outcomes.push(what);
  const socket = new WebSocket("{room}ws?loaded=1".replace("http", "ws"));
  socket.onopen = () => note("socket open");
  socket.onerror = () => note("socket refused");
  fetch("{room}closed", {{ method: "POST", mode: "no-cors", credentials: "include" }})
    .then(() => note("post sent"), () => note("post refused"));
  const script = document.createElement("script");
  script.src = "{room}page.js";
  script.onload = () => note("script loaded");
  script.onerror = () => note("script refused");
  document.head.append(script);
</script>"""


async def test_another_site_can_do_nothing_with_a_browser_that_is_let_in(maps):
    """It frames, connects, posts and loads, from another port of the same machine."""
    async with chromium() as browser:
        with serving(maps) as program:
            tab = await browser.open()
            await tab.visit(program.address)
            await tab.sees("Maps")
            async with site(EVIL.format(room=program.room)) as evil:
                other = await browser.open()
                await other.go(evil)
                await other.becomes("window.outcomes?.length", 3)
                outcomes = await other.value("window.outcomes")
                assert "socket refused" in outcomes
                assert "script refused" in outcomes
                assert "socket open" not in outcomes
                framed = [each for each in other.problems if "frame-ancestors" in each]
                assert framed
            await tab.press("?")
            await tab.sees("Keys")


@asynccontextmanager
async def site(page: str) -> AsyncIterator[str]:
    """Run a site with one page; return its address."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    where = web.TCPSite(runner, "127.0.0.1", 0)
    await where.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
