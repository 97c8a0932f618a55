"""Windows: found again after a lost connection, ended with their tabs, few at once."""

import asyncio
import os
import time

import pytest

from quizapp.serve.limits import ServeLimits
from quizapp.serve.window import Close, Window
from support.processes import children_of, is_running
from support.served import served

SHORT = ServeLimits(
    unused_seconds=1, lost_seconds=2, closed_seconds=0.5, quit_seconds=0.5
)


async def ended(pid: int, seconds: float = 60) -> None:
    """Wait for the end of a process."""
    deadline = time.monotonic() + seconds
    while is_running(pid):
        assert time.monotonic() < deadline, f"{pid} still runs"
        await asyncio.sleep(0.05)


async def test_what_is_typed_reaches_the_app_and_is_painted():
    """As text of any kind."""
    async with served() as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            await page.send("stdin", "½ ≤ x\x1b[A")
            await page.sees("½ ≤ x\x1b[A")
            await page.send("resize", {"width": 100, "height": 30})
            await page.sees('{"type": "resize", "width": 100, "height": 30}')
            await page.send("scheme", "light")
            await page.sees('{"type": "scheme", "scheme": "light"}')


async def test_an_app_starts_when_its_page_is_asked_for():
    """It waits for the page, whose size it has from the first moment."""
    async with served() as there, there.visitor() as browser:
        await there.visitor_loads(browser)
        assert len(there.windows) == 1
        async with there.connected(browser) as page:
            await page.sees('"shown", "width": 80, "height": 24, "scheme": "dark"')
            assert len(there.windows) == 1
            async with there.connected(browser) as other:  # of no other page
                assert await other.pid() != await page.pid()


@pytest.mark.slow
async def test_pages_that_never_connect_start_one_app_which_ends_soon():
    """However many are loaded; nothing is left running."""
    others = children_of(os.getpid())  # those of the tests
    async with served(SHORT) as there, there.visitor() as browser:
        await asyncio.gather(*(there.visitor_loads(browser) for _ in range(100)))
        assert there.starts == ["dark"]
        (pid,) = children_of(os.getpid()) - others
        await ended(pid)
        assert len(there.windows) == 0


async def test_a_page_that_is_asked_for_starts_no_app_beyond_the_limit():
    """What waits is one of the windows."""
    async with served(ServeLimits(windows=1)) as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            await page.pid()
            await there.visitor_loads(browser)
            assert len(there.starts) == 1


async def test_who_is_not_let_in_starts_no_app():
    """Nor does a browser that looks ahead, or loads a page again."""
    async with served() as there, there.visitor(known=False) as stranger:
        async with stranger.get(there.room) as answer:
            assert answer.status == 401
        async with there.visitor() as browser:
            await there.visitor_loads(browser, {"Sec-Purpose": "prefetch"})
            await there.visitor_loads(browser, {"Cache-Control": "max-age=0"})
        assert there.starts == []


async def test_the_next_app_starts_in_the_colors_of_the_last_page():
    """It is painted once."""
    async with served() as there, there.visitor() as browser:
        for _ in range(2):
            await there.visitor_loads(browser)
            async with there.connected(browser, scheme="light") as page:
                await page.pid()
        assert there.starts == ["dark", "light"]


async def test_a_lost_connection_is_found_again():
    """The same process, which is asked to paint everything."""
    async with served() as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            pid, name = await page.pid(), page.window
        for loaded in (False, True):  # the same page, and one that is loaded again
            async with there.connected(browser, name, loaded=loaded) as page:
                await page.sees('{"type": "returned"}')
                assert page.window == name
        assert is_running(pid)


@pytest.mark.slow
async def test_a_window_without_a_page_ends_after_some_minutes():
    """And its process; the page that comes too late learns it."""
    async with served(SHORT) as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            pid, name = await page.pid(), page.window
        await ended(pid)
        async with there.connected(browser, name, loaded=False) as late:
            assert await late.closed() == Close.GONE
        async with there.connected(browser, name) as new:  # a page of yesterday
            assert await new.pid() != pid


async def test_closing_a_tab_ends_its_window_soon():
    """Nothing of it is left running."""
    async with served(SHORT) as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            pid, name = await page.pid(), page.window
            await there.visitor_closes(browser, name)
        await ended(pid)
        assert len(there.windows) == 0


@pytest.mark.slow
async def test_loading_a_page_again_looks_like_closing_and_ends_nothing():
    """Whether the news comes before the page is back or after."""
    async with served(SHORT) as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            pid, name = await page.pid(), page.window
            await there.visitor_closes(browser, name)
        async with there.connected(browser, name) as page:
            await there.visitor_closes(browser, name)
            await asyncio.sleep(2)
            assert is_running(pid)
        await asyncio.sleep(1)  # a late word does not shorten a lost connection
        assert is_running(pid)


async def test_quitting_ends_the_page():
    """With the code that says so."""
    async with served() as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            pid = await page.pid()
            await page.send("stdin", "q")
            assert await page.closed() == Close.OVER
            await ended(pid)


async def test_a_window_shows_on_one_page():
    """A second one takes it over, and the first gets a notice."""
    async with served() as there, there.visitor() as browser:
        async with there.connected(browser) as first:
            await first.pid()
            async with there.connected(browser, first.window) as second:
                await second.sees("returned")
                assert await first.closed() == Close.ELSEWHERE
                await second.send("stdin", "mine")
                await second.sees("mine")


async def test_there_are_only_so_many_windows():
    """The next page gets a notice; when one is closed, it may come."""
    async with served(ServeLimits(windows=1)) as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            await page.pid()
            async with there.connected(browser) as other:
                assert await other.closed() == Close.FULL
            await page.send("stdin", "q")
            await page.closed()
        async with there.connected(browser) as next_:
            await next_.pid()


@pytest.mark.slow
async def test_a_window_without_a_key_for_hours_ends():
    """Even while a page shows it."""
    async with served(ServeLimits(idle_seconds=1)) as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            pid = await page.pid()
            assert await page.closed() == Close.IDLE
            await ended(pid)


@pytest.mark.parametrize("mode", ["echo", "stubborn"])
async def test_stopping_the_server_leaves_nothing_running(mode):
    """Not even an app that ignores every word and signal."""
    async with served(SHORT, mode) as there, there.visitor() as browser:
        async with there.connected(browser) as page, there.connected(browser) as other:
            pids = [await page.pid(), await other.pid()]
            await there.server.stop()
            assert await page.closed() == Close.STOPPED
            assert not any(map(is_running, pids))


async def test_an_app_that_cannot_start_ends_its_page():
    """It has said why on the server's own terminal."""
    async with served(mode="broken") as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            assert await page.closed() == Close.OVER


async def test_a_window_that_is_being_started_is_not_swept_away():
    """The process takes a while to start on a busy machine."""
    async with served() as there, there.visitor() as browser:
        window = Window("w", SHORT, 0)
        there.windows._windows["w"] = window
        there.windows.sweep(0)
        assert len(there.windows) == 1
        del there.windows._windows["w"]
        async with there.connected(browser) as page:
            await page.pid()
