"""`quizapp serve` in a process, and pages that connect to it without a browser."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from aiohttp import ClientSession, CookieJar
from msgspec import Struct

from support.processes import below, children_of, command_of
from support.program import environment
from support.served import Connection

_ADDRESS = re.compile(rb"(http://127[^/]+)(/[0-9a-f]+/)\?once=\S+")


class Program(Struct, frozen=True):
    """A running server."""

    process: "subprocess.Popen[bytes]"
    address: str
    """With the token."""
    origin: str
    room: str
    said: str
    """What it printed before."""

    def children(self) -> set[int]:
        """Return all processes below the server."""
        return below(self.process.pid)

    def forking(self) -> int:
        """Return the process that forks windows, 0 if there is none."""
        children = children_of(self.process.pid)
        return next((pid for pid in children if "fork_windows" in command_of(pid)), 0)

    def lasting(self) -> set[int]:
        """Return the processes that no run of code replaces: the apps, their zygote."""
        return children_of(self.process.pid) | children_of(self.forking())

    def apps(self) -> set[int]:
        """Return the processes of the apps and what they started."""
        return self.children() - {self.forking()}


@contextmanager
def serving(home: Path, *words: str | Path, **extra: str) -> Iterator[Program]:
    """Start the program on a free port, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "quizapp", "serve", "--port", "0", *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**environment(home), **extra},
    )
    with process:
        try:
            assert process.stdout is not None
            said = b""
            for line in process.stdout:
                said += line
                if found := _ADDRESS.search(line):
                    whole, origin, path = (found[n].decode() for n in range(3))
                    yield Program(process, whole, origin, origin + path, said.decode())
                    break
            else:
                raise AssertionError("it printed no address")
        finally:
            process.kill()


@asynccontextmanager
async def visit(program: Program) -> AsyncIterator[ClientSession]:
    """Let a browser in with the token."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        async with browser.get(program.address) as answer:
            assert answer.status == 200
        yield browser


@asynccontextmanager
async def shown(
    program: Program, browser: ClientSession, window: str = ""
) -> AsyncIterator[Connection]:
    """Connect as the page does."""
    query = f"width=80&height=24&scheme=dark&window={window}&loaded=1"
    async with browser.ws_connect(
        f"{program.room}ws?{query}", headers={"Origin": program.origin}
    ) as socket:
        yield Connection(socket)
