"""The entrance: what a connection may cost before it is anybody's.

aiohttp waits for slow headers as long as they take, and for any number of
connections. Here each has a few seconds for its request, and there are only so many.
A websocket that the guard let in is free of the clock, and a file has more time.
"""

import asyncio

from aiohttp import web

from quizapp.serve.limits import ServeLimits


class Entrance:
    """Makes the protocols of a server's connections, and counts them."""

    def __init__(self, server: web.Server, limits: ServeLimits) -> None:
        self._server = server
        self._limits = limits
        self._open: dict[asyncio.BaseTransport, Visit] = {}
        self.refused = 0
        """Connections that were closed at once, as there were too many."""

    def __call__(self) -> asyncio.Protocol:
        """Return the protocol of a new connection."""
        return Visit(self)

    def admit(
        self, visit: "Visit", transport: asyncio.BaseTransport
    ) -> asyncio.Protocol | None:
        """Return what speaks HTTP on a connection; None if there are too many."""
        if len(self._open) >= self._limits.connections:
            self.refused += 1
            return None
        self._open[transport] = visit
        visit.limit(self._limits.request_seconds)
        return self._server()

    def release(self, transport: asyncio.BaseTransport | None) -> None:
        """Free a connection from its clock: it shows a window."""
        if transport in self._open:
            self._open[transport].stay()

    def extend(self, transport: asyncio.BaseTransport | None) -> None:
        """Give a connection the time that a file of the page may take."""
        if transport in self._open:
            self._open[transport].limit(self._limits.file_seconds)

    def forget(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection that ended."""
        self._open.pop(transport, None)

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)


class Visit(asyncio.Protocol):
    """One connection: aiohttp's protocol, and a clock."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance
        self._inner: asyncio.Protocol | None = None
        self._transport: asyncio.BaseTransport | None = None
        self._clock: asyncio.TimerHandle | None = None

    def limit(self, seconds: float) -> None:
        """Close the connection after some seconds from now."""
        self.stay()
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(seconds, self._abort)

    def stay(self) -> None:
        """Let the connection last."""
        if self._clock is not None:
            self._clock.cancel()

    def _abort(self) -> None:
        if isinstance(self._transport, asyncio.Transport):
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or close the connection if there are too many."""
        self._transport = transport
        self._inner = self._entrance.admit(self, transport)
        if self._inner is None:
            self._abort()
        else:
            self._inner.connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.stay()
        if self._transport is not None:
            self._entrance.forget(self._transport)
        if self._inner is not None:
            self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hand over what was read."""
        if self._inner is not None:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Hand over the end of what is read."""
        return None if self._inner is None else self._inner.eof_received()

    def pause_writing(self) -> None:
        """Stop writing: the other side does not read."""
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Write again."""
        if self._inner is not None:
            self._inner.resume_writing()
