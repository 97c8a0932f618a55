"""Process: how an app is started, and what its window needs of it while it runs."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from msgspec import Struct


class Start(Struct, frozen=True):
    """How a process of the app is started."""

    program: Sequence[str]
    """What runs the words."""
    words: Sequence[str]
    """A command line of quizapp."""
    environment: Mapping[str, str]
    descriptors: tuple[int, ...] = ()
    """Those that it inherits; whoever asked closes them here once it has them."""


class AppProcess(Protocol):
    """A running app, in a session of its own."""

    typed: asyncio.WriteTransport
    """Its standard input."""
    painted: asyncio.StreamReader
    """Its standard output."""

    async def wait(self) -> None:
        """Wait for its end."""
        ...

    def kill(self) -> None:
        """Kill it and what it started; nothing happens if it has ended."""
        ...


class Launcher(Protocol):
    """Starts apps."""

    async def launch(self, start: Start) -> AppProcess:
        """Start an app. Raises OSError if that is not possible."""
        ...

    async def keep(self, now: float) -> None:
        """Do what makes the next start fast; called every second."""
        ...

    async def close(self) -> None:
        """End what was started to make starts fast."""
        ...


class ColdLauncher:
    """Starts an interpreter for each app."""

    async def launch(self, start: Start) -> AppProcess:
        """Start an app. Raises OSError if that is not possible."""
        return SpawnedApp(
            await asyncio.create_subprocess_exec(
                *start.program,
                *start.words,
                stdin=PIPE,
                stdout=PIPE,
                env=start.environment,
                pass_fds=start.descriptors,
                start_new_session=True,  # Ctrl-C is for the server; it ends the apps
            )
        )

    async def keep(self, now: float) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing."""


class SpawnedApp:
    """An app with an interpreter of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        self._process = process
        self.typed = process.stdin.transport
        self.painted = process.stdout

    async def wait(self) -> None:
        """Wait for its end."""
        await self._process.wait()

    def kill(self) -> None:
        """Kill it and what it started; nothing happens if it has ended."""
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
