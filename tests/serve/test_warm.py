"""Windows that are forked from a process that has loaded the app."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from quizapp.serve.limits import ServeLimits
from quizapp.serve.process import AppProcess, SpawnedApp, Start
from quizapp.serve.warm import ForkedApp, WarmLauncher
from support.processes import kill, parent_of
from support.program import DECK, environment
from support.serving import serving, shown, visit
from support.shipped import warm

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
ROOT = str(Path(__file__).parents[2])
FORKS = f"""
import os, sys
sys.path[:0] = [{ROOT!r}, os.environ["MINE"]]
import mine
sys.modules["quizapp.mine"] = mine
from quizapp.wiring.forking import fork_windows
sys.exit(fork_windows(mine.run))
"""
MINE = """
import json, os, signal, sys
FDS = "/proc/self/fd"
def target_of(fd):
    return os.path.exists(f"{FDS}/{fd}") and os.readlink(f"{FDS}/{fd}")
def run(words):
    facts = {
        "words": words,
        "color": os.environ["COLOR"],
        "mine": "MINE" in os.environ,
        "session": os.getsid(0) == os.getpid(),
        "children": signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL,
        "open": sorted(target for target in map(target_of, os.listdir(FDS)) if target),
        "lent": os.path.exists(f"/proc/self/fd/{words[1]}"),
    }
    print(json.dumps(facts), flush=True)
    return len(sys.stdin.read())
"""
"""An app that says what it was started with, and ends with its input."""


@asynccontextmanager
async def launcher(
    folder: Path, limits: ServeLimits = ServeLimits()
) -> AsyncIterator[WarmLauncher]:
    """Start the process that forks, with an app of this folder."""
    (folder / "mine.py").write_text(MINE)
    given = {**environment(folder), "MINE": str(folder), "COLOR": "none"}
    forks = WarmLauncher([sys.executable, "-c", FORKS], given, limits)
    await forks.keep(100)
    yield forks
    await forks.close()


def start(color: str, lent: int = 0) -> Start:
    """Return how to start the app, which says "cold" if it is not forked."""
    cold = [sys.executable, "-c", "print('cold')"]
    variables = {"COLOR": color, "MINE": "unchanged"}
    return Start(cold, ["home", str(lent)], variables, (lent,) if lent else ())


async def way(forks: WarmLauncher) -> type[AppProcess]:
    """Return how an app is started now, and end it."""
    app = await forks.launch(start("dark"))
    await ended(app)
    return type(app)


async def ended(app: AppProcess) -> bytes:
    """Return what an app says, and end it."""
    async with asyncio.timeout(30):
        line = await app.painted.readline()
        app.typed.close()
        await app.wait()
    return line


async def test_a_fork_is_like_a_process_that_was_started_for_its_window(tmp_path):
    """Its session, signals, environment and descriptors are its own."""
    async with launcher(tmp_path) as forks:
        for color in ("dark", "light"):
            lent, other = os.pipe()
            app = await forks.launch(start(color, lent))
            os.close(lent)
            assert isinstance(app, ForkedApp)
            facts = json.loads(await ended(app))
            os.close(other)
            assert facts["words"] == ["home", str(lent)]
            assert facts["color"] == color
            assert facts["session"]
            assert facts["children"]
            assert facts["lent"]
            assert "socket" not in str(facts["open"])


async def test_a_stubborn_fork_is_killed_with_what_it_started(tmp_path):
    """By its group; another kill does nothing."""
    async with launcher(tmp_path) as forks:
        app = await forks.launch(start("dark"))
        await app.painted.readline()
        app.kill()
        await ended(app)
        app.kill()


async def test_without_its_process_a_window_starts_cold(tmp_path):
    """Another process takes the place of the one that died, after a while."""
    async with launcher(tmp_path, ServeLimits(warm_again_seconds=10)) as forks:
        assert await way(forks) is ForkedApp
        assert forks._process is not None
        forks._process.kill()
        assert await way(forks) is SpawnedApp
        await forks.keep(109)  # too early
        assert await way(forks) is SpawnedApp
        await forks.keep(110)
        assert await way(forks) is ForkedApp


async def test_code_that_was_changed_is_loaded_again(tmp_path):
    """A window never runs half of the old code and half of the new."""
    async with launcher(tmp_path) as forks:
        assert await way(forks) is ForkedApp
        os.utime(tmp_path / "mine.py", (1, 1))
        assert await way(forks) is SpawnedApp
        await forks.keep(200)
        assert await way(forks) is ForkedApp


async def test_a_process_that_does_not_answer_is_ended(tmp_path):
    """A window does not wait for it longer than a start takes."""
    async with launcher(tmp_path) as forks:
        assert await way(forks) is ForkedApp
        forks._limits = ServeLimits(warm_seconds=0.5)
        assert forks._process is not None
        forks._process.send_signal(signal.SIGSTOP)
        assert await way(forks) is SpawnedApp
        assert forks._process is None


async def test_code_that_cannot_be_loaded_prints_no_traceback(tmp_path, capfd):
    """The window says itself what is wrong."""
    async with launcher(tmp_path) as forks:
        broken = FORKS.replace("sys.exit", "sys.modules['textual'] = None\nsys.exit")
        forks._program = [sys.executable, "-c", broken]
        await forks.close()
        await forks.keep(200)
        assert await way(forks) is SpawnedApp
    assert capfd.readouterr().err == ""


@pytest.fixture
def small(home: Path) -> Path:
    """Return a home whose only topic is that of a small deck."""
    warm(home / "quizapp")
    (home / "small.toml").write_text(DECK)
    settings = f'decks = ["{home}/small.toml"]\ntopics = ["Testing"]\n'
    (home / "quizapp/config.toml").write_text(settings)
    return home


async def test_a_window_sees_settings_and_decks_that_were_changed_since(small):
    """The process that forks knows nothing of the user."""
    with serving(small) as program:
        async with visit(program) as browser:
            async with shown(program, browser) as page:
                await page.sees("A small deck")
                assert program.forking() in map(parent_of, program.children())
            (small / "small.toml").write_text(DECK.replace("A small", "A changed"))
            with (small / "quizapp/config.toml").open("a") as file:
                file.write('[keys]\n"home.help" = "f7"\n')
            async with shown(program, browser) as page:
                await page.sees("A changed deck")
                await page.sees("F7")


async def test_a_window_outlives_the_process_that_forked_it(small):
    """The next window starts without it."""
    with serving(small) as program:
        async with visit(program) as browser:
            async with shown(program, browser) as page:
                await page.sees("A small deck")
                kill(program.forking())
                await page.send("stdin", "?")
                await page.sees("Keys")
                async with shown(program, browser) as other:
                    await other.sees("A small deck")
