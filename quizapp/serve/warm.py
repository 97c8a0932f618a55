"""Warm launcher: keeps a process that has loaded the app, and lets it fork each window.

A fork needs a fifth of the processor time of an interpreter that loads the app. The
process holds code and nothing of the user: settings, decks and log are read by each
window. If it is gone, slow, or has code that was changed on the disk, the window gets
an interpreter of its own, and another process takes its place. Linux only.
"""

import asyncio
import os
import signal
import socket
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from quizapp.serve.fork_request import LARGEST_PACKET, ForkReply, ForkRequest
from quizapp.serve.limits import ServeLimits
from quizapp.serve.process import AppProcess, ColdLauncher, Start


class WarmLauncher:
    """Starts apps by forks of one process, which is loaded before it is needed."""

    def __init__(
        self,
        program: Sequence[str],
        environment: Mapping[str, str],
        limits: ServeLimits,
    ) -> None:
        self._program = program
        self._environment = environment
        self._limits = limits
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._turn = asyncio.Lock()
        self._next_at = 0.0
        """When a process may be started again."""

    async def keep(self, now: float) -> None:
        """Start the process if there is none; not too often, if it always ends."""
        if self._turn.locked():
            return
        async with self._turn:
            if self._control is not None and not self._has_ended():
                return
            await self._stop()
            if now >= self._next_at:
                self._next_at = now + self._limits.warm_again_seconds
                with suppress(OSError):  # then windows start without it
                    await self._begin()

    def _has_ended(self) -> bool:
        return self._process is None or self._process.returncode is not None

    async def _begin(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(0)
        self._control = ours
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *self._program,
                str(theirs.fileno()),
                stdin=PIPE,  # streams of the kind that windows have; nobody uses them
                stdout=PIPE,
                env=self._environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    async def launch(self, start: Start) -> AppProcess:
        """Start an app. Raises OSError if that is not possible."""
        async with self._turn:
            forked = await self._fork(start)
        return forked or await ColdLauncher().launch(start)

    async def _fork(self, start: Start) -> "ForkedApp | None":
        """Let the process fork; None if it cannot, and then it is ended."""
        if self._control is None:
            return None
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        try:
            lent = (theirs_in, theirs_out, *start.descriptors)
            packet = msgspec.json.encode(self._request(start))
            socket.send_fds(self._control, [packet], lent)
            pid, pidfd = await self._reply(self._control)
        except (OSError, TimeoutError, msgspec.MsgspecError):
            os.close(ours_in)
            os.close(ours_out)
            await self._stop()
            return None
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        return await ForkedApp(pid, pidfd, ours_in, ours_out).join()

    def _request(self, start: Start) -> ForkRequest:
        variables = {
            name: value
            for name, value in start.environment.items()
            if self._environment.get(name) != value
        }
        return ForkRequest(tuple(start.words), variables, (0, 1, *start.descriptors))

    async def _reply(self, control: socket.socket) -> tuple[int, int]:
        """Return the process and its descriptor. Raises OSError if there is none."""
        loop = asyncio.get_running_loop()
        came = asyncio.Event()
        loop.add_reader(control.fileno(), came.set)
        try:
            async with asyncio.timeout(self._limits.warm_seconds):
                await came.wait()
        finally:
            loop.remove_reader(control.fileno())
        flags = socket.MSG_CMSG_CLOEXEC
        packet, fds, _, _ = socket.recv_fds(control, LARGEST_PACKET, 1, flags)
        if len(fds) != 1:
            raise ConnectionError("the process that forks windows has ended")
        return msgspec.json.decode(packet, type=ForkReply).pid, fds[0]

    async def close(self) -> None:
        """End the process; its windows go on."""
        async with self._turn:
            await self._stop()

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if self._control is not None:
            self._control.close()
            self._control = None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class ForkedApp:
    """An app that the process has forked; it is no child of the server."""

    def __init__(self, pid: int, pidfd: int, into: int, out: int) -> None:
        self._pid = pid
        self._pidfd = pidfd
        self._pipes = os.fdopen(into, "wb", buffering=0), os.fdopen(out, "rb", 0)
        self._ended = asyncio.Event()
        self.painted = asyncio.StreamReader()
        asyncio.get_running_loop().add_reader(pidfd, self._note_end)

    async def join(self) -> "ForkedApp":
        """Connect its pipes."""
        loop = asyncio.get_running_loop()
        into, out = self._pipes
        self.typed, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, into)
        self._reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self.painted), out
        )
        return self

    def _note_end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._pidfd)
        os.close(self._pidfd)
        self._ended.set()

    async def wait(self) -> None:
        """Wait for its end."""
        await self._ended.wait()
        self._reading.close()  # what it started may still hold the other end

    def kill(self) -> None:
        """Kill it and what it started; nothing happens if it has ended."""
        if not self._ended.is_set():
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
