"""A network that can be lost: a relay between a browser and a server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from support.wire import Frames, Wire


class Relay:
    """Hands on what both sides send, until it is cut or falls silent."""

    def __init__(self) -> None:
        self.target = 0
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_open = asyncio.Event()
        self._is_open.set()
        self._is_cut = False
        self.wire = Wire()

    def fall_silent(self) -> None:
        """Keep every connection, and hand on nothing: a train in a tunnel."""
        self._is_open.clear()

    def cut(self) -> None:
        """End every connection, and take no other: a proxy's timeout."""
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def restore(self) -> None:
        """Work again; what was under way is lost."""
        self.cut()
        self._is_cut = False
        self._is_open.set()

    async def take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection."""
        both = {writer}
        self._writers |= both
        with suppress(OSError, asyncio.CancelledError):
            await self._is_open.wait()
            if not self._is_cut:
                theirs, other = await asyncio.open_connection("127.0.0.1", self.target)
                both.add(other)
                self._writers.add(other)
                sent, got = self.wire.watch()
                await asyncio.gather(
                    self._pump(reader, other, sent), self._pump(theirs, writer, got)
                )
        for each in both:  # whichever side failed
            each.transport.abort()
        self._writers -= both

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        frames: Frames,
    ) -> None:
        while data := await reader.read(65536):
            await self._is_open.wait()
            writer.write(data)
            frames.read(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def relayed() -> AsyncIterator[Relay]:
    """Listen on a free port; the caller says where it leads."""
    relay = Relay()
    server = await asyncio.start_server(relay.take, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        relay.cut()
        await asyncio.sleep(0.05)  # the loop closes what was aborted
