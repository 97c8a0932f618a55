"""The server: routes behind the guard, until it is stopped.

Every response has the same headers, and each connection one request. What was refused
is said in one line, without secrets: addresses have no query in it, and no room.
"""

import asyncio
import json
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus

from aiohttp import WSMsgType, web

from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.ports import Bits
from quizapp.serve.account import is_foreign
from quizapp.serve.entrance import Entrance
from quizapp.serve.guard import ONCE, PROXY_HEADER, Entry, Guard
from quizapp.serve.limits import ServeLimits
from quizapp.serve.page import ASSETS, LEADING, entry_page, headers, page
from quizapp.serve.window import Close, Window
from quizapp.serve.windows import Opening, Windows

Say = Callable[[str], None]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_USE_THE_LINK = "Open the address that <code>quizapp serve</code> printed; it lets one\
 browser in, once. Press Enter there for a new one."
_NONCE = web.RequestKey("nonce", str)
_COOKIE = "quizapp"
_NEEDS_NO_APP = {"Sec-Purpose", "Cache-Control"}
"""Headers of a browser that looks ahead, and of most that load a page again."""
_MOST_COOKIES = 8
_LONGEST_LOGGED = 100
_MOST_CELLS = 500


class Server:
    """Answers requests of browsers that the guard lets in."""

    def __init__(
        self, guard: Guard, windows: Windows, limits: ServeLimits, bits: Bits, say: Say
    ) -> None:
        self._guard = guard
        self._windows = windows
        self._limits = limits
        self._bits = bits
        self._say = say
        self._entrance: Entrance | None = None

    async def run(
        self, sockets: list[socket.socket], ready: Callable[[], None]
    ) -> None:
        """Serve until a signal comes; then end every window."""
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        with suppress(NotImplementedError):  # on Windows, Ctrl-C cancels this task
            for name in ("SIGINT", "SIGTERM", "SIGHUP"):
                loop.add_signal_handler(getattr(signal, name), stopped.set)
        await self.start(sockets)
        watch = loop.create_task(self._windows.watch(loop.time))
        try:
            ready()
            await stopped.wait()
        finally:
            watch.cancel()
            await self.stop()

    async def start(self, sockets: list[socket.socket]) -> None:
        """Listen on sockets that are bound."""
        runner = self._runner = web.AppRunner(
            self.application(),
            access_log=None,
            keepalive_timeout=1,
            lingering_time=0,
            max_line_size=4096,
            shutdown_timeout=1,
        )
        await runner.setup()
        if runner.server is None:
            raise RuntimeError("aiohttp made no server")
        self._entrance = Entrance(runner.server, self._limits)
        loop = asyncio.get_running_loop()
        self._listening = [
            await loop.create_server(self._entrance, sock=each) for each in sockets
        ]

    async def stop(self) -> None:
        """End every window and every connection."""
        for listening in self._listening:
            listening.close()
        await self._windows.end_all()
        await self._runner.cleanup()

    def application(self) -> web.Application:
        """Return the routes, each behind the guard."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guarded(request, handler)

        app = web.Application(
            middlewares=[guarded],
            client_max_size=self._limits.body_bytes,
        )
        room = f"/{self._guard.room}"
        app.add_routes(
            [
                web.get("/", self._front, allow_head=False),
                web.get(f"{room}/", self._page, allow_head=False),
                web.get(f"{room}/ws", self._socket, allow_head=False),
                web.post(f"{room}/enter", self._enter),
                web.post(f"{room}/closed", self._closed),
                web.get(f"{room}/{{name}}", self._asset, allow_head=False),
            ]
        )
        app.on_response_prepare.append(self._finish)
        return app

    # the guard

    async def _guarded(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Answer a request, or say why not."""
        request[_NONCE] = f"{self._bits(128):032x}"
        refusal = self._refusal(request)
        if refusal is not None:
            return self._refused(request, HTTPStatus.FORBIDDEN, refusal)
        try:
            return await handler(request)
        except ConnectionError:  # it was lost before there was an answer
            return web.Response()
        except web.HTTPException as error:
            reason = HTTPStatus(error.status).phrase
            return self._refused(request, HTTPStatus(error.status), reason)

    def _refusal(self, request: web.Request) -> str | None:
        """Return why a request may not be looked at, None if it may."""
        hosts, origins = (request.headers.getall(n, []) for n in ("Host", "Origin"))
        local = request.transport and request.transport.get_extra_info("sockname")
        address = str(local[0]).partition("%")[0] if local else ""
        if len(hosts) != 1 or not self._guard.admits_host(hosts[0], address):
            return "another host"
        is_ours = len(origins) == 1 and self._guard.admits_origin(origins[0], hosts[0])
        asks = request.method == "GET" and "Upgrade" not in request.headers
        if not is_ours and (origins or not asks):
            return "another origin"
        site = request.headers.get("Sec-Fetch-Site", "none")
        mode = request.headers.get("Sec-Fetch-Mode", "navigate")
        if site not in ("none", "same-origin") and mode != "navigate":
            return "another site"
        return None

    def _refused(
        self, request: web.Request, status: HTTPStatus, reason: str
    ) -> web.Response:
        shown = request.path.replace(self._guard.room, "...")[:_LONGEST_LOGGED]
        remote = request.remote or "?"
        line = f"refused: {remote} {request.method} {shown}: {status.value} {reason}"
        self._say(sanitize_line(line))
        return web.Response(status=status, text=f"{status.value}: {reason}\n")

    def _is_known(self, request: web.Request) -> bool:
        secret = request.headers.get(PROXY_HEADER)
        cookies = _cookies(request) or [""]  # a proxy vouches without one
        return any(self._guard.knows(each, secret) for each in cookies)

    async def _finish(self, request: web.Request, response: web.StreamResponse) -> None:
        """Add the headers that every response has."""
        nonce = request.get(_NONCE, "")
        for name, value in headers(nonce).items():
            response.headers.setdefault(name, value)
        response.headers["Server"] = "quizapp"  # of whatever version
        if not isinstance(response, web.WebSocketResponse):
            response.headers["Connection"] = "close"  # one each: see `entrance`
            response.force_close()

    # coming in

    async def _front(self, request: web.Request) -> web.StreamResponse:
        """Lead to the room: a browser that may enter, or that has the passphrase."""
        if self._is_known(request):
            return _led(f"./{self._guard.room}/")
        return self._asked(request, f"./{self._guard.room}/enter", _USE_THE_LINK)

    def _asked(self, request: web.Request, form_at: str, message: str) -> web.Response:
        shown_at = form_at if self._guard.asks_passphrase else None
        body = entry_page(request[_NONCE], message, shown_at)
        status = HTTPStatus.UNAUTHORIZED
        self._refused(request, status, "not known")
        return web.Response(status=status, body=body, content_type="text/html")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """Take the token, or show the page to who is known."""
        token = request.query.get(ONCE)
        if token is not None and self._may_redeem(request):
            cookie = self._guard.redeem(token)
            if cookie is not None:
                return self._let_in(request, cookie)
        if not self._is_known(request):
            return self._asked(request, "./enter", _USE_THE_LINK)
        if token is not None:  # known already: the address need not show it
            return _led("./")
        if not _NEEDS_NO_APP & request.headers.keys():
            self._windows.prepare(asyncio.get_running_loop().time())
        body = page(request[_NONCE], self._limits.ping_seconds)
        return web.Response(body=body, content_type="text/html", charset="utf-8")

    def _may_redeem(self, request: web.Request) -> bool:
        """Return whether a request may use the token: not ahead, not of others."""
        if "Sec-Purpose" in request.headers:
            return False
        transport = request.transport
        if transport is None or self._guard.is_behind_proxy:  # it has its own account
            return True
        ends = [transport.get_extra_info(each)[:2] for each in ("peername", "sockname")]
        return not is_foreign(*ends)

    def _let_in(self, request: web.Request, cookie: str) -> web.Response:
        """Set the cookie, for the room only, and lead there.

        A redirect of a link on another site is that site's request: without the cookie.
        """
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            response = web.Response(body=LEADING, content_type="text/html")
        else:
            response = _led("./")
        crumb = f"{_COOKIE}={cookie}; HttpOnly; SameSite=Strict"
        response.headers["Set-Cookie"] = crumb  # no path: that of the request
        return response

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Compare the passphrase."""
        form = await request.post()
        typed = form.get("passphrase")
        now = asyncio.get_running_loop().time()
        entry = await asyncio.to_thread(
            self._guard.try_passphrase, typed if isinstance(typed, str) else "", now
        )
        match entry:
            case Entry.WELCOME:
                self._say(f"let in: {request.remote}")
                return self._let_in(request, self._guard.new_cookie())
            case Entry.WRONG:
                return self._asked(request, "./enter", "That is not the passphrase.")
            case Entry.LATER:
                message = "Too many attempts. Wait a minute, then try again."
                return self._asked(request, "./enter", message)

    # the page

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        """Send a file of the page."""
        if not self._is_known(request):
            raise web.HTTPUnauthorized
        asset = ASSETS.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        if self._entrance is not None:
            self._entrance.extend(request.transport)
        keep = {"Cache-Control": "private, max-age=86400, immutable"}  # of this room
        return web.Response(body=asset.read(), content_type=asset.mime, headers=keep)

    async def _closed(self, request: web.Request) -> web.StreamResponse:
        """Note that a tab was closed, or that its page is loaded again."""
        if not self._is_known(request):
            raise web.HTTPUnauthorized
        name = (await request.read()).decode("ascii", errors="replace")
        self._windows.expect_closing(name, asyncio.get_running_loop().time())
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        """Show a window on a page for as long as it is connected."""
        if not self._is_known(request):
            raise web.HTTPUnauthorized
        connection = web.WebSocketResponse(
            heartbeat=self._limits.ping_seconds,
            max_msg_size=self._limits.message_bytes,
            compress=False,
            timeout=1.0,
        )
        await connection.prepare(request)
        if self._entrance is not None:
            self._entrance.release(request.transport)
        now = asyncio.get_running_loop().time
        window = await self._windows.open(_opening(request), connection, now())
        if isinstance(window, Close):
            await connection.close(code=window)
            return connection
        try:
            await self._converse(connection, window)
        finally:
            window.lose(connection, now())
        return connection

    async def _converse(
        self, connection: web.WebSocketResponse, window: Window
    ) -> None:
        now = asyncio.get_running_loop().time
        with suppress(OSError):  # it was lost while being written to
            await connection.send_str(json.dumps(["window", window.name]))
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    answer = _take(window, message.data, now())
                    if answer is not None:
                        await connection.send_str(answer)


def _cookies(request: web.Request) -> list[str]:
    """Return all cookies of our name; a server on another port may have set one too."""
    pairs = request.headers.get("Cookie", "").split(";")
    named = [pair.strip().partition("=") for pair in pairs]
    return [value for name, _, value in named if name == _COOKIE][:_MOST_COOKIES]


def _led(to: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": to})


def _opening(request: web.Request) -> Opening:
    query = request.query
    return Opening(
        query.get("window", ""),
        _cells(query.get("width"), 80),
        _cells(query.get("height"), 24),
        "light" if query.get("scheme") == "light" else "dark",
        query.get("loaded") == "1",
    )


def _cells(value: object, otherwise: int) -> int:
    """Return a width or height that a screen can have."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return otherwise
    return max(1, min(int(text), _MOST_CELLS))


def _take(window: Window, text: str, now: float) -> str | None:
    """Hand a message of the page to the app; return an answer for the page."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match message:
        case ["stdin", str(typed)]:
            window.type(typed, now)
        case ["resize", {"width": width, "height": height}]:
            window.tell("resize", width=_cells(width, 80), height=_cells(height, 24))
        case ["ping", str(sent)]:
            return json.dumps(["pong", sent])
        case ["focus" | "blur" as what]:
            window.tell(what)
        case ["scheme", "dark" | "light" as scheme]:
            window.tell("scheme", scheme=scheme)
        case _:
            pass  # of another version of the page
    return None
