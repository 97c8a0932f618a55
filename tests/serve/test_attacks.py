"""Attacks on the server: each is refused, and a window that runs goes on."""

import asyncio
import os
import resource
import socket
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, WSServerHandshakeError

from quizapp.serve.limits import ServeLimits
from support.served import Connection, served

PASSPHRASE = "correct horse battery"  # noqa: S105


async def handshake(browser: ClientSession, address: str, **headers: str) -> int:
    """Return the status of a websocket's handshake."""
    try:
        async with browser.ws_connect(address, headers=headers):
            return 101
    except WSServerHandshakeError as error:
        return error.status


async def test_a_websocket_needs_our_origin_and_host():
    """Without one, from another site, from another port: none starts an app."""
    async with served() as there, there.visitor() as browser:
        address = f"{there.room}ws"
        refused = [
            await handshake(browser, address),
            await handshake(browser, address, Origin="http://evil.example"),
            await handshake(browser, address, Origin="null"),
            await handshake(browser, address, Origin="http://127.0.0.1:1"),
            await handshake(
                browser,
                address,
                Origin="http://evil.example",
                Host=f"evil.example:{there.port}",
            ),
        ]
        assert refused == [403] * 5
        assert len(there.windows) == 0
        assert await handshake(browser, address, Origin=there.origin) == 101


async def test_a_rebound_name_is_refused():
    """A foreign name that was pointed at this machine, with a cookie and an origin."""
    async with served() as there, there.visitor() as browser:
        evil = {"Host": f"evil.example:{there.port}"}
        for path in ("", "page.js", "ws"):
            async with browser.get(there.room + path, headers=evil) as answer:
                assert answer.status == 403


async def test_a_browser_without_the_cookie_gets_nothing():
    """No page, no file, no websocket; only how to come in."""
    async with served() as there, there.visitor(known=False) as browser:
        for path in ("", "page.js", "terminal.js", "icon.svg"):
            async with browser.get(there.room + path) as answer:
                assert answer.status == 401
        ours = {"Origin": there.origin}
        assert await handshake(browser, f"{there.room}ws", **ours) == 401
        async with browser.post(f"{there.room}closed", headers=ours) as answer:
            assert answer.status == 401


async def test_a_token_is_burned_by_its_first_use():
    """A second browser with the same address stays outside."""
    async with served() as there, there.visitor(known=False) as first:
        address = f"{there.room}?once={there.guard.new_token()}"
        async with first.get(address, allow_redirects=False) as answer:
            assert answer.status == 303
            crumb = answer.headers["Set-Cookie"]
            assert "; HttpOnly; SameSite=Strict" in crumb
            assert "path" not in crumb.lower()  # so it is sent to this room only
        async with first.get(address, allow_redirects=False) as answer:
            assert answer.status == 303  # known, and the token is not shown on
            assert "Set-Cookie" not in answer.headers
        async with ClientSession() as second, second.get(address) as answer:
            assert answer.status == 401


async def test_a_link_on_another_site_leads_in():
    """Its redirect would not carry the cookie; a page that leads on does."""
    async with served() as there, ClientSession() as browser:
        address = f"{there.room}?once={there.guard.new_token()}"
        site = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        async with browser.get(address, headers=site) as answer:
            assert answer.status == 200
            assert "quizapp=" in answer.headers["Set-Cookie"]
            assert "url=./" in await answer.text()


async def test_a_cookie_of_a_server_on_another_port_shuts_nobody_out():
    """Browsers send it too, and before or after ours."""
    async with served() as there:
        ours = f"quizapp={there.guard.new_cookie()}"
        async with ClientSession() as browser:
            for cookies in (f"{ours}; quizapp=evil", f"quizapp=evil; {ours}"):
                headers = {"Cookie": cookies}
                async with browser.get(there.room, headers=headers) as answer:
                    assert answer.status == 200


_AS_NOBODY = """
import os, socket, sys
port, path = sys.argv[1:]
os.setuid(65534)
with socket.socket() as there:
    there.connect((b"127.0.0.1", int(port)))
    head = f"GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\n\\r\\n"
    there.sendall(head.encode())
    print(there.recv(4096).split(b" ")[1].decode())
"""


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="root is another account"
)
async def test_another_account_cannot_use_the_address():
    """It may have seen it in the list of processes; it is not burned by that."""
    async with served() as there, ClientSession() as browser:
        way = f"/{there.guard.room}/?once={there.guard.new_token()}"
        words = (sys.executable, "-c", _AS_NOBODY, str(there.port), way)
        other = await asyncio.create_subprocess_exec(*words, stdout=-1)
        assert (await other.communicate())[0] == b"401\n"
        async with browser.get(f"{there.origin}{way}", allow_redirects=False) as answer:
            assert answer.status == 303


async def test_a_browser_that_looks_ahead_does_not_burn_the_token():
    """It may fetch an address before the user opens it."""
    async with served() as there, ClientSession() as browser:
        address = f"{there.room}?once={there.guard.new_token()}"
        async with browser.get(address, headers={"Sec-Purpose": "prefetch"}) as answer:
            assert answer.status == 401
        async with browser.get(address, allow_redirects=False) as answer:
            assert answer.status == 303


async def test_no_answer_may_be_framed_guessed_or_referred():
    """Every answer has the headers, refusals too; nothing is loaded from elsewhere."""
    async with served() as there, there.visitor() as browser:
        for path in ("", "page.js", "none", "../none", "?once=used"):
            async with browser.get(there.room + path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "frame-ancestors 'none'" in policy
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert "http" not in policy
                assert answer.headers["Server"] == "quizapp"
                assert answer.headers["X-Frame-Options"] == "DENY"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "same-origin"


async def test_what_changes_anything_must_come_from_our_page():
    """A form of another site is refused, and one without an origin."""
    async with served(lan=True, passphrase=PASSPHRASE) as there:
        async with there.visitor(known=False) as browser:
            for origin in ({}, {"Origin": "http://evil.example"}):
                form = {"passphrase": PASSPHRASE}
                async with browser.post(
                    f"{there.room}enter", data=form, headers=origin
                ) as answer:
                    assert answer.status == 403


async def test_another_site_cannot_load_our_files():
    """A script tag there says so, even where its browser sent the cookie."""
    async with served() as there, there.visitor() as browser:
        site = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
        async with browser.get(f"{there.room}page.js", headers=site) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    "path",
    [
        "../server.py",
        "..%2fserver.py",
        "%2e%2e/%2e%2e/server.py",
        "static/../../server.py",
        "....//server.py",
        "/etc/passwd",
        "page.js%00",
        "page.js/",
        "..\\server.py",
    ],
)
async def test_no_path_leads_out_of_the_table(path):
    """Raw, as no client would send it."""
    async with served() as there, there.visitor() as browser:
        cookie = next(iter(browser.cookie_jar))
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
        writer.write(
            f"GET /{there.guard.room}/{path} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{there.port}\r\n"
            f"Cookie: {cookie.key}={cookie.value}\r\n\r\n".encode()
        )
        answer = await reader.read()
        assert answer.split(b" ")[1] in (b"400", b"404")
        assert b"import" not in answer
        assert b"root:" not in answer
        writer.close()


@pytest.mark.slow
async def test_the_passphrase_lets_in_and_guessing_is_slowed():
    """Five attempts a minute, by anybody; then even the right one waits."""
    async with served(lan=True, passphrase=PASSPHRASE) as there:
        async with there.visitor(known=False) as browser:
            statuses = []
            for typed in (PASSPHRASE, *["wrong"] * 4, PASSPHRASE):
                async with browser.post(
                    f"{there.room}enter",
                    data={"passphrase": typed},
                    headers={"Origin": there.origin},
                    allow_redirects=False,
                ) as answer:
                    statuses.append(answer.status)
            assert statuses == [303, 401, 401, 401, 401, 401]
            async with browser.get(there.room) as answer:
                assert answer.status == 200


async def test_what_the_server_says_has_no_secret():
    """Refusals are logged without token, cookie, room or control characters."""
    async with served() as there, there.visitor() as browser:
        for path in ("?once=0123", "none%1b[2J"):
            async with ClientSession() as other, other.get(there.room + path):
                pass
        said = "\n".join(there.lines)
        cookie = next(iter(browser.cookie_jar)).value
        assert "refused: 127.0.0.1 GET /.../: 401" in said
        for secret in ("0123", cookie, there.guard.room, "\x1b"):
            assert secret not in said


async def test_a_huge_message_ends_the_connection_and_nothing_else():
    """100 MB, in one frame: the server does not keep what it may not have."""
    async with served() as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            await page.pid()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            with suppress(ClientError, ConnectionError):
                await send_raw(page, 100_000_000)
            assert await page.closed() in (1009, 1006)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            assert after - before < 20_000  # KiB
            name = page.window
        async with there.connected(browser, name, loaded=False) as again:
            await again.send("stdin", "still here")
            await again.sees("still here")


async def send_raw(page: Connection, size: int) -> None:
    """Send a frame of a size piece by piece, without keeping it here."""
    transport = page.transport
    transport.write(b"\x81\xff" + size.to_bytes(8, "big") + bytes(4))
    for _ in range(size // 65536):
        if transport.is_closing():
            return
        while transport.get_write_buffer_size() > 2**20:
            await asyncio.sleep(0)
        transport.write(b"x" * 65536)


async def test_a_huge_body_is_refused():
    """Before it was read."""
    async with served() as there, there.visitor() as browser:
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
        cookie = next(iter(browser.cookie_jar))
        writer.write(
            f"POST /{there.guard.room}/closed HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{there.port}\r\nOrigin: {there.origin}\r\n"
            f"Cookie: {cookie.key}={cookie.value}\r\n"
            "Content-Length: 100000000\r\n\r\n".encode()
            + b"x" * 10_000
        )
        assert (await asyncio.wait_for(reader.read(), 10)).split(b" ")[1] == b"413"
        writer.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "message",
    ["", "[", "[" * 100_000, "{}", "[]", '["stdin"]', '["stdin", 1]', "null",
     '["resize", {"width": "9e9", "height": -1}]', '["none", {}]', '["quit"]'],
)  # fmt: skip
async def test_a_strange_message_does_nothing(message):
    """The window goes on."""
    async with served() as there, there.visitor() as browser:
        async with there.connected(browser) as page:
            await page.socket.send_str(message)
            await page.send("stdin", "\ud800 still here")
            await page.sees("still here")


async def test_slow_headers_are_cut_off():
    """A letter at a time keeps no connection for longer than a request may take."""
    async with served(ServeLimits(request_seconds=0.5)) as there:
        _, writer = await asyncio.open_connection("127.0.0.1", there.port)
        began = asyncio.get_running_loop().time()
        try:
            for letter in "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x" * 1000:
                writer.write(letter.encode())
                await writer.drain()
                await asyncio.sleep(0.01)
        except ConnectionError:
            pass
        assert asyncio.get_running_loop().time() - began < 5
        writer.close()


@pytest.mark.slow
async def test_a_slow_network_gets_the_files_of_the_page():
    """They take longer than a stranger's request may."""
    async with served(ServeLimits(request_seconds=0.5)) as there:
        cookie = there.guard.new_cookie()
        with socket.socket() as narrow:
            narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            narrow.connect(("127.0.0.1", there.port))
            reader, writer = await asyncio.open_connection(sock=narrow, limit=4096)
            writer.write(
                f"GET /{there.guard.room}/terminal.js HTTP/1.1\r\n"
                f"Host: 127.0.0.1:{there.port}\r\n"
                f"Cookie: quizapp={cookie}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(1.5)
            size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            assert len(await reader.readexactly(size)) > 100_000
            writer.close()


@pytest.mark.slow
async def test_ten_thousand_connections_stop_no_window():
    """They are closed at once; later, others come in again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 25_000), hard))
    count = min(10_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
    limits = ServeLimits(request_seconds=3)
    try:
        async with served(limits) as there, there.visitor() as browser:
            async with there.connected(browser) as page:
                await page.pid()
                with ExitStack() as stack:
                    for number in range(count):
                        each = stack.enter_context(socket.socket())
                        each.setblocking(False)
                        each.connect_ex(("127.0.0.1", there.port))
                        if number % 100 == 0:
                            await asyncio.sleep(0)
                    await page.send("stdin", "still here")
                    await page.sees("still here")
                    assert len([*Path("/proc/self/fd").iterdir()]) < count + 500
                    await asyncio.sleep(limits.request_seconds + 0.5)
                    async with browser.get(there.room) as answer:
                        assert answer.status == 200
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
