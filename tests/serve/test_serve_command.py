"""`quizapp serve` as users start it, with the real app behind it."""

import asyncio
import re
import signal
import socket
import sys
from collections.abc import Iterable

import pytest
from aiohttp import ClientSession, CookieJar

from support.processes import is_running
from support.program import DECK, log_of, quizapp
from support.served import Connection
from support.serving import serving, shown, visit
from support.shipped import warm

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]


@pytest.fixture
def small(home):
    """Return a home whose only topic is that of a small deck."""
    deck = home / "small.toml"
    warm(home / "quizapp")
    deck.write_text(DECK)
    settings = home / "quizapp" / "config.toml"
    settings.write_text(
        f'decks = ["{deck}"]\ntopics = ["Testing"]\nconfidence = false\n'
    )
    return home


async def all_ended(pids: Iterable[int], seconds: float = 60) -> None:
    """Wait until none of these processes is left."""
    left = {*pids}
    for _ in range(int(seconds * 20)):
        left = {pid for pid in left if is_running(pid)}
        if not left:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{left} are left")


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
)
async def test_however_the_server_ends_nothing_is_left_running(small, number):
    """App, zygote and standby; and the log is whole."""
    with serving(small) as program:
        async with visit(program) as browser, shown(program, browser) as page:
            await page.sees("Testing")
            await page.send("stdin", "\r")  # a session: a zygote starts soon after
            await page.sees("What is kept?")
            for _ in range(200):
                if len(program.apps()) >= 2:
                    break
                await asyncio.sleep(0.05)
            pids = program.children()
            assert len(pids) >= 3
            program.process.send_signal(number)
            await all_ended(pids)
        code = program.process.wait(60)
        assert code == (0 if number != signal.SIGKILL else -9)


async def grade(page: Connection, keys: tuple[str, str, str, str]) -> None:
    """Answer and grade the two cards of the small deck."""
    reveal, first, answer, second = keys
    for typed, until in (
        ("\r", "What is kept?"),
        (reveal, "Everything."),
        (first, "1 - p"),
        (answer, "Again"),
        (second, "Space"),
    ):
        await page.send("stdin", typed)
        await page.sees(until)
        await asyncio.sleep(1)  # a new question ignores keys for a moment


async def test_two_windows_of_one_home_grade_at_once(small):
    """Each grade is in the log, once; the log is sound."""
    with serving(small) as program:
        async with visit(program) as browser:
            async with shown(program, browser) as one, shown(program, browser) as two:
                await asyncio.gather(one.sees("Testing"), two.sees("Testing"))
                await asyncio.gather(
                    grade(one, (" ", "3", "0.8\r", "3")),
                    grade(two, (" ", "4", "0.1\r", "1")),
                )
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(15) == 0
    graded = sorted((card, grade) for card, *_, grade in log_of(small))
    assert graded == [("rate", 1), ("rate", 3), ("recall", 3), ("recall", 4)]
    sound = quizapp(small, "doctor", "--json").rows
    assert next(row for row in sound if row["topic"] == "log")["ok"]


def test_lan_needs_a_passphrase_of_some_length(small):
    """Every machine of the network may try it."""
    ended = quizapp(small, "serve", "--lan", "--port", "0")
    assert ended.code == 2
    assert "--lan needs a passphrase; set QUIZAPP_SERVE_PASSPHRASE" in ended.err
    short = quizapp(small, "serve", "--lan", QUIZAPP_SERVE_PASSPHRASE="short")  # noqa: S106
    assert "at least 12 characters" in short.err


def own_address() -> str:
    """Return the address of this machine in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))  # nothing is sent there
        except OSError:
            pytest.skip("this machine has no network")
        return str(way.getsockname()[0])


async def test_in_the_network_the_passphrase_lets_in(small):
    """By the address of the machine; what that means is said first."""
    address = own_address()
    secret = "correct horse battery"  # noqa: S105
    with serving(small, "--lan", QUIZAPP_SERVE_PASSPHRASE=secret) as program:
        origin = f"http://{address}:{program.origin.rpartition(':')[2]}"
        assert "There is no TLS" in program.said
        assert f"On other machines, with the passphrase: {origin}/" in program.said
        assert secret not in program.said
        async with ClientSession(
            cookie_jar=CookieJar(unsafe=True), headers={"Origin": origin}
        ) as browser:
            async with browser.get(origin) as answer:
                form = re.search('action="./(.*?)"', await answer.text())
                assert (answer.status, form is not None) == (401, True)
            assert form is not None
            enter = f"{origin}/{form[1]}"
            for typed, status in (("wrong", 401), (secret, 200)):
                async with browser.post(enter, data={"passphrase": typed}) as answer:
                    assert answer.status == status
            room = enter.removesuffix("enter")
            async with browser.ws_connect(f"{room}ws?loaded=1") as connection:
                await Connection(connection).sees("Testing")


def test_without_the_extra_the_command_says_what_to_install(small):
    """In one line."""
    (small / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "real = util.find_spec\n"
        "util.find_spec = lambda name, *rest: name != 'aiohttp' and real(name, *rest)\n"
    )
    ended = quizapp(small, "serve", PYTHONPATH=str(small))
    assert ended.code == 3
    assert ended.err == (
        "quizapp: the packages that show the screens in a browser are not installed;"
        " pip install 'quizapp[serve]'\n"
    )
